import type { CallFact, Value } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { isSecretName } from "../../workspace/mask";
import { symbolOf } from "../applications/symbols";
import { keywordOf } from "../../python/values";
import { passwordHole } from "../integrations/fixed-address";
import { among } from "../integrations/own-code";
import { boundLiterals } from "../readiness/literals";
import { isReader } from "./environment-read";
import { keyOf } from "./value-context";

/** Calls that take a key by which they sign or encrypt: qualified name, place and keyword of the key. */
const KEYED: readonly (readonly [RegExp, number, string])[] = [
  [/^(?:jwt|jose\.jwt|jwt\.api_jwt)\.encode$/, 1, "key"],
  [/^itsdangerous(?:\.\w+)*\.(?:\w*Serializer|\w*Signer)$/, 0, "secret_key"],
  [/^cryptography\.fernet\.Fernet$/, 0, "key"],
  [/^hmac\.new$/, 0, "key"],
];
const KEYED_LAST = /(?:^|\.)(?:encode|\w*Serializer|\w*Signer|Fernet|new)$/;
/** Signatures whose one key both makes and checks them (RFC 7518, section 3.1); PyJWT and python-jose take one by default. */
const SYMMETRIC = /^HS\d{3}$/;
/** Keywords that are given a secret, whatever it is called; `secret` alone may as well be a switch. */
const SECRET_KEYWORD = /(?:^|_)(?:password|passwd|secret_key|api_key)$|_secret$/;
/** First words of keywords that say what is done with a secret. */
const SECRET_SWITCH =
  /^(?:show|hide|require|requires|has|is|allow|use|enable|disable|no|with|check|verify|validate|ask|need|needs|save|store|change|reset|forgot|generate)_/;
/** Methods that keep what a secret says: `KEY.encode()`. */
const KEEPS = /(?:^|\.)(?:encode|strip)$/;

/** The key that a call signs or encrypts with; null where it does neither. */
function signingKey(project: PythonProject, file: PythonFile, call: CallFact): Value | null {
  if (!KEYED_LAST.test(call.callee)) return null;
  const name = project.qualify(file, call.callee, call.scope);
  const found = KEYED.find(([callee]) => callee.test(name));
  return found ? (call.arguments[found[1]] ?? keywordOf(call, found[2]) ?? null) : null;
}

/** The key of a token that code may sign for itself: one for both sides, not the private half of a key at somebody else's. */
export function ownTokenKey(project: PythonProject, file: PythonFile, call: CallFact): Value | null {
  if (!/(?:^|\.)encode$/.test(call.callee)) return null;
  const key = signingKey(project, file, call);
  const algorithm = call.arguments[2] ?? keywordOf(call, "algorithm");
  if (key === null) return null;
  if (algorithm !== undefined) {
    const { value } = project.resolve(file, algorithm, call.scope);
    if (value.kind !== "string" || !SYMMETRIC.test(value.value)) return null;
  }
  return key;
}

/** Whether tokens are read with a key of these identities, or it is the framework's own: else what it signs is for somebody else. */
export function isOwnKey(project: PythonProject, identities: readonly string[]): boolean {
  const checked = project.whole(checkingKeys, isSame);
  return identities.some(one => OWN_SECRET.test(one) || checked.has(one));
}

/** The secret of the framework itself, by its setting. */
const OWN_SECRET = /^django\.conf\.settings\.SECRET_KEY$|(?:^|\.)config\.SECRET_KEY$/;

function checkingKeys(project: PythonProject): ReadonlySet<string> {
  return new Set(project.collect(CHECKING));
}

/** Keys that tokens are read with. */
const CHECKING = among(
  isReader,
  eachCall(/(?:^|\.)decode$/, (project, file, call): readonly string[] => {
    if (!/^(?:jwt|jose\.jwt|jwt\.api_jwt)\.decode$/.test(project.qualify(file, call.callee, call.scope))) return [];
    const key = call.arguments[1] ?? keywordOf(call, "key");
    return key ? identitiesOf(project, file, key, call.scope) : [];
  }),
);

