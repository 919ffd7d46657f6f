import { isMap, isNode, isScalar, isSeq, parseDocument, type Pair, type YAMLMap } from "yaml";
import { nameOf } from "../../model/paths";
import type { Span } from "../../model/place";
import { hashOf } from "../../workspace/text-hash";
import type { Workspace } from "../../workspace/workspace";
import { parseDockerfile } from "../dockerfile/parse";
import { readEnvFile, VALUES_HEADLINE } from "./env-file";

/**
 * What was added to a Compose file, a Dockerfile or a list of variables of somebody else: where it stands (`services/web/init`,
 * `services/web/environment/PORT`, `volumes/db-data`, no name of Compose holding a slash; `PORT` in a list; `CMD`) with the start of
 * `sha256:…` of its text. An entry that was changed since has another hash and is its owner's.
 */
export type Additions = Readonly<Record<string, string>>;

const SECTIONS: ReadonlySet<string> = new Set(["services", "volumes", "secrets"]);
const HOLDS_ENTRIES = /^(?:services(?:\/[^/]*(?:\/environment)?)?|volumes|secrets)$/;

/** Enough of a hash to tell an entry that was changed, and short enough for a file that people read. */
const HASH_LENGTH = "sha256:".length + 12;

/** What `after` holds and `before` does not; of an entry that is new as a whole nothing inside is named. */
export function additionsOf(path: string, before: string, after: string): Additions {
  const known = entriesOf(path, before);
  return Object.fromEntries(
    [...entriesOf(path, after)]
      .filter(([name]) => !known.has(name) && (!name.includes("/") || known.has(name.slice(0, name.lastIndexOf("/")))))
      .map(([name, span]) => [name, hashAt(after, span)]),
  );
}

/** The text with blanks where additions stand that are as they were written, so that every place stays where it is. */
export function withoutAdditions(path: string, text: string, additions: Additions): string {
  const own = [...entriesOf(path, text)].filter(([name, span]) => additions[name] === hashAt(text, span));
  return own.reduce(
    (left, [, { start, end }]) =>
      left.slice(0, start) + left.slice(start, end).replace(/[^\r\n]/g, " ") + left.slice(end),
    text,
  );
}

/**
 * The folder as it was before these additions. `values` are further files of variables: one that was made for this machine says
 * nothing that the code did not say before.
 */
export async function beforeAdditions(
  workspace: Workspace,
  merged: Readonly<Record<string, Additions>>,
  values: readonly string[] = [],
): Promise<Workspace> {
  const paths = [...new Set([...Object.keys(merged), ...workspace.paths("*.env"), ...values])];
  await workspace.load(paths.filter(path => workspace.has(path)));
  const texts = paths.flatMap(path => {
    const text = workspace.text(path);
    if (text === null) return [];
    const left = text.startsWith(VALUES_HEADLINE) ? null : withoutAdditions(path, text, merged[path] ?? {});
    return left === text ? [] : [[path, left] as const];
  });
  return texts.length === 0 ? workspace : workspace.withTexts(new Map(texts));
}

function hashAt(text: string, { start, end }: Span): string {
  return hashOf(text.slice(start, end).replace(/\r\n/g, "\n")).slice(0, HASH_LENGTH);
}

function entriesOf(path: string, text: string): ReadonlyMap<string, Span> {
  if (/\.ya?ml$/.test(path)) return composeEntries(text);
  if (/dockerfile/i.test(nameOf(path))) return imageEntries(text);
  const isList = /(?:^|[./_-])env(?:[._-][^/]*)?$/.test(path);
  return new Map(isList ? readEnvFile(text).map(({ name, span }) => [name, span] as const) : []);
}

/** What of an image says something of the application: its command, and what pip installs by name. */
function imageEntries(text: string): ReadonlyMap<string, Span> {
  const lines = parseDockerfile(text).instructions.map(({ kind, body, span }) => ({
    name: kind === "RUN" ? `RUN ${body.text}` : kind,
    span,
  }));
  return new Map(
    lines.flatMap(({ name, span }) => (/^(?:CMD|RUN pip install [^/\n]+)$/.test(name) ? [[name, span] as const] : [])),
  );
}

/** Sections, what they name, the keys of services and their variables; nothing of a file that cannot be read. */
function composeEntries(text: string): ReadonlyMap<string, Span> {
  const document = parseDocument(text, { merge: true });
  const found = new Map<string, Span>();
  if (document.errors.length > 0 || !isMap(document.contents)) return found;
  const walk = (map: YAMLMap, lead: string): void => {
    for (const pair of map.items) {
      const path = lead + keyOf(pair);
      if (lead === "" && !SECTIONS.has(path)) continue;
      const span = spanOf(text, pair);
      if (span) found.set(path, span);
      const { value } = pair;
      if (!HOLDS_ENTRIES.test(path)) continue;
      if (isMap(value) && !value.flow) walk(value, `${path}/`);
      if (!isSeq(value) || value.flow || !path.endsWith("/environment")) continue;
      for (const item of value.items) {
        if (!isScalar(item) || !item.range) continue;
        const start = text.lastIndexOf("-", item.range[0]);
        found.set(`${path}/${String(item.value).split("=")[0] ?? ""}`, { start, end: item.range[1] });
      }
    }
  };
  walk(document.contents, "");
  return found;
}

/** The name that a pair of a Compose file has. */
export function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function spanOf(text: string, { key, value }: Pair): Span | null {
  if (!isScalar(key) || !key.range) return null;
  const end = (isNode(value) ? value.range?.[1] : undefined) ?? key.range[1];
  return { start: key.range[0], end: key.range[0] + text.slice(key.range[0], end).trimEnd().length };
}
