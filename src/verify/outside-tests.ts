import { DrydockError } from "../model/error";
import type { Files, Processes } from "../model/ports";
import type { TestReport } from "../model/verification";
import { lastWords } from "./causes";
import { readTestCounts } from "./test-counts";

export type OutsideTests =
  | { readonly verdict: "same" | "different"; readonly output: string }
  | { readonly verdict: "not run"; readonly why: string };

/**
 * The same command on this machine, in the unit's own folder, with the virtual environment of that folder or of the
 * workspace in front of PATH where there is one. A runner that is not installed, or that ends before it has counted a
 * test, compares nothing: "not run" then, with the reason.
 */
export async function runOutside(
  { files, processes }: { readonly files: Files; readonly processes: Processes },
  folder: string,
  [program = "", ...args]: readonly string[],
  inside: TestReport,
  signal?: AbortSignal,
): Promise<OutsideTests> {
  const result = await start(processes, await programOf(files, folder, program), args, {
    cwd: folder === "" ? files.root : `${files.root}/${folder}`,
    ...(signal ? { signal } : {}),
  });
  if (result === null)
    return { verdict: "not run", why: `${program} is not installed outside the image: install what the tests need` };
  const output = `${result.stdout}\n${result.stderr}`;
  const counts = readTestCounts(output);
  if (counts === null && result.exit !== 0 && inside.exit === 0) {
    const missing = /ModuleNotFoundError: [^\n]*/.exec(output)?.[0];
    const why = missing ?? lastWords(output);
    return { verdict: "not run", why: `outside the image the tests did not begin: ${why}` };
  }
  const isSame =
    (result.exit === 0) === (inside.exit === 0) &&
    (counts === null || (counts.passed === inside.passed && counts.failed === inside.failed));
  return { verdict: isSame ? "same" : "different", output };
}

async function programOf(files: Files, folder: string, program: string): Promise<string> {
  for (const at of new Set([folder, ""]))
    for (const environment of [".venv/bin", "venv/bin"]) {
      const path = `${at === "" ? "" : `${at}/`}${environment}/${program}`;
      if (await files.exists(path)) return `${files.root}/${path}`;
    }
  return program;
}

/** Null where the program cannot be started. */
async function start(
  processes: Processes,
  command: string,
  args: readonly string[],
  options: NonNullable<Parameters<Processes["run"]>[2]>,
): Promise<Awaited<ReturnType<Processes["run"]>> | null> {
  try {
    return await processes.run(command, args, options);
  } catch (error) {
    if (error instanceof DrydockError && error.code === "usage") return null;
    throw error;
  }
}