/** What a key is known by: the variables that give it, and its setting or the name that a module binds. */
export function identitiesOf(project: PythonProject, file: PythonFile, value: Value, scope: number): readonly string[] {
  const { variables } = project.resolve(file, value, scope);
  if (value.kind === "subscript" && value.base.kind === "name" && value.key.kind === "string")
    return [...variables, `${value.base.path}.${value.key.value}`];
  if (value.kind !== "name") return variables;
  const symbol = symbolOf(project, file, value.path);
  const name = project.qualify(file, value.path, scope);
  // A name that is bound to a call qualifies as that call, which others are bound to as well.
  return [...variables, ...(name.includes("()") ? [] : [name]), ...(symbol === null ? [] : [symbol])];
}

/** Whether a read is used as a secret, where it stands or by the name that it is bound to. */
export function isUsedAsSecret(
  project: PythonProject,
  file: PythonFile,
  read: { readonly offset: number; readonly end: number },
  target: { readonly target: string; readonly scope: number } | undefined,
): boolean {
  const used = project.whole(secretUses, isSame);
  if (used.size === 0) return false;
  return (
    used.has(valueKey(file, read)) || (target !== undefined && used.has(nameKey(file, target.target, target.scope)))
  );
}

function secretUses(project: PythonProject): ReadonlySet<string> {
  return new Set(project.collect(USES));
}

function isSame(before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return before.size === after.size && [...before].every(one => after.has(one));
}

const USES = among(isReader, (project, file): readonly string[] => [
  ...file.facts.calls.flatMap(call =>
    secretsOf(project, file, call).flatMap(value => keysOf(project, file, value, call.scope)),
  ),
  ...passwordsInAddresses(project, file),
]);

function secretsOf(project: PythonProject, file: PythonFile, call: CallFact): readonly Value[] {
  const key = signingKey(project, file, call);
  const given = call.keywords.flatMap(({ name, value }) =>
    name !== null && SECRET_KEYWORD.test(name) && !SECRET_SWITCH.test(name) ? [value] : [],
  );
  return key === null ? given : [key, ...given];
}

/** What stands for the password in `f"postgresql://{USER}:{WORD}@{HOST}/shop"`. */
function passwordsInAddresses(project: PythonProject, file: PythonFile): readonly string[] {
  return boundLiterals(file).flatMap(({ text, isTemplate, value, scope }) => {
    const hole = isTemplate && /^[\w+{}]+:\/\/[^@/]*:\{\}@/.test(text) ? passwordHole(value) : null;
    return hole === null ? [] : keysOf(project, file, hole, scope);
  });
}

/** A read where it stands, or the name that has it. */
function keysOf(project: PythonProject, file: PythonFile, value: Value, scope: number): readonly string[] {
  if (value.kind === "call" && KEEPS.test(value.callee)) {
    if (value.base) return keysOf(project, file, value.base, scope);
    const path = value.callee.slice(0, value.callee.lastIndexOf("."));
    return keysOf(project, file, { kind: "name", path, offset: value.offset, end: value.end }, scope);
  }
  if (value.kind === "call" || value.kind === "subscript") return [valueKey(file, value)];
  if (value.kind !== "name" || isSecretName(value.path)) return [];
  if (file.facts.definitions[scope]?.parameters.some(({ name }) => name === value.path)) return [];
  const isLocal = file.facts.assignments.some(fact => fact.target === value.path && fact.scope === scope);
  const symbol = isLocal && scope !== -1 ? nameKey(file, value.path, scope) : symbolOf(project, file, value.path);
  return symbol === null ? [] : [symbol];
}

function valueKey({ path }: PythonFile, value: { readonly offset: number; readonly end: number }): string {
  return `${path}:${keyOf(value)}`;
}

/** As `symbolOf` names what a module binds. */
function nameKey({ path }: PythonFile, name: string, scope: number): string {
  return scope === -1 ? `${path}#${name}` : `${path}@${scope}#${name}`;
}
