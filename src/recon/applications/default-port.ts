import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isPort } from "../commands/arguments";
import { integerIn, keywordOf, namesIn, walk } from "../../python/values";

/**
 * The port that a value is when nobody says otherwise: a literal, the default of a variable or a setting, of an option of
 * the command line (`args.port`), or of a parameter. Null where nothing tells it.
 */
export function defaultPort(
  project: PythonProject,
  file: PythonFile,
  value: Value | null | undefined,
  scope: number,
): number | null {
  if (!value) return null;
  const resolved = project.resolve(file, value, scope).value;
  const port = integerIn(resolved) ?? integerIn(value);
  if (port !== null) return isPort(port) ? port : null;
  for (const path of [...namesIn(value), ...keysIn(value), ...keysIn(resolved)]) {
    const found = ofOption(project, file, path) ?? ofParameter(project, file, path, scope);
    if (found !== null) return found;
  }
  return null;
}

/** `options["port"]` as the name `options.port`. */
function keysIn(value: Value): readonly string[] {
  const found: string[] = [];
  walk(value, inner => {
    if (inner.kind === "subscript" && inner.base.kind === "name" && inner.key.kind === "string")
      found.push(`${inner.base.path}.${inner.key.value}`);
  });
  return found;
}

/** What an option of argparse, click or Typer is called in code, by its declarations or its `dest`. */
export function isOptionFor(project: PythonProject, file: PythonFile, call: CallFact, name: string): boolean {
  if (!/(?:^|\.)(?:add_argument|option|Option)$/.test(call.callee)) return false;
  const dest = keywordOf(call, "dest");
  if (dest) return project.string(file, dest, call.scope) === name;
  return call.arguments.some(given => {
    const text = given.kind === "string" ? given.value : "";
    return text.split("/").some(one => one.replace(/^--?/, "").replaceAll("-", "_") === name);
  });
}

/** `args.port` and `port`, where the same file declares `--port` with a default. */
function ofOption(project: PythonProject, file: PythonFile, path: string): number | null {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (path.split(".").length > 2 || /^(?:self|cls)\./.test(path)) return null;
  const options = file.facts.calls.filter(call => isOptionFor(project, file, call, name));
  const presets = options.map(call => {
    const preset = keywordOf(call, "default");
    return preset ? integerIn(project.resolve(file, preset, call.scope).value) : null;
  });
  const [first] = presets;
  return first !== undefined && first !== null && isPort(first) && presets.every(preset => preset === first)
    ? first
    : null;
}

/** A parameter's default: of the function around the value, or of the constructor that keeps it in an attribute. */
function ofParameter(project: PythonProject, file: PythonFile, path: string, scope: number): number | null {
  const { definitions, assignments } = file.facts;
  if (path.startsWith("self.")) {
    const kept = assignments.filter(
      fact => fact.target === path && definitions[fact.scope]?.parent === definitions[scope]?.parent,
    );
    const [only] = kept;
    if (kept.length !== 1 || only?.value?.kind !== "name" || only.value.path.startsWith("self.")) return null;
    return ofParameter(project, file, only.value.path, only.scope);
  }
  const preset = definitions[scope]?.parameters.find(({ name }) => name === path)?.default;
  if (!preset) return null;
  // typer.Option(8000, "--port"): the first argument is the default.
  const given = preset.kind === "call" ? (keywordOf(preset, "default") ?? preset.arguments[0]) : preset;
  const found = given ? integerIn(project.resolve(file, given, scope).value) : null;
  return found !== null && isPort(found) ? found : null;
}
