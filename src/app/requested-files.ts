import type { DecisionValue } from "../model/plan";
import { OPTIONAL_FILES } from "../model/plan";
import { artefacts } from "../scaffold/registry";

export interface RequestableFile {
  /** As the decision `files` names it. */
  readonly id: string;
  readonly title: string;
}

/** What is written on request only, by title. */
export const requestableFiles: readonly RequestableFile[] = artefacts
  .filter(({ id }) => OPTIONAL_FILES.some(optional => optional === id))
  .map(({ id, title }) => ({ id, title }));

/** The decision `files` with more of them: `current` is what a person set so far, undefined where nothing is. */
export function withFiles(current: DecisionValue | undefined, ids: readonly string[]): readonly string[] {
  const words = wordsOf(current);
  // Names without a sign stand for the whole list; the usual files come along as soon as one has a sign.
  const isWhole = words.length > 0 && !words.every(word => /^[+-]/.test(word));
  const kept = words.filter(word => !ids.some(id => word === `-${id}`));
  return [...kept, ...ids.map(id => (isWhole ? id : `+${id}`)).filter(word => !kept.includes(word))];
}

function wordsOf(value: DecisionValue | undefined): readonly string[] {
  if (typeof value === "string") return value.split(/[\s,]+/).filter(word => word !== "");
  return typeof value === "object" && value !== null ? value : [];
}
