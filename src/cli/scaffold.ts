import { createHash } from "node:crypto";
import { writablePaths } from "../app/apply-changes";
import { pinImages } from "../app/pin-images";
import type { ChangeSet, DecisionValue, FileChange } from "../model/plan";
import { MASKED, OPTIONAL_FILES } from "../model/plan";
import { plural } from "../report/figures";
import { rankDecisions } from "../report/rank-decisions";
import { unifiedDiff } from "../report/unified-diff";
import { DrydockError } from "../model/error";
import { didYouMean } from "../model/nearest";
import { defineCommand, EXIT, folderOf, type CommandContext } from "./command";
import { formatValue, printJson, printProblems } from "./print";
import { cutMiddle, WIDTH, wrap, wrappedTable, type Terminal } from "./terminal";

export const command = defineCommand({
  name: "scaffold",
  usage: "scaffold [DIR] [--dry-run] [--json] [--yes] [--force] [--set KEY=VALUE] [--add FILE]",
  what: "plans and writes the Docker files, with the reason for each choice",
  positionals: 1,
  flags: {
    "dry-run": { type: "boolean", help: "write nothing" },
    json: { type: "boolean", help: "print the plan and each file's fate as JSON" },
    yes: { type: "boolean", help: "write merges without asking" },
    force: { type: "boolean", help: "write conflicts too; the old file is kept as NAME.before-drydock" },
    set: {
      type: "string",
      multiple: true,
      value: "KEY=VALUE",
      help: "decide one thing; the keys are those of the plan",
    },
    add: {
      type: "string",
      multiple: true,
      value: "FILE",
      help: `write one more file: ${OPTIONAL_FILES.join(", ")}`,
    },
    "pin-digests": {
      type: "boolean",
      help: "name images by the digest that the engine has of them; asks the engine, and saves them as decisions",
    },
    all: { type: "boolean", help: "print every decision" },
    diff: { type: "boolean", help: "print the difference that each file would make" },
  },
  async run(args, context) {
    const root = await folderOf(args, context);
    const set = parseSet(args.texts("set"));
    const pins = args.flag("pin-digests") ? await pinned(root, set, context) : {};
    const changes = await context.app.plan(root, {
      set: { ...set, ...pins },
      add: parseAdd(args.texts("add")),
      signal: context.signal,
    });
    const merges =
      args.flag("yes") || args.flag("force") || (!args.flag("dry-run") && (await agreesToMerges(changes, context)));
    const paths = args.flag("dry-run") ? [] : writablePaths(changes, { merges, conflicts: args.flag("force") });
    const files = withFates(changes, paths, args.flag("dry-run"));
    if (args.flag("json")) printJson(context.out, scaffoldJson(changes, files));
    else printPlan(changes, files, context.out, { all: args.flag("all"), diff: args.flag("diff") });
    if (paths.length > 0)
      await context.app.apply(
        root,
        args.flag("force") ? withBackups(changes) : changes,
        args.flag("force") ? [...paths, ...backupPaths(changes)] : paths,
      );
    if (!args.flag("json")) printProblems(context.err, changes.problems);
    const unwritten = files.filter(({ action }) => action === "conflict").length;
    const conflicts = changes.files.filter(({ action }) => action === "conflict").length;
    if (!args.flag("json")) {
      const left = [
        ...(unwritten > conflicts
          ? [`${plural(unwritten - conflicts, "merge")} left out: --yes writes what is added.`]
          : []),
        ...(conflicts > 0 && !args.flag("force")
          ? [`${plural(conflicts, "conflict")}: --force takes the new version and keeps the old one beside it.`]
          : []),
      ];
      const done = args.flag("dry-run") ? "Nothing written (--dry-run)." : `Wrote ${plural(paths.length, "file")}.`;
      context.out.paragraph([done, ...left].join(" "));
    }
    return unwritten > 0 && !args.flag("dry-run") ? EXIT.failed : EXIT.ok;
  },
});

async function pinned(
  root: string,
  set: Readonly<Record<string, DecisionValue>>,
  { app, signal, err }: CommandContext,
): Promise<Readonly<Record<string, DecisionValue>>> {
  const { plan } = await app.plan(root, { set, signal });
  const pins = await pinImages(plan.decisions, await app.engine({}, signal));
  for (const image of pins.unknown)
    err.line(
      `${err.mark("warn")} ${image} stays without a digest: the engine has not pulled it. Run docker pull ${image}.`,
    );
  return pins.set;
}

/** `--set key=value`: true, false, none and whole numbers are read as such; the plan knows which texts are lists. */
export function parseSet(pairs: readonly string[]): Readonly<Record<string, DecisionValue>> {
  return Object.fromEntries(
    pairs.map(pair => {
      const sign = pair.indexOf("=");
      if (sign <= 0)
        throw new DrydockError(
          "usage",
          `--set ${pair} has no value.`,
          "It takes KEY=VALUE.",
          "Write for example --set web.port=8080.",
        );
      return [pair.slice(0, sign).trim(), decisionOf(pair.slice(sign + 1).trim())];
    }),
  );
}

