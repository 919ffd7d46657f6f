import type { DockerFiles } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { COMPOSE_GLOBS, isComposeFile } from "../docker/compose-services";
import { DOCKERFILE_GLOBS, dockerfilePaths } from "../docker/dockerfiles";

/** Existing Docker files by their names, Compose files by what they hold. */
export function dockerFiles(workspace: Workspace, owns: (path: string) => boolean): DockerFiles {
  const paths = (...globs: readonly string[]): readonly string[] => workspace.paths(...globs).filter(owns);
  return {
    dockerfiles: dockerfilePaths(paths(...DOCKERFILE_GLOBS)),
    composeFiles: paths(...COMPOSE_GLOBS).filter(path => isComposeFile(workspace, path)),
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
