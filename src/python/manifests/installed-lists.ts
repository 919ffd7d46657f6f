import type { Workspace } from "../../workspace/workspace";
import { nameOf, parentOf } from "../../model/paths";
import { writtenPath } from "./paths";

/** Files whose commands tell which requirements files are installed where. */
const INSTALLERS = ["{Dockerfile,Containerfile}", "{Dockerfile,Containerfile}.*", "*.{Dockerfile,dockerfile}"];

export function installerPaths(workspace: Workspace): readonly string[] {
  return workspace.paths(...INSTALLERS);
}

/**
 * Lists that Dockerfiles install (`pip install -r app/requirements/prod.txt`, `conda env create -f env.yml`), as workspace paths. The path
 * is tried from the Dockerfile's folder and every folder above it, then by its last parts, since it names the copy inside
 * the image.
 */
export function installedLists(workspace: Workspace): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of installerPaths(workspace)) {
    const text = workspace.text(path);
    if (text === null) continue;
    const environments = [...text.replaceAll("\\\n", " ").matchAll(CONDA_ENVIRONMENT)].flatMap(
      ([, name]) => name ?? [],
    );
    const copied = copiedWords(text);
    for (const written of [...referencesIn(text), ...environments]) {
      // `COPY lists/web.txt ./` and `-r web.txt`: the copy bears the name alone.
      const sources = [written, ...copied.filter(word => nameOf(word) === nameOf(written))];
      const target = sources.map(word => locate(workspace, parentOf(path), word)).find(each => each !== null);
      if (target != null) found.add(target);
    }
  }
  return found;
}

function referencesIn(text: string): readonly string[] {
  const words = text.replaceAll("\\\n", " ").split(/[\s"',[\]]+/);
  return words.flatMap((word, index) => {
    if (word === "-r" || word === "--requirement" || word === "--requirements") return words[index + 1] ?? [];
    if (word.startsWith("--requirement=")) return word.slice(14);
    return /^-r\S+\.(?:txt|in|pip|lock)$/.test(word) ? word.slice(2) : [];
  });
}

function copiedWords(text: string): readonly string[] {
  return [...text.replaceAll("\\\n", " ").matchAll(/^\s*(?:COPY|ADD)\s(.*)$/gim)].flatMap(([, rest = ""]) =>
    rest.split(/[\s"',[\]]+/),
  );
}

/** Files that `conda env create -f environments.yml` makes an environment of, whatever their names. */
const CONDA_ENVIRONMENT = /\b(?:conda|mamba|micromamba)\s[^\n;&|]*?\s(?:-f|--file)[\s=]+["']?([^\s"']+\.ya?ml)/g;

function locate(workspace: Workspace, folder: string, written: string): string | null {
  const parts = written.split("/").filter(part => part !== "" && part !== "." && !part.includes("$"));
  for (let skip = 0; skip < parts.length; skip++) {
    const tail = parts.slice(skip).join("/");
    for (let at: string | null = folder; at !== null; at = at === "" ? null : parentOf(at)) {
      const candidate = writtenPath(at, tail);
      if (candidate !== null && workspace.has(candidate)) return candidate;
    }
  }
  return null;
}
