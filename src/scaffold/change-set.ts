import ignore from "ignore";
import { matchIgnore, parseDockerignore } from "../docker/dockerignore";
import type { ChangeSet, FileAction, FileChange, LineReason } from "../model/plan";
import type { Random } from "../model/ports";
import type { Problem } from "../model/recon";
import { ignorePath } from "./artefacts/dockerignore";
import { checkScriptPath, forwardScriptPath } from "./dockerfile/start-scripts";
import type { Blueprint } from "./blueprint";
import type { PlanSettings } from "./decider";
import type { Artefact, ArtefactContext, RenderedFile } from "./define-artefact";
import { mergeFile } from "./merge/merge-file";
import { joinPath } from "../model/paths";
import { SETTINGS_FILE } from "../settings/settings";
import { isGitIgnored } from "../workspace/git-ignored";
import { envFileOf } from "./layout/compose-file";
import { parseEnv } from "./layout/env-samples";
import { artefacts } from "./registry";
import { envNeeds } from "./text/env-file";
import { hashOf } from "../workspace/text-hash";

export interface ChangeSetInput {
  readonly blueprint: Blueprint;
  readonly settings: PlanSettings;
  /** Text of a file as it is now, null where there is none. */
  readonly existing: (path: string) => string | null;
  /** Whether something is there that cannot be read as text: it can be neither merged with nor compared. */
  readonly isUnreadable: (path: string) => boolean;
  readonly random: Random;
  /** Files for values of this machine that git has all the same. */
  readonly committed: ReadonlySet<string>;
}

/** Every file with its fate and the reason of its lines; `.drydock.yaml` is added by `scaffold`. */
export function makeChangeSet(input: ChangeSetInput): ChangeSet {
  const { blueprint, settings, existing } = input;
  const files: FileChange[] = [];
  const reasons: LineReason[] = [];
  const problems: Problem[] = [];
  const all = renderAll(input, problems).filter(({ path }) => isReadable(path, input, problems));
  // Values for this machine are added once: a later run names no line of theirs either, or it would change its own words.
  const moved = [
    ...all.map(({ path }) => path),
    ...(envNeeds(blueprint).length > 0 ? [envFileOf(blueprint.compose.path)] : []),
  ];
  for (const rendered of all.map(file => (file.cites ? { ...file, text: withoutLines(file.text, moved) } : file))) {
    const before = existing(rendered.path);
    const change = changeOf(rendered, before, settings.generated[rendered.path], blueprint);
    files.push(change);
    // In a merged file the lines lie elsewhere, so only whole files of ours can say why a line is there.
    if (change.text === rendered.text) reasons.push(...rendered.reasons);
  }
  problems.push(...keptOutOfGit(blueprint, files, existing));
  const kept = files.filter(
    file =>
      !file.secret || (isUncommitted(file, input, problems) && isHidden(file, files, blueprint, existing, problems)),
  );
  return {
    plan: blueprint.plan,
    files: kept.sort((left, right) => (left.path < right.path ? -1 : 1)),
    reasons,
    problems,
  };
}

function renderAll(
  { blueprint, existing, random, committed }: ChangeSetInput,
  problems: Problem[],
): readonly RenderedFile[] {
  const found = new Map<string, RenderedFile>();
  const context: ArtefactContext = { blueprint, unit: null, existing, random, committed };
  const known = artefacts.map(({ id }) => id);
  for (const id of blueprint.files.filter(name => !known.includes(name)))
    problems.push(problemOfFiles("unknown-file", `files names ${id}, which is none; known are ${known.join(", ")}.`));
  for (const artefact of artefacts.filter(({ id }) => blueprint.files.includes(id))) {
    const files = render(artefact, context);
    for (const file of files) if (!found.has(file.path)) found.set(file.path, file);
    if (files.length === 0 && artefact.emptyWhen !== undefined)
      problems.push(
        problemOfFiles(
          "nothing-to-write",
          `No ${artefact.title} is written, though ${artefact.id} was asked for: ${artefact.emptyWhen}.`,
        ),
      );
  }
  return [...found.values()];
}

/** A text that names lines of files which this very run merges and so moves: the file alone stays true. */
function withoutLines(text: string, paths: readonly string[]): string {
  return text
    .replace(/([\w./-]+):\d+/g, (whole, path: string) => (paths.includes(path) ? path : whole))
    .replace(/([\w./-]+)(?:, \1(?![\w./:-]))+/g, (whole, path: string) => (paths.includes(path) ? path : whole));
}

