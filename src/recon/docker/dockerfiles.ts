import { nameOf } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";

/** Names that build tools and people give to Dockerfiles. */
export const DOCKERFILE_GLOBS = [
  "Dockerfile",
  "Dockerfile.*",
  "Dockerfile-*",
  "Dockerfile_*",
  "Dockerfile[A-Z]*",
  "[A-Z]*Dockerfile",
  "*.Dockerfile",
  "*.dockerfile",
  "*-Dockerfile",
  "*_Dockerfile",
  "dockerfile",
  "Containerfile",
  "Containerfile.*",
] as const;

/** Dockerfiles among paths that match the globs: ignore files, templates and backups are none. */
export function dockerfilePaths(paths: readonly string[]): readonly string[] {
  return paths.filter(path => {
    const name = nameOf(path).toLowerCase();
    if (/(?:^|\/)(?:Dockerfile[A-Z][A-Za-z0-9]*|[A-Z][a-z0-9]*Dockerfile)$/.test(path)) return true;
    if (!/^(?:dockerfile|containerfile)(?:[._-].*)?$|[._-]dockerfile$/.test(name)) return false;
    return !/\.(?:dockerignore|md|txt|rst|j2|jinja2?|tmpl|tpl|template|in|orig|bak|old|py|sh|yml|yaml|json|before-drydock|erb|mustache|html|ts|js)$/.test(
      name,
    );
  });
}

/** A Dockerfile without a word builds nothing, and one of ours may take its place. */
export function isBlank(workspace: Workspace, path: string): boolean {
  return workspace.text(path)?.trim() === "";
}

/** Dockerfiles for development, tests and tools: what they start says less about the application. */
export function isAuxiliaryDockerfile(path: string): boolean {
  return (
    /(?:^|[/._-])(?:dev|devel|development|local|test|tests|testing|ci|docs?|debug|lint|base|builder|tools?|example|jupyter|notebook|windows|gpu|vscode|devcontainer)(?=$|[/._-])/i.test(
      path,
    ) || /(?:^|\/)\.[^/]+\//.test(path)
  );
}
