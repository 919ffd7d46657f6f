import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { DockerfileView, RunStep } from "../dockerfile-context";
import { APK, APT, DNF, YUM, installations } from "./packages";

/** The RUN steps of a stage and of those it builds on. */
export function runsOf(view: DockerfileView, stage: Stage): readonly RunStep[] {
  const chain = new Set(chainOf(stage).map(each => each.index));
  return view.runs.filter(run => run.stage !== null && chain.has(run.stage.index));
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
