/** What BuildKit says in the name of a step that comes from the Dockerfile: `[build 3/7] RUN pip install .`. */
export interface StepName {
  /** Name of the stage; `stage-0` where there is one stage without a name, as BuildKit itself counts unnamed ones. */
  readonly stage: string;
  readonly index: number;
  readonly total: number;
  readonly instruction: string;
}

/**
 * Parses the name of a step; null for BuildKit's own steps such as `[internal] load build context` or `exporting to
 * image`. The forms are `[2/5] …`, `[stage 2/5] …` and, in builds for several platforms, `[linux/amd64 stage 2/5] …`.
 */
export function parseStepName(name: string): StepName | null {
  if (!name.startsWith("[")) return null;
  const end = name.indexOf("]");
  if (end < 0) return null;
  const words = name
    .slice(1, end)
    .split(" ")
    .filter(word => word !== "");
  const count = /^(\d{1,6})\/(\d{1,6})$/.exec(words.at(-1) ?? "");
  if (count === null) return null;
  const before = words.slice(0, -1);
  const stage = before.at(-1);
  return {
    stage: stage === undefined || stage.includes("/") ? "stage-0" : stage,
    index: Number(count[1]),
    total: Number(count[2]),
    instruction: name.slice(end + 1).trim(),
  };
}
