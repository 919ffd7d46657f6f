import type { Settings } from "./settings";

/** Files that lie over a main file, or stand beside it for the tests, and start nothing by themselves. */
const BESIDE = /[./_-](?:override|test|gpu)\.ya?ml$/;

/**
 * The Compose files that the plan chose or completed, where Compose finds none by itself: the one that is decided, then those
 * that gained something.
 */
export function completedCompose({ decisions, merged }: Pick<Settings, "decisions" | "merged">): readonly string[] {
  const named = decisions["compose.file"];
  const all = [...(typeof named === "string" ? [named] : []), ...Object.keys(merged)];
  return [...new Set(all)].filter(path => /\.ya?ml$/.test(path) && !BESIDE.test(path));
}

/** The file that starts what tests need, as the plan calls it: `docker/compose.test.yaml` of `docker/compose.yaml`. */
export function testComposeOf(main: string): string {
  return /[./_-]test\.ya?ml$/.test(main) ? main : main.replace(/\.(ya?ml)$/, ".test.$1");
}
