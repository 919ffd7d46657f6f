import { DrydockError, throwIfCancelled } from "../../model/error";
import type { Clock, Processes, ProcessResult } from "../../model/ports";
import type { SupportAnswer, SupportQuestion } from "../../recon/package-support";
import { maskSecrets } from "../../workspace/mask";
import { INSTALLERS, type Installer } from "./installers";
import { isTooOld, isUnreachable, readRefusal, refusedQuestion } from "./read-refusal";

export interface AskOptions {
  readonly folder: string;
  readonly installer: Installer;
  readonly signal?: AbortSignal | undefined;
  /** How long all calls together may take. */
  readonly limitMs?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

const LIMIT = 180_000;
const LOOK_UP = 10_000;

/** The first of the person's installers that starts; null where there is none. */
export async function findInstaller(processes: Processes, signal?: AbortSignal): Promise<Installer | null> {
  for (const installer of INSTALLERS) {
    const [command = "", ...args] = installer.program;
    try {
      const result = await processes.run(command, [...args, "--version"], {
        timeoutMs: LOOK_UP,
        ...(signal ? { signal } : {}),
      });
      if (result.exit === 0) return installer;
    } catch (error) {
      throwIfCancelled(signal);
      if (!(error instanceof DrydockError)) throw error;
    }
  }
  return null;
}

/**
 * Asks for wheels for Python 3.11 on Linux, several distributions a call. A call that fails names what it failed at: that
 * one is answered and the rest is asked again; where it names nothing, the half of the questions is asked alone. The
 * answers are by requirement; questions that no answer came for within the time are left out.
 */
export async function askIndex(
  processes: Processes,
  clock: Clock,
  questions: readonly SupportQuestion[],
  options: AskOptions,
): Promise<ReadonlyMap<string, SupportAnswer>> {
  const { installer, signal } = options;
  const end = clock.elapsed() + (options.limitMs ?? LIMIT);
  const answers = new Map<string, SupportAnswer>();
  const waiting = batches(questions, installer.batch);
  for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop()) {
    throwIfCancelled(signal);
    options.onProgress?.(answers.size, questions.length);
    const left = end - clock.elapsed();
    if (left <= 0) break;
    const result = await call(processes, installer, batch, options, left);
    const found = result.exit === 0 ? installer.found(result) : null;
    if (found) {
      for (const question of batch) answers.set(question.requirement, fitting(question, found.get(question.name)));
      continue;
    }
    const output = `${result.stdout}\n${result.stderr}`;
    if (result.exit === 124) break;
    if (isTooOld(output)) throw tooOld(installer);
    const refused = batch.length === 1 ? batch[0] : refusedQuestion(output, batch);
    if (isUnreachable(output) && !/No matching distribution|unsatisfiable/.test(output)) throw unreachable(output);
    if (refused) {
      answers.set(refused.requirement, readRefusal(output, refused));
      const rest = batch.filter(question => question !== refused);
      if (rest.length > 0) waiting.push(rest);
    } else {
      const middle = Math.ceil(batch.length / 2);
      waiting.push(batch.slice(middle), batch.slice(0, middle));
    }
  }
  options.onProgress?.(answers.size, questions.length);
  return answers;
}

function call(
  processes: Processes,
  installer: Installer,
  batch: readonly SupportQuestion[],
  { folder, signal }: AskOptions,
  timeoutMs: number,
): Promise<ProcessResult> {
  const { words, env, input } = installer.command(batch, folder);
  const [command = "", ...args] = words;
  return processes.run(command, args, {
    env,
    timeoutMs,
    ...(input === undefined ? {} : { input }),
    ...(signal ? { signal } : {}),
  });
}

/** An installer takes each distribution once a call: further versions of one go into later calls. */
function batches(questions: readonly SupportQuestion[], size: number): SupportQuestion[][] {
  const made: { readonly names: Set<string>; readonly batch: SupportQuestion[] }[] = [];
  for (const question of questions) {
    let home = made.find(({ names, batch }) => batch.length < size && !names.has(question.name));
    if (!home) made.push((home = { names: new Set(), batch: [] }));
    home.names.add(question.name);
    home.batch.push(question);
  }
  return made.map(({ batch }) => batch).reverse();
}

function fitting({ name, version, requirement }: SupportQuestion, found: string | undefined): SupportAnswer {
  if (found === undefined)
    return { verdict: "unknown", why: `The installer left ${requirement} out of its answer for Python 3.11` };
  return {
    verdict: "ok",
    why: `The index has a wheel of ${name} ${version ?? found} for Python 3.11 on Linux`,
  };
}

function tooOld({ name, program }: Installer): DrydockError {
  return new DrydockError(
    "usage",
    `${program.join(" ")} is too old to be asked.`,
    `${name === "pip" ? "pip knows dry runs with a report from 23.0 on" : "This uv does not know the options that keep it from building"}.`,
    `Update ${name}, or put uv on PATH, which is asked first.`,
  );
}

function unreachable(output: string): DrydockError {
  const line = output.split("\n").find(text => isUnreachable(text)) ?? "";
  return new DrydockError(
    "registry-refused",
    "The package index did not answer.",
    maskSecrets(line.trim()).slice(0, 300) || "The installer could not reach it.",
    "Check the connection and the index that uv or pip is configured with, then ask again.",
  );
}
