import { chainOf, type Stage } from "../../docker/dockerfile/stages";
import { changesSources } from "../../recon/docker/apt-packages";
import { debianOf, type DebianBase } from "../../recon/knowledge/debian-images";
import type { DockerfileView, RunStep } from "../dockerfile-context";
import { rootOf, type RootImage } from "./python-base";

/** A RUN step in an image whose Debian release is known. */
export interface DebianRun {
  readonly run: RunStep;
  readonly stage: Stage;
  readonly root: RootImage;
  readonly debian: DebianBase;
}

export function debianRuns(view: DockerfileView): readonly DebianRun[] {
  const bases = new Map(
    view.graph.stages.flatMap(stage => {
      const root = rootOf(view, stage);
      const debian = root === null ? null : debianOf(root.reference);
      return root === null || debian === null ? [] : [[stage, { root, debian }] as const];
    }),
  );
  return view.runs.flatMap(run => {
    const base = run.stage === null ? undefined : bases.get(run.stage);
    return run.stage === null || base === undefined ? [] : [{ run, stage: run.stage, ...base }];
  });
}

/** True where a stage, or what it builds on, changes where apt looks for packages. */
export function hasOwnSources(view: DockerfileView, stage: Stage): boolean {
  const chain = new Set(chainOf(stage).map(({ index }) => index));
  return changesSources(
    view.text,
    view.instructions.filter(each => chain.has(view.stageOf(each)?.index ?? -1)),
  );
}
