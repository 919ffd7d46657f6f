import { mainNames } from "../../docker/compose/file-names";
import { nameOf, parentOf, relativeTo } from "../../model/paths";
import type { Blueprint } from "../blueprint";
import { shellWord } from "../install/install-request";

/** A path of the workspace as the Compose file writes it: relative to its own folder, and told from a name by its dot. */
export function fromCompose({ compose }: Pick<Blueprint, "compose">, path: string): string {
  const relative = relativeTo(parentOf(compose.path), path);
  if (relative === "") return ".";
  return relative.startsWith("..") ? relative : `./${relative}`;
}

/** A text whose commands name the Compose file where Compose does not find it by itself. */
export function withComposeFile({ compose }: Pick<Blueprint, "compose">, text: string): string {
  const folder = parentOf(compose.path);
  const isKnown = mainNames().includes(nameOf(compose.path));
  if (folder === "" && isKnown) return text;
  const option = isKnown ? `--project-directory ${shellWord(folder)}` : `-f ${shellWord(compose.path)}`;
  return text.replace(/\bdocker compose (?!-f |--project-directory )/g, `docker compose ${option} `);
}
