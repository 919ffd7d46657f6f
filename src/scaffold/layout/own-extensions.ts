import type { Place } from "../../model/place";
import { asString, asStrings, at } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** Modules of the project's own that a compiler makes: without it they can be imported from nowhere. */
export interface OwnExtensions {
  readonly place: Place;
  /** `setup.py build_ext --inplace`, or what the back end does for an editable install (PEP 660). */
  readonly way: "setup.py" | "editable";
  /** What an isolated build would install first: the build system's requirements, else what setup.py imports. */
  readonly requires: readonly string[];
  readonly language: "C" | "C++" | "Rust";
}

/** Keywords of `setup()` (setuptools; cffi, "Preparing and distributing modules"; setuptools-rust). */
const KEYWORDS = /^[^#\n]*?\b(?:ext_modules|cffi_modules|rust_extensions)\s*=\s*(?!None\b|\[\s*\]|=)/m;
/** By the name that setup.py imports. */
const BUILD_MODULES: readonly (readonly [module: RegExp, requirement: string])[] = [
  [/^\s*(?:from|import)\s+Cython\b/m, "cython"],
  [/^\s*(?:from|import)\s+numpy\b/m, "numpy"],
  [/^\s*(?:from|import)\s+pybind11\b/m, "pybind11"],
  [/^\s*(?:from|import)\s+cffi\b|\bcffi_modules\b/m, "cffi"],
  [/^\s*(?:from|import)\s+setuptools_rust\b|\brust_extensions\b/m, "setuptools-rust"],
];
/** Back ends that compile, and plug-ins of others that do. */
const COMPILING_BACKEND = /^(?:maturin|scikit_build_core)\b/;
const COMPILING_REQUIREMENT = /^(?:hatch[-_](?:cython|mypyc)|setuptools[-_]rust)\b/i;
const COMPILES = /\bext_modules\b|\bExtension\(|\bcythonize\b|\bmaturin\b|\bsetuptools_rust\b/;

/** What a unit's manifests say that is compiled; null where nothing is. */
export function readOwnExtensions(
  workspace: Workspace,
  prefix: string,
  files: readonly string[],
): OwnExtensions | null {
  const setup = workspace.text(`${prefix}setup.py`) ?? "";
  const pyproject = `${prefix}pyproject.toml`;
  const { root } = workspace.data(pyproject);
  const stated = asStrings(at(root, "build-system", "requires"));
  const found = (
    path: string,
    offset: number,
    way: OwnExtensions["way"],
    requires: readonly string[],
  ): OwnExtensions => ({
    place: workspace.place(path, Math.max(0, offset)),
    way,
    requires,
    language: languageOf(files, `${setup}\n${stated.join("\n")}`),
  });
  const keyword = KEYWORDS.exec(setup);
  if (keyword !== null) {
    const imported = BUILD_MODULES.flatMap(([module, requirement]) => (module.test(setup) ? [requirement] : []));
    const offset = keyword.index + keyword[0].search(/\b\w+\s*=\s*$/);
    return found(
      `${prefix}setup.py`,
      offset,
      "setup.py",
      stated.length > 0 ? stated : ["setuptools", "wheel", ...imported],
    );
  }
  const text = workspace.text(pyproject) ?? "";
  const backend = asString(at(root, "build-system", "build-backend")) ?? "";
  const isProgram = asString(at(root, "tool", "maturin", "bindings")) === "bin";
  if (COMPILING_BACKEND.test(backend) && !isProgram) return found(pyproject, text.indexOf(backend), "editable", []);
  const plugin = stated.find(name => COMPILING_REQUIREMENT.test(name));
  if (plugin !== undefined) return found(pyproject, text.indexOf(plugin), "editable", []);
  if (at(root, "tool", "setuptools", "ext-modules") !== undefined)
    return found(pyproject, text.indexOf("ext-modules"), "editable", []);
  const build = at(root, "tool", "poetry", "build");
  const script = asString(build) ?? asString(at(build, "script"));
  if (script === undefined || !COMPILES.test(workspace.text(prefix + script) ?? "")) return null;
  return found(pyproject, text.indexOf(script), "editable", []);
}

function languageOf(files: readonly string[], manifests: string): OwnExtensions["language"] {
  if (files.some(path => path.endsWith("Cargo.toml")) || /rust|maturin/i.test(manifests)) return "Rust";
  const isPlus = files.some(path => /\.(?:cpp|cc|cxx|hpp)$/.test(path));
  return isPlus || /\bpybind11\b|\bnanobind\b|language\s*=\s*["']c\+\+["']/.test(manifests) ? "C++" : "C";
}
