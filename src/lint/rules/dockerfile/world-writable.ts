import type { Stage } from "../../../docker/dockerfile/stages";
import type { ShellCommand, ShellWord } from "../../../docker/shell/types";
import type { Span } from "../../../model/place";
import type { RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { commandsNamed } from "../../query/commands";
import { replace, suggestion } from "../../query/fixing";
import { isRootName, userAt, userName, userText } from "../../query/known-runs";
import { instructionsOf, isThrownAway } from "../../query/stages";

/** Octal modes with which others may write; the sticky bit, as `/tmp` has it, keeps what is inside to its owners. */
const OCTAL = /^0*[0246]?[0-7]{0,2}[2367]$/;
/** `a+w`, `o=rwx`, `ugo+rwx`, alone or in a list; without letters the umask takes the others out. */
const SYMBOLIC = /(?:^|,)[ug]*[oa][ugoa]*[+=][rxXs]*w/;
const STICKY = /[+=][rwxXs]*t/;

/** The mode that a chmod gives others the right to write by. */
function openMode(command: ShellCommand): ShellWord | undefined {
  const mode = command.arguments.find(({ text }) => !/^-[A-Za-z-]*$/.test(text) || SYMBOLIC.test(text));
  return mode !== undefined && isOpen(mode.value ?? "") ? mode : undefined;
}

function isOpen(mode: string): boolean {
  return OCTAL.test(mode) || (SYMBOLIC.test(mode) && !STICKY.test(mode));
}

/** `chmod 777 setup.sh && ./setup.sh && rm setup.sh` leaves nothing that anybody could write. */
function isRemoved(run: RunStep, { arguments: words, span }: ShellCommand): boolean {
  const last = words.at(-1)?.text;
  return commandsNamed(run, "rm").some(
    each => each.span.start > span.start && each.arguments.some(({ text }) => text === last),
  );
}

/** The same octal mode without others' right to write. */
function closed(mode: string): string | null {
  return OCTAL.test(mode) ? mode.slice(0, -1) + String(Number(mode.at(-1)) & ~2) : null;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "world-writable",
  code: "DD1194",
  severity: "warning",
  mirrors: [],
  what: "chmod, or the `--chmod` of COPY and ADD, lets every user write.",
  why: "A program that is broken into can change its own code, or what root runs later, without being the owner.",
  todo: "Let the user that writes own the files (`--chown`), or a group; `chmod 1777` for a folder of scratch files that all share.",
  bad: "FROM python:3.13-slim\nRUN mkdir /data && chmod «777» /data\n",
  good: "FROM python:3.13-slim\nRUN mkdir /data && chmod 775 /data\n",
  check: context => {
    const tell = (span: Span, mode: string, stage: Stage | null): void => {
      // A user that the image steps down to may be the one that the mode was opened for.
      const user = stage === null ? "" : userText(userAt(stage, Infinity));
      const less = user === "" || isRootName(userName(user) ?? "") ? closed(mode) : null;
      context.report(
        span,
        `With \`${mode}\` every user of the container may write here. 755 is enough for programs; give data to the user that writes it.`,
        { fixes: less === null ? [] : [suggestion(`Keep others from writing: ${less}`, replace(span, less))] },
      );
    };
    for (const run of context.runs) {
      if (isThrownAway(context, run.stage)) continue;
      for (const command of commandsNamed(run, "chmod")) {
        const mode = openMode(command);
        if (mode && !isRemoved(run, command)) tell(mode.span, mode.text, run.stage);
      }
    }
    for (const instruction of instructionsOf(context, "COPY", "ADD")) {
      const flag = instruction.flags.find(({ name }) => name === "chmod");
      if (!flag?.value || !flag.valueSpan || !isOpen(flag.value)) continue;
      const stage = context.stageOf(instruction);
      if (!isThrownAway(context, stage)) tell(flag.valueSpan, flag.value, stage);
    }
  },
});