/** Names of files on request, each known. */
function parseAdd(names: readonly string[]): readonly string[] {
  const known: readonly string[] = OPTIONAL_FILES;
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new DrydockError(
      "usage",
      `--add ${name} names no file on request.`,
      `Known are ${known.join(", ")}.`,
      didYouMean(name, known) || "Write one of them.",
    );
  }
  return names;
}

function decisionOf(text: string): DecisionValue {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null" || text === "none") return null;
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** On a terminal each merge is shown as a diff and asked once; without one only new files are written. */
async function agreesToMerges(changes: ChangeSet, { ask, out }: CommandContext): Promise<boolean> {
  const merges = changes.files.filter(({ action }) => action === "merge");
  if (merges.length === 0 || ask === null) return false;
  for (const change of merges) printDiff(change, out);
  return /^y(es)?$/i.test(await ask(`Merge into ${plural(merges.length, "existing file")}? [y/N] `));
}

/** A merge that nobody agreed to is left as a conflict. */
export function withFates(changes: ChangeSet, paths: readonly string[], isDryRun: boolean): readonly FileChange[] {
  const chosen = new Set(paths);
  return changes.files.map(file =>
    file.action === "merge" && !isDryRun && !chosen.has(file.path) ? { ...file, action: "conflict" } : file,
  );
}

function backupPaths(changes: ChangeSet): readonly string[] {
  return changes.files
    .filter(({ action, before }) => action === "conflict" && before !== null)
    .map(({ path }) => `${path}.before-drydock`);
}

function withBackups(changes: ChangeSet): ChangeSet {
  const backups = changes.files.flatMap((file): FileChange[] =>
    file.action === "conflict" && file.before !== null
      ? [
          {
            ...file,
            path: `${file.path}.before-drydock`,
            action: "create",
            before: null,
            text: file.before,
            note: null,
          },
        ]
      : [],
  );
  return { ...changes, files: [...changes.files, ...backups] };
}

/** The JSON of the contract; secrets are counted and hashed, never printed. */
export function scaffoldJson(changes: ChangeSet, files: readonly FileChange[]): unknown {
  return {
    schemaVersion: 1,
    plan: {
      decisions: changes.plan.decisions.map(({ key, unit, value, reason, places, alternatives, changed }) => ({
        key,
        unit,
        value,
        reason,
        places,
        alternatives,
        changed,
      })),
      questions: changes.plan.questions,
    },
    files: files.map(file => ({
      path: file.path,
      unit: file.unit,
      action: file.action,
      bytes: Buffer.byteLength(file.text),
      sha256: createHash("sha256").update(file.text).digest("hex"),
      ...(file.note === null ? {} : { note: file.note }),
    })),
    problems: changes.problems,
  };
}

export function printPlan(
  changes: ChangeSet,
  files: readonly FileChange[],
  out: Terminal,
  options: { readonly all: boolean; readonly diff: boolean },
): void {
  const { decisions } = changes.plan;
  const shown = options.all ? decisions : rankDecisions(decisions).first.slice(0, MOST_DECISIONS);
  const rows = shown.map(({ key, unit, value, reason }) => [
    unit === null ? key : `${unit}: ${key}`,
    cutMiddle(formatValue(value), 26),
    reason,
  ]);
  for (const line of wrappedTable([["Decision", "Value", "Because"], ...rows])) out.line(line);
  const rest = decisions.length - shown.length;
  if (rest > 0) out.line(`… ${rest} more (--all)`);
  for (const question of changes.plan.questions)
    for (const line of wrap(
      `? ${question.text} Taken: ${formatValue(question.default)}. Decide with --set ${question.key}=…`,
      WIDTH,
      "  ",
    ))
      out.line(line);
  out.line();
  for (const line of wrappedTable(files.map(file => [file.action, file.path, fate(file)]))) out.line(line);
  if (options.diff) for (const file of files) printDiff(file, out);
}

/** More would push what happens to the files off the screen. */
const MOST_DECISIONS = 20;

function fate(file: FileChange): string {
  if (file.note !== null) return file.note;
  if (file.action === "create") return plural(file.text.trimEnd().split("\n").length, "line");
  if (file.before === null || file.action === "unchanged") return "";
  const diff = unifiedDiff(file.path, file.before, file.text).split("\n").slice(2);
  return `+${diff.filter(line => line.startsWith("+")).length} −${diff.filter(line => line.startsWith("-")).length}`;
}

function printDiff(file: FileChange, out: Terminal): void {
  if (file.action === "unchanged") return;
  if (file.secret) {
    out.line(`--- ${file.path}: ${MASKED} (random values for this machine; not shown)`);
    return;
  }
  for (const line of unifiedDiff(file.path, file.before ?? "", file.text).split("\n")) {
    out.line(line.startsWith("+") ? out.colour(line, 32) : line.startsWith("-") ? out.colour(line, 31) : line);
  }
}
