import type { Instruction } from "../../docker/dockerfile/types";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import { insteadOf, type DebianRelease } from "../knowledge/debian-releases";

/** A package that apt is asked for and the Debian release does not have. */
export interface MissingPackage {
  readonly word: ShellWord;
  readonly name: string;
  /** What the release has in its place, "" for nothing. */
  readonly instead: string;
}

/** The packages that commands install and a release lacks; what stands in a branch or has another try behind it is left alone. */
export function missingPackages(commands: readonly ShellCommand[], release: DebianRelease): readonly MissingPackage[] {
  return commands.filter(installs).flatMap(command =>
    command.arguments.flatMap(word => {
      const name = word.value?.replace(/[=/:].*$/, "") ?? "";
      const instead = insteadOf(name, release);
      return instead === null || hasFallback(command, commands) ? [] : [{ word, name, instead }];
    }),
  );
}

function installs({ name, depth, arguments: words }: ShellCommand): boolean {
  return depth === 0 && /^(?:apt(?:-get)?|aptitude)$/.test(name ?? "") && words.some(({ text }) => text === "install");
}

function hasFallback(command: ShellCommand, all: readonly ShellCommand[]): boolean {
  return all.some(
    ({ list, connector, span }) => list === command.list && connector === "||" && span.start > command.span.start,
  );
}

/** Whether instructions change where apt looks for packages: what it finds there is not known. */
export function changesSources(text: string, instructions: readonly Instruction[]): boolean {
  return instructions.some(
    ({ kind, fullSpan }) =>
      (kind === "RUN" || kind === "COPY" || kind === "ADD") &&
      /\/etc\/apt\b|sources\.list|add-apt-repository|apt-key|extrepo|\bsetup_\d|archive\.debian\.org|snapshot\.debian\.org/.test(
        text.slice(fullSpan.start, fullSpan.end),
      ),
  );
}