/** What is wrong with the decision `files`. */
function problemOfFiles(code: string, message: string): Problem {
  return { code, message, place: { path: SETTINGS_FILE, line: 1, column: 1, text: "", confidence: "high" } };
}

function isReadable(path: string, { isUnreadable }: ChangeSetInput, problems: Problem[]): boolean {
  if (!isUnreadable(path)) return true;
  problems.push({
    code: "target-unreadable",
    message: `${path} is not written: what is there is a folder, no text, or too large, so it can be neither merged nor compared. Correct or move it, and run again.`,
    place: { path, line: 1, column: 1, text: "", confidence: "high" },
  });
  return false;
}

function render(artefact: Artefact, context: ArtefactContext): readonly RenderedFile[] {
  const results =
    artefact.scope === "stack"
      ? [artefact.render(context)]
      : context.blueprint.units.map(unit => artefact.render({ ...context, unit }));
  return results.flatMap(result => (result === null ? [] : "path" in result ? [result] : result));
}

function changeOf(
  rendered: RenderedFile,
  before: string | null,
  generated: string | undefined,
  blueprint: Blueprint,
): FileChange {
  const { path, unit, secret = false } = rendered;
  const change = (action: FileAction, text: string, note: string | null = null): FileChange => ({
    path,
    unit,
    action,
    before,
    text,
    note,
    secret,
  });
  if (before === null) return change("create", rendered.text);
  if (before === rendered.text) return change("unchanged", before);
  if (secret) return change("merge", rendered.text, "Only what is missing is added; values that are there stay.");
  // A file without a word is nobody's work.
  if (generated === hashOf(before) || before.trim() === "") return change("update", rendered.text);
  const result = mergeFile(rendered, before, blueprint, generated !== undefined);
  switch (result.kind) {
    case "same":
      return change("unchanged", before);
    case "merged":
      return change("merge", result.text, result.note);
    case "conflict":
      return change("conflict", result.text, result.note);
  }
}

/** What a build needs and git would not take: it works here, and fails wherever the repository is cloned. */
function keptOutOfGit(
  blueprint: Blueprint,
  files: readonly FileChange[],
  existing: (path: string) => string | null,
): readonly Problem[] {
  const needed = blueprint.units.flatMap(unit => [
    unit.dockerfile,
    ignorePath(unit),
    ...[checkScriptPath(unit), forwardScriptPath(unit)].map(path => joinPath(unit.context, path)),
  ]);
  const isNew = (path: string): boolean => files.some(file => file.path === path && file.action === "create");
  return [...new Set([...needed, blueprint.compose.path])]
    .filter(path => isNew(path) && isGitIgnored(path, existing))
    .map(path => ({
      code: "kept-out-of-git",
      message: `${path} is written, but git ignores it, so a clone of the repository cannot be built. Change the rule in .gitignore, or add the file with \`git add --force\`.`,
      place: { path, line: 1, column: 1, text: "", confidence: "high" },
    }));
}

/** What git has is shared with everybody, so no value is made for it. */
function isUncommitted(
  { path, before, text }: FileChange,
  { committed }: ChangeSetInput,
  problems: Problem[],
): boolean {
  if (!committed.has(path) || before === text) return true;
  const names = [...parseEnv(text).keys()].filter(name => !parseEnv(before ?? "").get(name));
  problems.push({
    code: "secret-committed",
    message: `${path} is not written: git has it, so values for this machine would be shared. What it lacks is ${names.join(", ")}; set it where the containers are started, or take the file out of git with \`git rm --cached ${path}\`.`,
    place: { path, line: 1, column: 1, text: "", confidence: "high" },
  });
  return false;
}

/** Generated values are written only where neither git nor a build can pick them up. */
function isHidden(
  file: FileChange,
  files: readonly FileChange[],
  blueprint: Blueprint,
  existing: (path: string) => string | null,
  problems: Problem[],
): boolean {
  const textOf = (path: string): string =>
    files.find(other => other.path === path && other.action !== "conflict")?.text ?? existing(path) ?? "";
  const contexts = blueprint.units.filter(({ context }) => context === "");
  const open = [
    ...(ignore().add(textOf(".gitignore")).ignores(file.path) ? [] : [".gitignore"]),
    ...new Set(
      contexts.map(ignorePath).filter(path => !matchIgnore(parseDockerignore(textOf(path)), file.path).ignored),
    ),
  ];
  for (const path of open) {
    problems.push({
      code: "secret-not-ignored",
      message: `${file.path} is not written: ${path} does not leave it out. Add the line ${file.path} there.`,
      place: { path, line: 1, column: 1, text: "", confidence: "high" },
    });
  }
  return open.length === 0;
}
