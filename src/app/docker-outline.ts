import { readCompose } from "../docker/compose/read-compose";
import { parseDockerfile } from "../docker/dockerfile/parse";
import { chainOf, readStages } from "../docker/dockerfile/stages";
import type { Files } from "../model/ports";
import type { Recon } from "../model/recon";
import { decodeText } from "../workspace/decode";

/** What a Docker file holds, in two words. */
export type DockerOutline =
  /** `base` is the image that the final stage comes from; "" where none is named. */
  | { readonly kind: "dockerfile"; readonly stages: number; readonly base: string }
  | { readonly kind: "compose"; readonly services: number };

/** The outline of each Dockerfile and Compose file by its path in the workspace; what cannot be read has none. */
export async function dockerOutlines(files: Files, recon: Recon): Promise<ReadonlyMap<string, DockerOutline>> {
  const found = new Map<string, DockerOutline>();
  const outline = async (path: string, of: (text: string) => DockerOutline): Promise<void> => {
    const bytes = await files.read(path);
    if (bytes !== null) found.set(path, of(decodeText(bytes)));
  };
  // The root has the files of all units.
  for (const path of recon.docker.dockerfiles) await outline(path, outlineOfDockerfile);
  for (const path of recon.docker.composeFiles) await outline(path, outlineOfCompose);
  return found;
}

function outlineOfDockerfile(text: string): DockerOutline {
  const { stages, final } = readStages(parseDockerfile(text));
  const base = final ? (chainOf(final)[0]?.from?.image?.value ?? "") : "";
  return { kind: "dockerfile", stages: stages.length, base };
}

function outlineOfCompose(text: string): DockerOutline {
  return { kind: "compose", services: readCompose(text).services.length };
}
