import type { CommandSource, Evidence } from "../../model/evidence";
import { comparePlaces, type Confidence, type Place } from "../../model/place";

/** Precedence of start commands, the strongest first: what the authors deploy beats what the code suggests. */
const SOURCE_ORDER: readonly CommandSource[] = [
  "decision",
  "compose",
  "dockerfile",
  "server-config",
  "procfile",
  "platform-file",
  // Manifests say what a cluster does with an image, which is one step further from the code than what builds and starts it.
  "kubernetes",
  "task-runner",
  "console-script",
  "framework-declaration",
  "code",
  "readme",
  "convention",
];

export function sourceRank(source: CommandSource): number {
  return SOURCE_ORDER.indexOf(source);
}

const CONFIDENCES: readonly Confidence[] = ["high", "medium", "low"];

export function confidenceRank(confidence: Confidence): number {
  return CONFIDENCES.indexOf(confidence);
}

/** Evidence of one claim. */
export function claimed<Claim extends Evidence["claim"]>(
  evidence: readonly Evidence[],
  claim: Claim,
): readonly Extract<Evidence, { claim: Claim }>[] {
  return evidence.filter((one): one is Extract<Evidence, { claim: Claim }> => one.claim === claim);
}

/** Places in order, each line once; the more certain one stays. */
export function mergePlaces(places: readonly Place[]): readonly Place[] {
  const byLine = new Map<string, Place>();
  for (const place of places) {
    const key = `${place.path}\n${place.line}`;
    const known = byLine.get(key);
    if (!known || confidenceRank(place.confidence) < confidenceRank(known.confidence)) byLine.set(key, place);
  }
  return [...byLine.values()].sort(comparePlaces);
}
