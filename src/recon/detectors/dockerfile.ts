import type { Evidence } from "../../model/evidence";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { inheritedEntrypoint } from "../docker/base-entrypoints";
import { COMPOSE_GLOBS, composeContexts } from "../docker/compose-services";
import { dockerfilePaths, DOCKERFILE_GLOBS, isAuxiliaryDockerfile } from "../docker/dockerfiles";
import { furtherTargets, imageFacts } from "../docker/image-facts";
import { launches, launchFolders, withoutPreparation } from "../docker/launch";
import { SCRIPT_GLOBS } from "../docker/scripts";
import { manifestPort } from "../kubernetes/own-images";

/** What the existing Dockerfiles start and expose: ENTRYPOINT with CMD, followed through their shell scripts. */
export const detector = defineDetector({
  id: "dockerfile",
  title: "Dockerfile commands and ports",
  reads: { files: [...DOCKERFILE_GLOBS, ...COMPOSE_GLOBS, ...SCRIPT_GLOBS, "pyproject.toml", "setup.cfg", "setup.py"] },
  detect(context) {
    const { workspace } = context;
    const contexts = composeContexts(workspace);
    return dockerfilePaths(context.files).flatMap(path => {
      const targets = [undefined, ...furtherTargets(workspace, path)];
      return uniqueEvidence(targets.flatMap(target => evidenceOfTarget(context, path, target, contexts.get(path))));
    });
  },
});

/** What one image of a Dockerfile starts and exposes: that of a stage, by default of the last. */
function evidenceOfTarget(
  context: DetectContext,
  path: string,
  target: string | undefined,
  folder: string | undefined,
): readonly Evidence[] {
  const { workspace } = context;
  const facts = imageFacts(workspace, path, { target, context: folder });
  if (!facts) return [];
  const confidence = isAuxiliaryDockerfile(path) ? "medium" : "high";
  const launchContext = { workspace, facts, variables: facts.variables };
  const port = facts.exposed[0]?.port ?? manifestPort(workspace, context.project, path);
  const ports = facts.exposed.map((exposed): Evidence => ({
    claim: "port",
    port: exposed.port,
    source: "EXPOSE",
    place: workspace.place(path, exposed.offset, confidence),
  }));
  const entrypoint = facts.entrypoint ?? inheritedEntrypoint(facts.base, facts.command);
  const started = withoutPreparation(
    context,
    launches(launchContext, entrypoint, facts.command, { entrypoint: path, command: path }),
  );
  return [
    ...ports,
    ...started.flatMap(launch =>
      commandEvidence(context, launch.words, {
        source: "dockerfile",
        name: target ?? null,
        place: workspace.place(launch.path, launch.offset, confidence),
        folders: launchFolders(launchContext, launch),
        bare: launch.bare,
        staysRunning: launch.isBackground ?? false,
        variables: launch.variables,
        port,
        roles: ["serve", "worker", "beat", "monitor", "script", "migrate", "static"],
      }),
    ),
  ];
}

/** What several images share, such as a port of the stage below them, once. */
function uniqueEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(one => {
    const key = JSON.stringify(one.claim === "entry-point" ? { ...one, name: "" } : one);
    return !seen.has(key) && seen.add(key);
  });
}
