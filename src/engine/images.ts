import type { Engine, ImageDetail } from "../model/ports";
import { statusOf } from "./failure";
import { isRecord, numberField, textField } from "./json-lines";
import { labelFilter } from "./containers";
import type { Link } from "./link";
import { ask } from "./link";

/** The engine adds up the layers of every image for it. */
const LIST_MS = 120_000;
const REMOVE_MS = 120_000;

/** Images of the engine and what their layers weigh. */
export function createImages(link: Link): Pick<Engine, "image" | "images" | "removeImage"> {
  return {
    image: reference =>
      ask(link, `inspecting the image ${reference}`, async () => {
        const image = link.docker.getImage(reference);
        try {
          const [details, history] = await Promise.all([image.inspect(), image.history() as Promise<unknown>]);
          return {
            id: details.Id,
            tags: (details.RepoTags as string[] | null | undefined) ?? [],
            bytes: details.Size,
            user: (details.Config as { readonly User?: string } | undefined)?.User ?? "",
            layers: readLayers(history),
            raw: details,
          } satisfies ImageDetail;
        } catch (error) {
          if (statusOf(error) === 404) return null;
          throw error;
        }
      }),
    async images(labels) {
      const list = await ask(
        link,
        "listing images",
        options => link.docker.listImages({ ...labelFilter(labels), ...options }),
        { limitMs: LIST_MS },
      );
      return list.map(({ Id, RepoTags, Size, Created, Labels }) => ({
        id: Id,
        tags: ((RepoTags as readonly string[] | null | undefined) ?? []).filter(tag => tag !== "<none>:<none>"),
        bytes: Size,
        created: Created,
        labels: (Labels as Readonly<Record<string, string>> | null | undefined) ?? {},
      }));
    },
    async removeImage(reference) {
      const remove = async (): Promise<void> => {
        try {
          await link.docker.getImage(reference).remove();
        } catch (error) {
          if (statusOf(error) !== 404) throw error;
        }
      };
      await ask(link, `removing the image ${reference}`, remove, { limitMs: REMOVE_MS });
    },
  };
}

/** The instructions that made an image, the base's first, each with the bytes it added; 0 for those that only set something. */
export function readLayers(history: unknown): ImageDetail["layers"] {
  if (!Array.isArray(history)) return [];
  return (history as unknown[])
    .filter(isRecord)
    .map(row => ({ instruction: instructionOf(textField(row, "CreatedBy")), bytes: numberField(row, "Size") }))
    .reverse();
}

/**
 * The instruction as a Dockerfile has it. BuildKit ends it with `# buildkit` and puts the shell before the command of a
 * RUN; the classic builder writes `/bin/sh -c #(nop)  CMD [...]` and, for RUN, the bare command.
 */
export function instructionOf(createdBy: string): string {
  const text = createdBy.trim().replace(/ # buildkit$/, "");
  const nop = text.indexOf("#(nop)");
  if (nop >= 0) return text.slice(nop + "#(nop)".length).trim();
  // Arguments of the build come before the shell: `RUN |1 VERSION=2 /bin/sh -c make`.
  const shell = /^(RUN )?(?:\|\d{1,4} .*? )?\/bin\/(?:ba)?sh (?:-o pipefail )?-e?c /.exec(text);
  return shell === null ? text : `RUN ${text.slice(shell[0].length).trim()}`;
}
