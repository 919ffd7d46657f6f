import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { identitiesOf, isOwnKey, ownTokenKey } from "./secret-use";
import { keyOf, type ValueContext } from "./value-context";

/** Conversions and clients that refuse None, by their qualified names. */
const REFUSES = new RegExp(
  `^(?:${[
    "(?:builtins\\.)?(?:int|float|len)",
    "decimal\\.Decimal|json\\.loads|ast\\.literal_eval",
    "(?:sqlalchemy(?:\\.\\w+)*|sqlmodel)\\.create_(?:async_)?engine",
    "(?:aio)?redis(?:\\.\\w+)*\\.from_url",
    "pika(?:\\.connection)?\\.(?:URLParameters|ConnectionParameters)",
    "itsdangerous(?:\\.\\w+)*\\.(?:\\w*Serializer|\\w*Signer)|cryptography\\.fernet\\.Fernet",
    "discord(?:\\.\\w+)*\\(\\)\\.run",
    "(?:aiogram|telegram|telebot)(?:\\.\\w+)*\\.(?:Async)?(?:Tele)?Bot",
  ].join("|")})$`,
);

/** What they call the argument that has to be there. */
const KEYWORDS = ["token", "url", "host", "secret_key", "key"] as const;

/** What a call is given that must not be None; null where it takes that, too. */
export function refusedArgument(project: PythonProject, file: PythonFile, call: CallFact): Value | null {
  const given = call.arguments[0] ?? KEYWORDS.map(name => keywordOf(call, name)).find(value => value !== undefined);
  return given && REFUSES.test(project.qualify(file, call.callee, call.scope)) ? given : null;
}

/**
 * Whether what is done with a read right where it stands fails on None: `int(os.getenv("X"))`,
 * `os.getenv("X").encode()`, `os.getenv("X") + "/path"`. What stands behind a test of the same expression
 * (`x and x.split()`) is only done where there is something.
 */
export function failsOnNone(project: PythonProject, file: PythonFile, context: ValueContext, read: CallFact): boolean {
  const parent = context.parent(read);
  if (!parent || isTested(context, parent)) return false;
  if (parent.kind === "call") {
    if (parent.base && keyOf(parent.base) === keyOf(read)) return true;
    const given = refusedArgument(project, file, parent) ?? ownKeyOf(project, file, parent);
    return given !== null && keyOf(given) === keyOf(read);
  }
  return parent.kind === "operation" && parent.operator === "+" && parent.left !== null;
}

function ownKeyOf(project: PythonProject, file: PythonFile, call: CallFact): Value | null {
  const key = ownTokenKey(project, file, call);
  return key !== null && isOwnKey(project, identitiesOf(project, file, key, call.scope)) ? key : null;
}

function isTested(context: ValueContext, value: { readonly offset: number; readonly end: number }): boolean {
  for (let at = value, parent = context.parent(at); parent; at = parent, parent = context.parent(at)) {
    if (parent.kind === "choice") return true;
    if (parent.kind !== "operation" || !/^(?:and|or)$/.test(parent.operator)) continue;
    if (parent.operator === "and" && keyOf(parent.right) === keyOf(at)) return true;
  }
  return false;
}
