import { filesOfProject } from "../../docker/compose/env-file";
import { pathInside } from "../../model/paths";
import { compareText } from "../../model/place";
import type { DockerFiles } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { COMPOSE_GLOBS, environmentFile, isComposeFile } from "../docker/compose-services";
import { DOCKERFILE_GLOBS, dockerfilePaths, isBlank } from "../docker/dockerfiles";

/** What `COMPOSE_FILE` of the `.env` beside it names, with any name. */
function namedFiles(workspace: Workspace): readonly string[] {
  return filesOfProject(environmentFile(workspace, ".env"))
    .flatMap(name => pathInside("", name) ?? [])
    .filter(path => path !== "" && workspace.has(path));
}

/** Existing Docker files by their names, an empty Dockerfile is none; Compose files by what they hold. */
export function dockerFiles(workspace: Workspace, owns: (path: string) => boolean): DockerFiles {
  const paths = (...globs: readonly string[]): readonly string[] => workspace.paths(...globs).filter(owns);
  return {
    dockerfiles: dockerfilePaths(paths(...DOCKERFILE_GLOBS)).filter(path => !isBlank(workspace, path)),
    composeFiles: [...new Set([...paths(...COMPOSE_GLOBS), ...namedFiles(workspace).filter(owns)])]
      .filter(path => isComposeFile(workspace, path))
      .sort(compareText),
    ignoreFiles: paths(".dockerignore", "*.dockerignore"),
    devcontainers: paths(
      ".devcontainer/devcontainer.json",
      ".devcontainer.json",
      "**/.devcontainer/**/devcontainer.json",
      "**/.devcontainer.json",
      ".devcontainer/*/devcontainer.json",
    ),
  };
}
