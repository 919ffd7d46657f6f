import { createHash } from "node:crypto";
import { DrydockError } from "../model/error";
import type { Files } from "../model/ports";
import type { Baseline, History, Inputs, PastRun, VariantReport, Verification } from "../model/verification";
import { decodeText } from "../workspace/decode";

/** Runs that are kept of one workspace. */
const KEPT_RUNS = 100;
/** Two programs that write at the same moment: the later one reads again and adds its own. */
const ATTEMPTS = 5;

/** One file a workspace, by its folder: what is kept of one machine's runs is no part of the code. */
export function historyFile(root: string): string {
  const name = root.split(/[\\/]/).findLast(part => part !== "") ?? "workspace";
  const digest = createHash("sha256").update(root).digest("hex").slice(0, 12);
  return `workspaces/${name.replace(/[^\w.-]+/g, "-")}-${digest}.json`;
}

const NO_RUNS: Omit<History, "workspace"> = {
  schemaVersion: 1,
  baseline: null,
  runs: [],
  last: null,
  variants: [],
  inputs: null,
};

/** The history of a folder; an empty one where there is none, or none that this version can read. */
export async function readHistory(state: Files, root: string): Promise<History> {
  return parse(await readText(state, historyFile(root)), root);
}

/** Adds one run; with `isBaseline` its figures become what later runs are compared with. */
export async function addRun(
  state: Files,
  root: string,
  run: {
    readonly verification: Verification;
    readonly figures: Readonly<Record<string, number>>;
    readonly inputs: Inputs;
    readonly isBaseline: boolean;
  },
): Promise<void> {
  const { verification, figures, inputs } = run;
  const { at, commit } = verification.run;
  const { engine, verdict, causes } = verification;
  const past: PastRun = { at, commit, verdict, problems: causes.length, engine, figures };
  const baseline: Baseline | null = run.isBaseline ? { recorded: at, engine, commit, figures } : null;
  await change(state, root, history => ({
    ...history,
    baseline: baseline ?? history.baseline,
    runs: [...history.runs, past].slice(-KEPT_RUNS),
    last: verification,
    variants: [],
    inputs,
  }));
}

/** Keeps what variants of the last run's images proved, the newest of each part. */
export async function addVariants(
  state: Files,
  root: string,
  verification: Verification,
  variants: readonly VariantReport[],
): Promise<void> {
  const isNew = (old: VariantReport): boolean =>
    !variants.some(({ service, part }) => service === old.service && part === old.part);
  await change(state, root, history =>
    history.last?.run.at === verification.run.at
      ? { ...history, variants: [...history.variants.filter(isNew), ...variants] }
      : history,
  );
}

async function change(state: Files, root: string, edit: (history: History) => History): Promise<void> {
  const path = historyFile(root);
  for (let attempt = 1; ; attempt++) {
    const before = await readText(state, path);
    const text = `${JSON.stringify(edit(parse(before, root)))}\n`;
    try {
      await state.writeAll([{ path, text, before, mode: 0o600 }]);
      return;
    } catch (error) {
      if (!(error instanceof DrydockError) || error.code !== "target-changed" || attempt === ATTEMPTS) throw error;
    }
  }
}

async function readText(state: Files, path: string): Promise<string | null> {
  const bytes = await state.read(path);
  return bytes ? decodeText(bytes) : null;
}

function parse(text: string | null, root: string): History {
  const empty: History = { ...NO_RUNS, workspace: root };
  if (text === null) return empty;
  try {
    const read = JSON.parse(text) as Partial<History> | null;
    return read?.schemaVersion === 1 && Array.isArray(read.runs) ? { ...empty, ...read } : empty;
  } catch (error) {
    // A file that another version or a full disk left half written is no history.
    if (error instanceof SyntaxError) return empty;
    throw error;
  }
}
