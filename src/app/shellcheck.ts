import { DrydockError, messageOf } from "../model/error";
import type { Log, Processes } from "../model/ports";
import { readShellCheckOutput, type ShellComment } from "../lint/shellcheck/findings";

/** A person's own ShellCheck, asked once for each script. */
export interface ShellCheck {
  /** What it said of a program; undefined where it was not asked yet or could not be. */
  known(program: string): readonly ShellComment[] | undefined;
  /** Whether it has said anything yet, of whatever program. */
  readonly hasAnswered: boolean;
  /** Asks it about the programs that it was not asked about yet; answers whether anything new is known. */
  ask(command: string, programs: readonly string[], signal?: AbortSignal): Promise<boolean>;
}

/** A script that takes longer is left out; ShellCheck reads a long one in well under a second. */
const TIMEOUT_MS = 10_000;
const AT_ONCE = 4;
/** Programs whose comments are kept: more than the scripts of the files that one has open. */
const MAX_KNOWN = 4000;
/** Without the person's .shellcheckrc, as hadolint has it, so that a workspace is judged alike everywhere. */
const ARGUMENTS = ["--norc", "--format=json1", "-"];

export function createShellCheck(processes: Processes, log: Log): ShellCheck {
  const answers = new Map<string, readonly ShellComment[]>();
  const absent = new Set<string>();

  const askOne = async (command: string, program: string, signal?: AbortSignal): Promise<boolean> => {
    try {
      const { exit, stdout, stderr } = await processes.run(command, ARGUMENTS, {
        input: program,
        timeoutMs: TIMEOUT_MS,
        ...(signal === undefined ? {} : { signal }),
      });
      const comments = readShellCheckOutput(stdout);
      if (comments === null) log.warn(`${command} gave no findings (exit code ${String(exit)}): ${stderr.trim()}`);
      const oldest = answers.size >= MAX_KNOWN ? answers.keys().next().value : undefined;
      if (oldest !== undefined) answers.delete(oldest);
      answers.set(program, comments ?? []);
      return true;
    } catch (error) {
      if (error instanceof DrydockError && error.code === "cancelled") throw error;
      // Not installed, which is common and no problem: it is not looked for again.
      absent.add(command);
      log.debug(`ShellCheck is left out: ${messageOf(error)}`);
      return false;
    }
  };

  return {
    known: program => answers.get(program),
    get hasAnswered() {
      return answers.size > 0;
    },
    async ask(command, programs, signal) {
      const waiting = [...new Set(programs)].filter(program => !answers.has(program));
      let learned = false;
      const next = async (): Promise<void> => {
        for (let program = waiting.shift(); program !== undefined; program = waiting.shift()) {
          if (absent.has(command)) return;
          if (await askOne(command, program, signal)) learned = true;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      return learned;
    },
  };
}
