import { lineEndOf, lineIndexOf, lineStarts } from "../../docker/line-map";
import type { ServicePart } from "../../docker/compose/project";
import { effective, lacksImage } from "../../docker/compose/project";
import type { ComposeDependency, ComposeReference, ComposeService } from "../../docker/compose/types";
import type { Span } from "../../model/place";
import type { DataNode, MapEntry } from "../../workspace/data-node";
import type { ComposeContext } from "../compose-context";
import type { ReportedEdit, ReportedFix } from "../rule";
import { nearest } from "../../model/nearest";
import { insert, replace, shorten, suggestion } from "./fixing";

/** All definitions of a service; the one given alone where the project does not list it. */
export function partsOf(context: ComposeContext, service: ComposeService): readonly ServicePart[] {
  const parts = context.project.services.get(service.name);
  return parts ?? [{ file: context, service }];
}

/** What a merged service has, by the last file that says it. */
export function merged<Value>(
  context: ComposeContext,
  service: ComposeService,
  pick: (each: ComposeService) => Value | null,
): Value | null {
  return effective(partsOf(context, service), pick)?.value ?? null;
}

/** True where a part of the service stands in a file that is not seen. */
export function isHidden(context: ComposeContext, service: ComposeService): boolean {
  return !context.project.isComplete || context.project.unknownBases.has(service.name);
}

/** A `depends_on` of a service, and the last definition of the one that it waits for. */
export interface Awaited {
  readonly service: ComposeService;
  readonly dependency: ComposeDependency;
  readonly target: ServicePart;
}

/** What services of this file wait for with `condition`, as far as all of its definitions are seen. */
export function awaitedBy(context: ComposeContext, condition: string): readonly Awaited[] {
  return context.document.services.flatMap(service =>
    service.dependsOn.flatMap(dependency => {
      if (dependency.condition !== condition) return [];
      const target = context.project.services.get(dependency.name)?.at(-1);
      return target === undefined || isHidden(context, target.service) ? [] : [{ service, dependency, target }];
    }),
  );
}

/** The profiles that start a service, as all its files name them. */
export function profilesOf(parts: readonly ServicePart[]): readonly string[] {
  return parts.flatMap(part => part.service.profiles.map(each => each.text));
}

/** Whether two services with these profiles start at once; those of different ones are alternatives more often than not. */
export function runTogether(left: readonly string[], right: readonly string[]): boolean {
  return left.length === 0 || right.length === 0 || left.some(name => right.includes(name));
}

/** Reports a reference to a name that nothing defines, with the nearest known name as a fix. */
export function reportUnknown(
  context: ComposeContext,
  reference: ComposeReference,
  known: readonly string[],
  message: (hint: string | null) => string,
): void {
  const hint = nearest(reference.name, known.filter(isName));
  context.report(reference.span, message(hint), {
    fixes: changeTo(hint, context.text, reference),
  });
}

/**
 * True where a file beside this one defines the name that can only be laid over it by hand, since it changes services of this one
 * or has none; one that stands alone as well (`docker-compose.prod.yml`) says nothing of what this one is started with.
 */
export function isBroughtByOverlay(
  { overlays, project }: ComposeContext,
  section: "configs" | "models" | "networks" | "secrets" | "volumes",
  wanted: string,
): boolean {
  return overlays.some(
    overlay =>
      overlay[section].some(({ name }) => name === wanted) &&
      (overlay.services.length === 0 ||
        overlay.services.some(each => lacksImage(each) && project.services.has(each.name))),
  );
}

/** Reports what services name of a section that no file defines: a config, a secret, a network, a model. */
export function reportUndefined(
  context: ComposeContext,
  section: "configs" | "models" | "networks" | "secrets",
  referencesOf: (service: ComposeService) => readonly ComposeReference[],
): void {
  const { project, document } = context;
  if (!project.isComplete) return;
  const known = project[section];
  for (const service of document.services) {
    for (const reference of referencesOf(service)) {
      if (reference.name.includes("$") || known.has(reference.name)) continue;
      if (isBroughtByOverlay(context, section, reference.name)) continue;
      reportUnknown(context, reference, [...known], hint => {
        const todo = hint === null ? `Define it under \`${section}:\`.` : `Write \`${hint}\`.`;
        return `\`${shorten(service.name, 30)}\` uses the ${section.slice(0, -1)} \`${shorten(reference.name, 30)}\`, which is not defined, so nothing starts. ${todo}`;
      });
    }
  }
}

/** True for a name that Compose takes, which needs no quotes either. */
export function isName(text: string): boolean {
  return /^[a-zA-Z0-9][\w.-]*$/.test(text);
}

/** The fix that writes the name that was meant, where one is known. */
export function changeTo(hint: string | null, text: string, reference: ComposeReference): readonly ReportedFix[] {
  return hint === null ? [] : [suggestion(`Change to ${hint}`, replaceName(text, reference, hint))];
}

