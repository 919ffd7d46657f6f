import { parseImageReference } from "../../docker/dockerfile/image-reference";
import { chainOf, type Stage } from "../../docker/dockerfile/stages";
import { readRunScript } from "../../docker/shell/run-script";
import type { ShellWord } from "../../docker/shell/types";
import { debianOf } from "../../recon/knowledge/debian-images";
import { ARCHIVED_RELEASES, insteadOf, type DebianRelease } from "../../recon/knowledge/debian-releases";

/** A package that apt is asked for, with what the Debian release has in its place: "" for nothing. */
interface MissingPackage {
  readonly word: ShellWord;
  readonly instead: string;
}

/**
 * The packages of a person's Dockerfile that the Debian release of their stage does not have. `planned` is the release that
 * takes the place of one that is no longer served.
 */
export function missingPackages(stages: readonly Stage[], planned: DebianRelease | null): readonly MissingPackage[] {
  return stages.flatMap(stage => {
    const image = chainOf(stage)[0]?.from?.image ?? null;
    const found = image === null ? null : debianOf(parseImageReference(image.value));
    const release = found !== null && ARCHIVED_RELEASES.has(found.release) ? planned : (found?.release ?? null);
    return release === null
      ? []
      : stage.instructions.flatMap(run => (run.kind === "RUN" ? missingIn(run, release) : []));
  });
}

function missingIn(run: Stage["instructions"][number], release: DebianRelease): readonly MissingPackage[] {
  const { commands } = readRunScript(run);
  return commands
    .filter(
      ({ name, depth, words }) =>
        depth === 0 && /^apt(?:-get)?$/.test(name ?? "") && words.some(({ text }) => text === "install"),
    )
    .flatMap(({ arguments: words }) =>
      words.flatMap(word => {
        const instead = word.value === null ? null : insteadOf(word.value.replace(/[=/:].*$/, ""), release);
        return instead === null ? [] : [{ word, instead }];
      }),
    );
}
