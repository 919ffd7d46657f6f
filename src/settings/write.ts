import { Document, isMap, isScalar, isSeq, parseDocument, visit, type YAMLMap } from "yaml";
import { readSettings, unreadable } from "./settings";

const HEADER =
  " Drydock reads this file; commit it with the code. Answers, corrections and thresholds live here.\n Documentation: docs/configuration.md of the Drydock project.";

/**
 * `text` with the value under `path` set (or removed, with `undefined`), comments and order of everything else kept.
 * An empty text becomes a new file with `schema: 1`. Numeric path parts index lists.
 */
export function setYamlPath(text: string, path: readonly (string | number)[], value: unknown): string {
  const document = open(text);
  if (value === undefined) remove(document, path);
  else document.setIn(path, value);
  return print(document);
}

/** Adds `value` to the list under `path`, making the list where there is none. */
export function addToYamlList(text: string, path: readonly string[], value: unknown): string {
  const document = open(text);
  const list = document.getIn(path);
  if (isSeq(list)) list.add(document.createNode(value));
  else document.setIn(path, document.createNode([value]));
  return print(document);
}

/** Removes the items of the list under `path` that `matches` says. */
export function removeFromYamlList(text: string, path: readonly string[], matches: (item: unknown) => boolean): string {
  const document = open(text);
  const list = document.getIn(path);
  if (!isSeq(list)) return text;
  list.items = list.items.filter(item => !matches(document.createNode(item).toJS(document)));
  if (list.items.length === 0) remove(document, path);
  return print(document);
}

/**
 * Removes what is under `path`, and the maps around it that held nothing else. One with a person's comment stays, empty, as
 * does the entry of a unit: that it is there names the unit.
 */
function remove(document: Document, path: readonly (string | number)[]): void {
  if (!document.hasIn(path)) return;
  const parent = path.slice(0, -1);
  const around = document.getIn(parent);
  const isKept = parent.length === 0 || (parent[0] === "units" && parent.length <= 2) || isIntroduced(document, parent);
  if (!isKept && isMap(around) && around.items.length === 1 && !hasComment(around)) remove(document, parent);
  else document.deleteIn(path);
}

/** Whether a comment stands above the key of what is under `path`. */
function isIntroduced(document: Document, path: readonly (string | number)[]): boolean {
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1));
  if (!isMap(holder)) return false;
  const pair = holder.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isScalar(pair?.key) && Boolean(pair.key.commentBefore);
}

function hasComment(map: YAMLMap): boolean {
  let found = false;
  visit(map, {
    Node: (_key, { comment, commentBefore }) => {
      found ||= Boolean(comment) || Boolean(commentBefore);
    },
  });
  return found;
}

/** The document to change. What cannot be read is never written over: the person's words would be lost. */
function open(text: string): Document {
  const document = parseDocument(text, { keepSourceTokens: false });
  if (document.errors.length === 0 && isMap(document.contents)) return document as unknown as Document;
  const { problems } = readSettings(text);
  if (problems[0]) throw unreadable(problems[0]);
  const created = new Document({ schema: 1 });
  created.commentBefore = HEADER;
  return created;
}

function print(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
