import type { Stage } from "../../docker/dockerfile/stages";
import { literalPattern } from "../../model/patterns";

/** Images of systems alone, and of installers: whoever builds on them puts a Python there. */
const WITHOUT_PYTHON =
  /^(?:[\w.-]+(?::\d+)?\/)*(?:debian|ubuntu|alpine|fedora|centos|rockylinux|almalinux|amazonlinux|minideb|buildpack-deps|cuda|micromamba|uv)(?::(?!.*python)[^@]*)?(?:@.*)?$/;
const PACKAGE_MANAGER = /^(?:apt(?:-get)?|apk|dnf|microdnf|yum)$/;
const ON_PATH = /\bPATH=[^\n]*(?:venv|conda|pyenv|virtualenv)[^\n]*\/(?:bin|shims)|\bVIRTUAL_ENV=/;
/** Folders that environments lie in by custom, and what makes one of any name. */
const OF_ENVIRONMENT = /\/(?:\.?(?:v|virtual)?env|[\w-]*(?:venv|conda|virtualenv)[\w.-]*)$|\/envs\/[\w.-]+$/;
const MAKES_ENVIRONMENT = String.raw`(?:-m\s+venv|virtualenv|uv\s+venv|(?:conda|mamba)\s+create)\b`;
const BY_TOOL: ReadonlyMap<string, readonly string[]> = new Map([
  ["uv", ["uv", "run", "--no-sync", "python"]],
  ["poetry", ["poetry", "run", "python"]],
  ["pipenv", ["pipenv", "run", "python"]],
  ["pdm", ["pdm", "run", "python"]],
]);

/**
 * What runs Python in a person's image, whose last stages are `chain`, from any folder and without a shell's set-up: `python`,
 * unless the image is built on one that has none and only a package, a tool or the environment of the start line brings it.
 * `start` are the words of the image's start.
 */
export function pythonProgram(chain: readonly Stage[], start: readonly string[]): readonly string[] {
  const base = chain[0]?.from?.image?.value ?? "";
  const texts = chain.flatMap(({ instructions }) => instructions.map(({ kind, body }) => ({ kind, text: body.text })));
  const isSet = texts.some(({ kind, text }) => kind === "ENV" && ON_PATH.test(text.replaceAll(/^PATH\s+/g, "PATH=")));
  if (!WITHOUT_PYTHON.test(base) || isSet) return ["python"];
  // Its entry point activates the environment; a health check does not go through it (micromamba-docker: "Quick reference").
  if (/\/micromamba(?::|@|$)/.test(base)) return ["/usr/local/bin/_entrypoint.sh", "python"];
  const brought = packagedPython(texts.flatMap(({ kind, text }) => (kind === "RUN" ? text : [])));
  if (brought !== null) return [brought];
  const [program = "", next] = start.filter(word => !/^(?:sh|bash|-c|exec|tini|dumb-init|--|-g)$/.test(word));
  const folder = /^(\/\S+)\/bin\/(?:python[\d.]*|[\w-]+)$/.exec(program)?.[1] ?? "";
  const isMade = new RegExp(`${MAKES_ENVIRONMENT}[^;&|]*\\s${literalPattern(folder)}(?![\\w./-])`);
  if (folder !== "" && (OF_ENVIRONMENT.test(folder) || texts.some(({ text }) => isMade.test(text))))
    return [`${folder}/bin/python`];
  return (next === "run" ? BY_TOOL.get(program) : undefined) ?? ["python"];
}

/** The program of the Python that packages of the system bring: the usual one before that of a release. */
function packagedPython(runs: readonly string[]): string | null {
  const found = runs
    .flatMap(run => run.replaceAll(/\\\n/g, " ").split(/[;&|\n]/))
    .map(command => command.trim().split(/\s+/))
    .filter(words => words.some(word => PACKAGE_MANAGER.test(word)) && /^(?:add|install)$/m.test(words.join("\n")))
    .flat()
    .flatMap(word => /^(?:python3(?:\.\d+)?(?![\w.])|pipx$)/.exec(word)?.[0] ?? [])
    .map(name => name.replace("pipx", "python3"));
  return found.includes("python3") ? "python3" : (found[0] ?? null);
}
