import type { LineReason } from "../model/plan";
import type { Random } from "../model/ports";
import type { Blueprint, UnitDesign } from "./blueprint";

/** How a file that a person has already is treated. */
export type MergeKind = "dockerfile" | "compose" | "lines" | "env" | "json" | "makefile" | "yaml-list" | "replace";

export interface RenderedFile {
  /** Relative to the analysed folder. */
  readonly path: string;
  readonly unit: string | null;
  readonly text: string;
  /** Which decision made which lines of `text`. */
  readonly reasons: readonly LineReason[];
  readonly merge: MergeKind;
  /** Holds generated values: masked wherever it is shown. */
  readonly secret?: boolean;
  /** Names lines of other files as evidence. */
  readonly cites?: boolean;
}

export interface ArtefactContext {
  readonly blueprint: Blueprint;
  /** The unit that is written for, null for artefacts of the whole stack. */
  readonly unit: UnitDesign | null;
  /** Text of a file as it is now, null where there is none. */
  readonly existing: (path: string) => string | null;
  readonly random: Random;
  /** Files for values of this machine that git has all the same. */
  readonly committed: ReadonlySet<string>;
}

export interface Artefact {
  /** Equals the file's name; the decision `files` lists these. */
  readonly id: string;
  readonly title: string;
  /** `unit`: once for each thing that is built; `stack`: once. */
  readonly scope: "unit" | "stack";
  /** Written only when the decision `files` names it. */
  readonly optional?: boolean;
  /** Why nothing may come of one that was asked for. */
  readonly emptyWhen?: string;
  render(context: ArtefactContext): RenderedFile | readonly RenderedFile[] | null;
}

/** An artefact is plain data with one function; the registry is generated from the folder. */
export function defineArtefact(artefact: Artefact): Artefact {
  return artefact;
}
