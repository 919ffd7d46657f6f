import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isSecretName } from "../../workspace/mask";
import { symbolOf } from "../applications/symbols";
import { keywordOf } from "../applications/values";
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
/** Keywords that are given a secret, whatever it is called. */
const SECRET_KEYWORD = /(?:^|_)(?:password|passwd|secret|secret_key|client_secret|api_key)$/;
/** Methods that keep what a secret says: `KEY.encode()`. */
const KEEPS = /(?:^|\.)(?:encode|strip)$/;

/** The key that a call signs or encrypts with; null where it does neither. */
export function signingKey(project: PythonProject, file: PythonFile, call: CallFact): Value | null {
  if (!KEYED_LAST.test(call.callee)) return null;
  const name = project.qualify(file, call.callee, call.scope);
  const found = KEYED.find(([callee]) => callee.test(name));
  return found ? (call.arguments[found[1]] ?? keywordOf(call, found[2]) ?? null) : null;
}

/** The key of a token that the code signs for itself: one for both sides, not the private half of a key at somebody else's. */
export function ownTokenKey(project: PythonProject, file: PythonFile, call: CallFact): Value | null {
  if (!/(?:^|\.)encode$/.test(call.callee)) return null;
  const key = signingKey(project, file, call);
  const algorithm = call.arguments[2] ?? keywordOf(call, "algorithm");
  if (key === null || algorithm === undefined) return key;
  const { value } = project.resolve(file, algorithm, call.scope);
  return value.kind === "string" && SYMMETRIC.test(value.value) ? key : null;
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
  const given = call.keywords.flatMap(({ name, value }) => (name !== null && SECRET_KEYWORD.test(name) ? [value] : []));
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
