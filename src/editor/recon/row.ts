import { l10n } from "vscode";
import { plural } from "../figures";
import type { Confidence, Place } from "../../model/place";

/** What a row's tooltip is made from; all of it is text of the workspace and gets escaped. */
export interface RowDetail {
  readonly why?: string;
  readonly confidence?: Confidence;
  readonly inContainer?: string;
  /** What a unit connects to and who calls it, in sentences. */
  readonly talks?: string;
  /** What the plan makes of the fact. */
  readonly inPlan?: string;
}

/** One row of the Recon tree as plain data: no part of the editor's interface is needed to make or test it. */
export interface Row {
  /** Stable over refreshes: `unit/group/kind/name`. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color?: "error" | "warning" | "disabled";
  /** Opened by a click. */
  readonly place?: Place;
  /** An evidence row: its icon is that of the file. */
  readonly isEvidence?: boolean;
  /** What may be done with it, read by the menus: place, correctable, ignorable, corrected, ignored, copyable, … */
  readonly flags: readonly string[];
  /** What a screen reader says: a sentence. */
  readonly spoken: string;
  readonly detail?: RowDetail;
  /** Key in `.drydock.yaml`, such as `integration/redis`. */
  readonly finding?: string;
  /** Fields that Correct… may set, with their present values. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** A start command, for Copy Command. */
  readonly command?: string;
  /** Other places where the thing is used. */
  readonly places?: readonly Place[];
  readonly children: readonly Row[];
  readonly isGroup?: boolean;
}

/** What all groups of one unit are made with. */
export interface RowContext {
  /** Prefix of the ids: the unit's name, "" for the whole folder. */
  readonly unit: string;
  /** Line in `.drydock.yaml` of each corrected finding. */
  readonly corrected: ReadonlyMap<string, number>;
}

/** A description in the tree; what is cut there stands whole in the tooltip. */
export const MAX_DESCRIPTION = 40;
const SHOWN_PLACES = 5;
const FOLD = 200;

/** Parts joined as descriptions are. */
export function describe(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join(" · ").replace(/\s+/g, " ").trim();
}

export function cut(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= length ? flat : `${flat.slice(0, length - 1).trimEnd()}…`;
}

export function firstAnd(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  return rest > 1
    ? l10n.t("{names} and {rest} more", { names: names.slice(0, shown).join(", "), rest })
    : names.slice(0, shown + 1).join(", ");
}

export const confidenceWord: Record<Confidence, string> = {
  high: l10n.t("certain"),
  medium: l10n.t("likely"),
  low: l10n.t("a guess"),
};

/** The word that a description gains where a fact is not certain. */
export function doubt(confidence: Confidence): string | null {
  return confidence === "high" ? null : confidenceWord[confidence];
}

/** The place that proves most: the first of those with the highest confidence. */
export function surest(places: readonly Place[]): Place | undefined {
  return (
    places.find(({ confidence }) => confidence === "high") ??
    places.find(({ confidence }) => confidence === "medium") ??
    places[0]
  );
}

/** Evidence rows; more than five fold into one. */
export function evidenceRows(id: string, places: readonly Place[]): Row[] {
  const rows = places.map((place, index) => evidenceRow(`${id}/at/${index}`, place));
  if (rows.length <= SHOWN_PLACES + 1) return rows;
  const rest = rows.slice(SHOWN_PLACES);
  const more = plural(rest.length, l10n.t("{count} more place"), l10n.t("{count} more places"));
  return [
    ...rows.slice(0, SHOWN_PLACES),
    { id: `${id}/more`, label: more, description: "", icon: "ellipsis", flags: [], spoken: more, children: rest },
  ];
}

export function evidenceRow(id: string, place: Place): Row {
  const where = `${place.path}:${place.line}`;
  return {
    id,
    label: where,
    description: cut(place.text, 60),
    icon: "file",
    isEvidence: true,
    place,
    flags: ["place", "copyable"],
    spoken: l10n.t("Evidence, {path}, line {line}: {text}", {
      path: place.path,
      line: place.line,
      text: cut(place.text, 60),
    }),
    children: [],
  };
}

/** A group: always there, at its place; an empty one says "none found" and has no children. */
export function group(
  context: RowContext,
  name: string,
  icon: string,
  description: string,
  children: readonly Row[],
  empty = l10n.t("none found"),
): Row {
  const shown = children.length === 0 ? empty : description;
  return {
    id: `${context.unit}/${name}`,
    label: name,
    description: shown,
    icon,
    flags: ["group", "copyable", icon === "package" ? "dependencies" : ""],
    spoken: `${name}, ${shown}`,
    children: fold(`${context.unit}/${name}`, children),
    isGroup: true,
  };
}

/** Over 500 children become alphabetical folds of 200, so that no list freezes. */
export function fold(id: string, children: readonly Row[]): readonly Row[] {
  if (children.length <= 500) return children;
  const folds: Row[] = [];
  for (let start = 0; start < children.length; start += FOLD) {
    const part = children.slice(start, start + FOLD);
    const label = l10n.t("{first} to {last}", { first: part[0]?.label ?? "", last: part.at(-1)?.label ?? "" });
    const rows = plural(part.length, l10n.t("{count} row"), l10n.t("{count} rows"));
    folds.push({
      id: `${id}/fold/${start}`,
      label,
      description: rows,
      icon: "list-unordered",
      flags: [],
      spoken: `${label}, ${rows}`,
      children: part,
    });
  }
  return folds;
}

/** Marks a row that a correction of `.drydock.yaml` changed: its first evidence is the correction. */
export function withCorrection(context: RowContext, row: Row): Row {
  const line = row.finding === undefined ? undefined : context.corrected.get(row.finding);
  if (line === undefined) return row;
  const place: Place = {
    path: ".drydock.yaml",
    line,
    column: 1,
    text: l10n.t("corrected: {finding}", { finding: row.finding ?? "" }),
    confidence: "high",
  };
  return {
    ...row,
    description: describe(l10n.t("corrected"), row.description),
    icon: "edit",
    flags: [...row.flags, "corrected"],
    spoken: [row.spoken, l10n.t("corrected")].join(", "),
    children: [evidenceRow(`${row.id}/correction`, place), ...row.children],
  };
}
