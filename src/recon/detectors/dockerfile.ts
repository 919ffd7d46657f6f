import type { Evidence } from "../../model/evidence";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector } from "../define-detector";
import { inheritedEntrypoint } from "../docker/base-entrypoints";
import { dockerfilePaths, DOCKERFILE_GLOBS, isAuxiliaryDockerfile } from "../docker/dockerfiles";
import { imageFacts } from "../docker/image-facts";
import { launches, launchFolders, withoutPreparation } from "../docker/launch";
import { SCRIPT_GLOBS } from "../docker/scripts";

/** What the existing Dockerfiles start and expose: ENTRYPOINT with CMD, followed through their shell scripts. */
export const detector = defineDetector({
  id: "dockerfile",
  title: "Dockerfile commands and ports",
  reads: { files: [...DOCKERFILE_GLOBS, ...SCRIPT_GLOBS, "pyproject.toml", "setup.cfg", "setup.py"] },
  detect(context) {
    const { workspace } = context;
    return dockerfilePaths(context.files).flatMap((path): readonly Evidence[] => {
      const facts = imageFacts(workspace, path);
      if (!facts) return [];
      const confidence = isAuxiliaryDockerfile(path) ? "medium" : "high";
      const launchContext = { workspace, facts, variables: facts.variables };
      const port = facts.exposed[0]?.port ?? null;
      const ports = facts.exposed.map((exposed): Evidence => ({
        claim: "port",
        port: exposed.port,
        source: "EXPOSE",
        place: workspace.place(path, exposed.offset, confidence),
      }));
      const started = withoutPreparation(
        context,
        launches(launchContext, facts.entrypoint ?? inheritedEntrypoint(facts.base, facts.command), facts.command, {
          entrypoint: path,
          command: path,
        }),
      );
      return [
        ...ports,
        ...started.flatMap(launch =>
          commandEvidence(context, launch.words, {
            source: "dockerfile",
            name: null,
            place: workspace.place(launch.path, launch.offset, confidence),
            folders: launchFolders(launchContext, launch),
            variables: launch.variables,
            port,
            roles: ["serve", "worker", "beat", "monitor", "script", "migrate", "static"],
          }),
        ),
      ];
    });
  },
});
