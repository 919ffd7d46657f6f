/** The version that images are made with wherever nothing excludes it. */
export const TARGET = "3.11";

/** Minor versions with an official image, oldest first. */
export const MINORS = ["3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"] as const;

/** Versions that get no security fixes any more. Source: the release schedules, PEP 478, 494, 537, 569, 596 and 619. */
const ENDED = new Set(["3.5", "3.6", "3.7", "3.8", "3.9", "3.10"]);

export function isEnded(minor: string): boolean {
  return ENDED.has(minor);
}
