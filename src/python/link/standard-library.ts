import known from "./known-modules.json";
import stdlib from "./stdlib.json";

const STANDARD = new Set<string>([...stdlib.names, ...stdlib.python2]);
const OLD = new Set<string>(stdlib.python2);
const KNOWN = new Set<string>(known.names);

/** Whether a top-level module belongs to the standard library of Python 3.11, of a later version, or of Python 2.7. */
export function isStandardModule(name: string): boolean {
  return STANDARD.has(name);
}

/** Standard only in Python 2 (`Queue`, `commands`, `user`): a first-party file of that name is what an import means. */
export function isOldStandardModule(name: string): boolean {
  return OLD.has(name);
}

/** Whether Python finds something else first where a folder without `__init__.py` has this name (PEP 420). */
export function isTakenName(name: string): boolean {
  return (isStandardModule(name) && !isOldStandardModule(name)) || isKnownModule(name);
}

/** Whether a top-level module is the import name of a well-known distribution. */
export function isKnownModule(name: string): boolean {
  return KNOWN.has(name);
}
