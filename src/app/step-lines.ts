import { parseDockerfile } from "../docker/dockerfile/parse";
import { readStages, type Stage } from "../docker/dockerfile/stages";
import { positionOf } from "../docker/line-map";
import { mountsOf } from "../docker/dockerfile/mounts";
import type { Instruction } from "../docker/dockerfile/types";

/** What BuildKit counts in `[stage n/m]`: FROM, where the base is an image, and what makes a layer. */
const COUNTED: ReadonlySet<Instruction["kind"]> = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);

/** Where the steps of a build stand in its Dockerfile. */
export interface StepLines {
  /** The line of the step with this name; null for BuildKit's own steps. */
  readonly lineOf: (name: string) => number | null;
  /** Ids of the SSH agents that its steps ask for. */
  readonly agents: readonly string[];
}

export function stepLines(dockerfile: string): StepLines {
  const file = parseDockerfile(dockerfile);
  const { stages } = readStages(file);
  const lineAt = (instruction: Instruction): number => positionOf(file.lines, instruction.span.start).line;
  const agents = file.instructions.flatMap(mountsOf).filter(({ type }) => type === "ssh");
  return {
    agents: [...new Set(agents.map(({ id }) => id ?? "default"))],
    lineOf(name) {
      const match = /^\[(?:(\S+) )?(?:(\S+) )?(\d+)\/(\d+)\] (.*)$/s.exec(name);
      if (!match) return null;
      const label = match[2] ?? match[1] ?? "";
      const stage = stageOf(stages, label.includes("/") ? "" : label);
      if (!stage) return null;
      const counted = stage.instructions.filter(({ kind }) => COUNTED.has(kind));
      const total = Number(match[4]);
      const all = stage.from !== null && total === counted.length + 1 ? [stage.from, ...counted] : counted;
      if (all.length === total) {
        const instruction = all[Number(match[3]) - 1];
        return instruction ? lineAt(instruction) : null;
      }
      // Triggers of the base image's ONBUILD are counted too: then the text tells.
      const text = plain(match[5] ?? "");
      const same = stage.instructions.find(
        ({ span }) => plain(dockerfile.slice(span.start, span.end)).slice(0, 60) === text.slice(0, 60),
      );
      return same ? lineAt(same) : null;
    },
  };
}

function stageOf(stages: readonly Stage[], label: string): Stage | undefined {
  const known = stages.filter(({ from }) => from !== null);
  if (label === "") return known.length === 1 ? known[0] : known.at(-1);
  const index = /^stage-(\d+)$/.exec(label)?.[1];
  return known.find(({ name }) => name === label.toLowerCase()) ?? known[Number(index ?? -1)];
}

function plain(text: string): string {
  return text
    .replace(/\\\r?\n/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
