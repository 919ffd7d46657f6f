import type { Value } from "../../python/facts";
import { dirname, joinPaths } from "../../python/link/path-text";
import type { PythonFile, PythonProject } from "../../python/project";
import { among, isOwnCode } from "../integrations/own-code";

/** A path that Python code names, as each of the places that it may stand for. */
export interface NamedPath {
  readonly file: PythonFile;
  readonly offset: number;
  /** Relative to the analysed folder. */
  readonly candidates: readonly string[];
  /** Everything below it is handed out or rendered, so that an output inside counts. */
  readonly isServing: boolean;
}

/** Callables that hand out, or render, what lies in a folder; by the last part of their names. */
const SERVING = new Set([
  "Flask",
  "Quart",
  "Blueprint",
  "StaticFiles",
  "create_static_files_router",
  "StaticFilesConfig",
  "Jinja2Templates",
  "FileSystemLoader",
  "add_static",
  "static",
  "WhiteNoise",
  "add_static_route",
  "StaticFileHandler",
  "send_from_directory",
  "ViteConfig",
  "PathConfig",
  "SPAStaticFiles",
  "APIFlask",
  "Sanic",
  "add_static_view",
  "declare_component",
]);

/** Settings whose folders Django, WhiteNoise and their companions look into. STATIC_ROOT and MEDIA_ROOT are written to. */
const SERVING_SETTINGS =
  /^(?:STATICFILES_DIRS|TEMPLATES|TEMPLATE_DIRS|WHITENOISE_ROOT|DJANGO_VITE\w*|WEBPACK_LOADER|STATIC_FOLDER|TEMPLATE_FOLDER|COMPONENTS|NPM_\w+)$/;
const WRITTEN_SETTINGS = /^(?:STATIC_ROOT|MEDIA_ROOT|UPLOAD\w*|LOG\w*|DATABASES?)$/;

/** Every path in application code that may name what a front end makes. Only asked where there is a front end. */
export function namedPaths(project: PythonProject): readonly NamedPath[] {
  return project.each(NAMED_PATHS).flatMap(({ told }) => told);
}

const NAMED_PATHS = among(isOwnCode, pathsOf);

function pathsOf(project: PythonProject, file: PythonFile): readonly NamedPath[] {
  const found: NamedPath[] = [];
  const add = (value: Value, scope: number, offset: number, isServing: boolean): void => {
    for (const leaf of leaves(value)) {
      const whole = project.string(file, leaf, scope);
      const text = whole ?? argumentPath(project, file, leaf, scope);
      if (text === null || text === "" || text.length > 200 || /[\s<>*?"|]|^https?:|^~/.test(text)) continue;
      const isBare = leaf.kind === "string" || whole === null;
      // A lone word such as "dist" means a folder only where folders are asked for.
      if (!isServing && isBare && !text.includes("/")) continue;
      const home = dirname(file.path);
      const above = whole === null ? [dirname(home), dirname(dirname(home))] : [];
      const here = isBare
        ? [text, ...[home, file.sourceRoot, ...above].map(folder => joinPaths([folder, text]))]
        : [text];
      const candidates = [...new Set(here.map(path => joinPaths([path])))].filter(
        path => path !== "" && !path.startsWith("/") && !path.startsWith(".."),
      );
      if (candidates.length > 0)
        found.push({ file, offset: leaf.kind === "other" ? offset : leaf.offset, candidates, isServing });
    }
  };
  for (const { target, value, scope, offset, each } of file.facts.assignments) {
    if (!value || each || WRITTEN_SETTINGS.test(target)) continue;
    const isServing =
      SERVING_SETTINGS.test(target) || /(?:^|\.)(?:static_folder|template_folder|_static_folder)$/.test(target);
    if (isServing || leaves(value).some(mayBePath)) add(value, scope, offset, isServing);
  }
  for (const { callee, arguments: positional, keywords, scope, offset } of file.facts.calls) {
    const isServing = SERVING.has(callee.slice(callee.lastIndexOf(".") + 1));
    if (
      !isServing &&
      !/^(?:FileResponse|send_file|open|.*\.(?:FileResponse|mount|exists|isdir|isfile|is_dir|is_file|read_text))$/.test(
        callee,
      )
    )
      continue;
    for (const value of [...positional, ...keywords.map(({ value }) => value)]) add(value, scope, offset, isServing);
  }
  return found;
}

/**
 * `base_dir_join("../frontend", "dist")`: a function of the project's own that is given the parts of a path, from a folder that
 * only it knows; one of the folders above the file, as a rule.
 */
function argumentPath(project: PythonProject, file: PythonFile, value: Value, scope: number): string | null {
  if (value.kind !== "call" || value.arguments.length === 0 || value.keywords.length > 0) return null;
  const parts = value.arguments.map(argument => project.string(file, argument, scope));
  return parts.every(part => part !== null && part.length < 100)
    ? joinPaths(parts.filter(part => part !== null))
    : null;
}

/** Cheap test for values that no setting of folders holds: most are no path, and what a name stands for is told where it is set. */
function mayBePath(value: Value): boolean {
  switch (value.kind) {
    case "string":
      return value.value.includes("/");
    case "name":
      return false;
    case "operation":
      return /^(?:\/|\+|%|or)$/.test(value.operator);
    case "call":
      return (
        /(?:^|\.)(?:\w*join\w*|\w*[Pp]ath\w*|resolve|absolute|str|with_name)$/.test(value.callee) ||
        [...value.arguments, ...value.keywords.map(({ value: given }) => given)].some(({ kind }) => kind === "string")
      );
    default:
      return true;
  }
}

/** The values that may be paths: items of lists, tuples and dictionaries, both sides of a choice. */
function leaves(value: Value, depth = 0): readonly Value[] {
  if (depth > 5) return [];
  if (value.kind === "sequence") return value.items.flatMap(item => leaves(item, depth + 1));
  if (value.kind === "dict") return value.entries.flatMap(({ value: inner }) => leaves(inner, depth + 1));
  if (value.kind === "choice") return [...leaves(value.then, depth + 1), ...leaves(value.otherwise, depth + 1)];
  // A call that is recorded by itself is asked about by itself.
  if (["string", "operation", "call", "template", "name", "attribute"].includes(value.kind)) return [value];
  return [];
}