/** Replaces a name within its scalar, quotes kept. */
export function replaceName(text: string, reference: ComposeReference, name: string): ReportedEdit {
  const { start, end } = reference.span;
  const written = text.slice(start, end);
  const offset = written.indexOf(reference.name);
  return offset === -1
    ? replace(reference.span, name)
    : replace({ start: start + offset, end: start + offset + reference.name.length }, name);
}

/** True where only blanks (and a list's dash) stand before `offset` on its line: the value is in block form. */
function startsLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ ]*(?:- +)?$/.test(text.slice(start, offset));
}

/**
 * Removes the lines from `span.start` to `span.end` where nothing else stands on them; null where that cannot be done by lines, as in the
 * flow form.
 */
export function removeLines(text: string, span: Span): ReportedEdit | null {
  const lines = lineStarts(text);
  const start = lines[lineIndexOf(lines, span.start)] ?? 0;
  const lastIndex = lineIndexOf(lines, Math.max(span.start, span.end - 1));
  const end = lines[lastIndex + 1] ?? text.length;
  if (!startsLine(text, span.start)) return null;
  const rest = text.slice(span.end, end).trim();
  return rest === "" || rest.startsWith("#") ? { span: { start, end }, text: "" } : null;
}

/** Removes a map's entry with its lines; null in flow form, where it is the map's only entry, or shares its line with a dash. */
export function removeEntry(text: string, map: DataNode, own: MapEntry): ReportedEdit | null {
  if (map.kind !== "map" || map.entries.length < 2) return null;
  const first = text.lastIndexOf("\n", own.keySpan.start - 1) + 1;
  if (text.slice(first, own.keySpan.start).includes("-")) return null;
  return removeLines(text, { start: own.keySpan.start, end: Math.max(own.keySpan.end, own.value.span.end) });
}

export function fixOf(
  title: string,
  isSafe: boolean,
  ...edits: readonly (ReportedEdit | null)[]
): readonly ReportedFix[] {
  const made = edits.flatMap(edit => edit ?? []);
  return made.length === 0 || made.length < edits.length ? [] : [{ title, safe: isSafe, edits: made }];
}

/** Inserts an entry as the service's last lines, with the indentation of its others; null in flow form and without any. */
export function addEntry(text: string, map: DataNode, lines: readonly string[]): ReportedEdit | null {
  // What a merge key takes over stands elsewhere in the file.
  const isOwn = ({ keySpan }: MapEntry): boolean => keySpan.start >= map.span.start && keySpan.start < map.span.end;
  const own = map.kind === "map" ? map.entries.filter(isOwn) : [];
  const first = own[0];
  const last = own.at(-1);
  if (first === undefined || last === undefined || !startsLine(text, first.keySpan.start)) return null;
  if (last.keySpan.start < first.keySpan.start || text[map.span.start] === "{") return null;
  const at = lineAfter(text, Math.max(last.keySpan.end, last.value.span.end));
  const indent = " ".repeat(first.keySpan.start - (text.lastIndexOf("\n", first.keySpan.start - 1) + 1));
  const end = lineEndOf(text);
  const needsEnd = at === text.length && !text.endsWith("\n") ? end : "";
  return { span: { start: at, end: at }, text: needsEnd + lines.map(line => `${indent}${line}${end}`).join("") };
}

/** Inserts items below the last one of a list, with its indentation; null in flow form and without any. */
export function addItems(text: string, list: DataNode, items: readonly string[]): ReportedEdit | null {
  const last = list.kind === "list" ? list.items.at(-1) : undefined;
  if (last === undefined || text[list.span.start] === "[") return null;
  const start = text.lastIndexOf("\n", last.span.start - 1) + 1;
  const lead = text.slice(start, last.span.start);
  if (!/^ *- +$/.test(lead)) return null;
  const at = lineAfter(text, last.span.end);
  const end = lineEndOf(text);
  const needsEnd = at === text.length && !text.endsWith("\n") ? end : "";
  return insert(at, needsEnd + items.map(item => `${lead}${item}${end}`).join(""));
}

function lineAfter(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const feed = text.indexOf("\n", offset);
  return feed === -1 ? text.length : feed + 1;
}

/** A YAML scalar in double quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** True where the offset lies in a `{…}` or `[…]`, in which a plain text must not hold brackets, braces and commas. */
export function isInFlow(text: string, root: DataNode | null, offset: number): boolean {
  let node = root;
  while (node !== null && node.kind !== "scalar") {
    const first = text[node.span.start];
    if ((first === "{" || first === "[") && node.span.start < offset && offset < node.span.end) return true;
    const parts: readonly DataNode[] = node.kind === "list" ? node.items : node.entries.map(each => each.value);
    node = parts.find(each => each.span.start <= offset && offset < each.span.end) ?? null;
  }
  return false;
}

/** A text as YAML scalar at a place: plain where it may be, else in single quotes. */
export function scalarAt(text: string, root: DataNode | null, offset: number, value: string): string {
  const isPlain = !/^[\s"'&*!|>%@`#?:{}[\],-]|: |\s#|[\s:]$/.test(value) && value !== "";
  if (isPlain && !(isInFlow(text, root, offset) && /[{}[\],]/.test(value))) return value;
  return `'${value.replaceAll("'", "''")}'`;
}
