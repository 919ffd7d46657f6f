import { chainOf, type Stage } from "../../docker/dockerfile/stages";
import type { DockerfileView } from "../dockerfile-context";

/** True where a stage, or what it builds on, changes where apt looks for packages. */
export function hasOwnSources(view: DockerfileView, stage: Stage): boolean {
  const chain = new Set(chainOf(stage).map(({ index }) => index));
  return view.instructions.some(
    each =>
      (each.kind === "RUN" || each.kind === "COPY" || each.kind === "ADD") &&
      chain.has(view.stageOf(each)?.index ?? -1) &&
      /\/etc\/apt\b|sources\.list|add-apt-repository|apt-key|extrepo|\bsetup_\d|archive\.debian\.org|snapshot\.debian\.org/.test(
        view.text.slice(each.fullSpan.start, each.fullSpan.end),
      ),
  );
}
