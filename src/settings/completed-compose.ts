import { joinPath, parentOf } from "../model/paths";
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

/**
 * The files that may start what tests need: the one that the plan writes beside the main one, `docker/compose.test.yaml` of
 * `docker/compose.yaml`, then `compose.test.yaml` beside a main file of another name.
 */
export function testComposesOf(main: string): readonly string[] {
  if (/[./_-]test\.ya?ml$/.test(main)) return [main];
  return [...new Set([main.replace(/\.(ya?ml)$/, ".test.$1"), joinPath(parentOf(main), "compose.test.yaml")])];
}
