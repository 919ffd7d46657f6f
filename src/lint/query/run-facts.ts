import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { Instruction } from "../../docker/dockerfile/types";
import type { DockerfileView, RunStep } from "../dockerfile-context";
import { APK, APT, DNF, YUM, installations } from "./packages";

/** The steps of a file by their instructions and stages: each is looked up once. */
interface StepTable {
  readonly byInstruction: ReadonlyMap<Instruction, RunStep>;
  readonly byStage: ReadonlyMap<Stage | null, readonly RunStep[]>;
}

const TABLES = new WeakMap<readonly RunStep[], StepTable>();

function tableOf({ runs }: DockerfileView): StepTable {
  const known = TABLES.get(runs);
  if (known !== undefined) return known;
  const byStage = new Map<Stage | null, RunStep[]>();
  for (const step of runs) {
    const own = byStage.get(step.stage);
    if (own === undefined) byStage.set(step.stage, [step]);
    else own.push(step);
  }
  const table: StepTable = { byInstruction: new Map(runs.map(step => [step.instruction, step])), byStage };
  TABLES.set(runs, table);
  return table;
}

export function stepOf(view: DockerfileView, run: Instruction): RunStep | undefined {
  return tableOf(view).byInstruction.get(run);
}

/** The RUN steps of one stage, without those that it builds on. */
export function ownRuns(view: DockerfileView, stage: Stage): readonly RunStep[] {
  return tableOf(view).byStage.get(stage) ?? [];
}

/** The RUN steps of a stage and of those it builds on. */
export function runsOf(view: DockerfileView, stage: Stage): readonly RunStep[] {
  return chainOf(stage).flatMap(each => ownRuns(view, each));
}

export interface InstalledPackages {
  readonly names: ReadonlySet<string>;
  /** False where a variable, a file or a script of the image's own hides what is installed. */
  readonly isCertain: boolean;
}

/** What the package managers of the system install in a stage and what it builds on. */
export function systemPackages(view: DockerfileView, stage: Stage): InstalledPackages {
  const names = new Set<string>();
  let isCertain = true;
  for (const run of runsOf(view, stage)) {
    for (const tool of [APT, APK, DNF, YUM]) {
      for (const { packages } of installations(run, tool)) {
        for (const word of packages) {
          if (word.value === null || word.glob) isCertain = false;
          else names.add(word.text.split(/[=:]/)[0] ?? word.text);
        }
      }
    }
    for (const command of run.commands) {
      // A script, a package file or a loop over names may install anything.
      if (
        command.name === null ||
        /\.sh$/.test(command.name) ||
        ["dpkg", "xargs", "make", "ansible-playbook"].includes(command.name)
      ) {
        isCertain = false;
      }
      if (command.words.some(word => word.text === "-y") && command.words.some(word => word.value === null))
        isCertain = false;
    }
  }
  return { names, isCertain };
}
