import type { CallFact } from "../facts";
import type { PythonFile, PythonProject } from "../project";
import { objectOrigins } from "./reader-object";

/** What it asks of the links between files. */
type Links = Pick<PythonProject, "module" | "string">;

/** Objects of django-environ and environs put their own prefix before every name. */
const PREFIXED = /^(?:environ|environs)\./;

/**
 * What the object that a call reads by puts before each name: `env.prefix = "SHOP_"` of django-environ, `Env(prefix="SHOP_")`
 * of environs, in the file itself or in the one that the object is imported from.
 */
export function readerPrefix(project: Links, file: PythonFile, call: CallFact, qualified: string): string {
  if (!PREFIXED.test(qualified)) return "";
  const [root = ""] = call.callee.split(".", 1);
  return objectPrefix(project, file, root) + enteredPrefix(project, file, call);
}

/** `with env.prefixed("BOT_"):` of environs puts its prefix before the names of its body, an outer one's first. */
function enteredPrefix(project: Links, file: PythonFile, call: CallFact): string {
  return file.facts.contexts
    .filter(({ entered, offset, end }) => {
      const owner = entered.callee.slice(0, entered.callee.lastIndexOf("."));
      return offset <= call.offset && call.end <= end && (call.callee === owner || call.callee.startsWith(`${owner}.`));
    })
    .sort((left, right) => left.entered.offset - right.entered.offset)
    .map(({ entered }) => project.string(file, entered.arguments[0], entered.scope) ?? "")
    .join("");
}

function objectPrefix(project: Links, file: PythonFile, root: string): string {
  for (const origin of objectOrigins(project, file, root)) {
    const found = prefixIn(project, origin.file, origin.name);
    if (found !== null) return found;
  }
  return "";
}

function prefixIn(project: Links, file: PythonFile, name: string): string | null {
  for (const { target, value, scope } of file.facts.assignments) {
    if (scope !== -1 || !value) continue;
    if (target === `${name}.prefix`) return project.string(file, value);
    if (target !== name || value.kind !== "call") continue;
    const given = value.keywords.find(keyword => keyword.name === "prefix")?.value;
    const text = given ? project.string(file, given) : null;
    if (text !== null) return text;
  }
  return null;
}
