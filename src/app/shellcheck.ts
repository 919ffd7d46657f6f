import { DrydockError, messageOf } from "../model/error";
import type { Log, Processes } from "../model/ports";
import { readShellCheckOutput, type ShellComment } from "../lint/shellcheck/findings";

/** A person's own ShellCheck, asked once about each script. */
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
/** What each of several scripts may add to that, on a busy machine. */
const TYPICAL_MS = 200;
const AT_ONCE = 4;
/** Programs that one process is asked about: starting it takes as long as reading some ten of them. */
const LEAST_TOGETHER = 8;
const MOST_TOGETHER = 100;
/** Programs whose comments are kept: more than the scripts of the files that one has open. */
const MAX_KNOWN = 4000;
/** Without the person's .shellcheckrc, as hadolint has it, so that a workspace is judged alike everywhere. */
const ARGUMENTS = ["--norc", "--format=json1"];

export function createShellCheck(processes: Processes, log: Log): ShellCheck {
  const answers = new Map<string, readonly ShellComment[]>();
  const absent = new Set<string>();

  /** The comments on each program, in order; null where the answer is none. */
  const run = async (
    command: string,
    programs: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly (readonly ShellComment[])[] | null> => {
    const [only = ""] = programs;
    const named = programs.map((program, index) => [String(index), program] as const);
    const given =
      programs.length === 1
        ? { names: ["-"], options: { input: only } }
        : { names: named.map(([name]) => name), options: { files: new Map(named) } };
    const { exit, stdout, stderr } = await processes.run(command, [...ARGUMENTS, ...given.names], {
      ...given.options,
      timeoutMs: TIMEOUT_MS + programs.length * TYPICAL_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    const comments = readShellCheckOutput(stdout);
    if (comments !== null) return given.names.map(name => comments.get(name) ?? []);
    log.warn(`${command} gave no findings (exit code ${String(exit)}): ${stderr.trim()}`);
    return null;
  };

  const askTogether = async (command: string, programs: readonly string[], signal?: AbortSignal): Promise<boolean> => {
    if (absent.has(command)) return false;
    try {
      const comments = await run(command, programs, signal);
      if (comments === null && programs.length > 1) {
        // One of them is at fault, by taking too long or ending the process; the others are not to suffer for it.
        let learned = false;
        for (const program of programs) if (await askTogether(command, [program], signal)) learned = true;
        return learned;
      }
      for (const [index, program] of programs.entries()) answers.set(program, comments?.[index] ?? []);
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
      for (const oldest of answers.keys()) {
        if (answers.size <= MAX_KNOWN) break;
        answers.delete(oldest);
      }
      const unknown = [...new Set(programs)].filter(program => !answers.has(program));
      const together = Math.min(MOST_TOGETHER, Math.max(LEAST_TOGETHER, Math.ceil(unknown.length / AT_ONCE)));
      const waiting: (readonly string[])[] = [];
      for (let at = 0; at < unknown.length; at += together) waiting.push(unknown.slice(at, at + together));
      let learned = false;
      const next = async (): Promise<void> => {
        for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift())
          if (await askTogether(command, batch, signal)) learned = true;
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      return learned;
    },
  };
}
