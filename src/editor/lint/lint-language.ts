import type { Language } from "../../model/finding";

/**
 * The language that we lint a document as, by VS Code's name of its language and its path; null where it is none of ours.
 * VS Code takes `Dockerfile.dockerignore` for a Dockerfile, as it does each `Dockerfile.*`.
 */
export function languageOf(languageId: string, path: string): Language | null {
  const name = path.split("/").at(-1) ?? "";
  if (/\.dockerignore$/i.test(name)) return null;
  if (languageId === "dockerfile") return "dockerfile";
  if (languageId === "dockercompose" || /^(docker-)?compose([.-].*)?\.ya?ml$/i.test(name)) return "compose";
  return /^(Dockerfile|Containerfile)([.-].*)?$|\.dockerfile$/i.test(name) ? "dockerfile" : null;
}
