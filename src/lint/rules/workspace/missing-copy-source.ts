import type { CopyInstruction } from "../../../docker/dockerfile/types";
import { parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildsOf, copiesFromContext, has, literalSources } from "../../query/builds";
import { isWindows, rootImage } from "../../query/images";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import type { DockerfileView } from "../../dockerfile-context";
import type { WorkspaceContext } from "../../workspace-context";
import { inContext, isInSubmodule, isLeftOut, namesIn } from "../../query/workspace-paths";
import { literalPattern } from "../../../model/patterns";
import { isGitIgnored } from "../../../workspace/git-ignored";

/** Whether a script of the workspace ends a command with this file as what it writes, as a step before the build does. */
function isWrittenByScript(context: WorkspaceContext, name: string): boolean {
  if (!name.includes(".")) return false;
  const holding = scriptsOf(context).filter(script => script.includes(name));
  if (holding.length === 0) return false;
  const own = literalPattern(name);
  const written = new RegExp(
    String.raw`\b(?:cp|mv|install|ln|tee|rsync)\s[^\n;&|]{0,300}[\s/"']${own}["']?\s*(?:$|[;&|)])|(?:\s-[oO]|--output|>)[\s=]*\S{0,200}?${own}["']?(?:$|[\s;&|)])`,
    "m",
  );
  return holding.some(script => written.test(script));
}

const SCRIPTS = new WeakMap<WorkspaceContext, readonly string[]>();

/** The texts of the workspace's scripts, gathered once for all sources that are absent. */
function scriptsOf(context: WorkspaceContext): readonly string[] {
  const known = SCRIPTS.get(context);
  if (known !== undefined) return known;
  const scripts = [...context.paths].flatMap(path => (path.endsWith(".sh") ? (context.read(path) ?? []) : []));
  SCRIPTS.set(context, scripts);
  return scripts;
}

/** A source that the context lacks. */
interface Absence {
  readonly path: string;
  readonly word: CopyInstruction["sources"][number];
  /** The folder of the build context. */
  readonly folder: string;
  readonly isGlob: boolean;
  /** True where git ignores the path or a script writes it: another step makes it first. */
  readonly isMade: boolean;
  /** The path with the name that is meant; null where none is near. */
  readonly fixed: string | null;
  /** True in an image of Windows where only the case differs, which a build there does not mind. */
  readonly isFolded: boolean;
}

/** Looks for the name that is meant: many Dockerfiles may want the same absent file, and a large folder takes time. */
type Nearest = (path: string, parent: string, own: string) => string | null;

function nearestNames(context: WorkspaceContext): Nearest {
  const known = new Map<string, string | null>();
  return (path, parent, own) => {
    let near = known.get(path);
    if (near === undefined) known.set(path, (near = nearest(own, namesIn(context, parent))));
    return near;
  };
}

/** True for a path that stands in the context, or of which nothing is said here. */
function isHeld(context: WorkspaceContext, folder: string, path: string, whole: string): boolean {
  if (whole === "" || whole === folder || has(context, folder, path)) return true;
  return isLeftOut(context, whole) || isInSubmodule(context, whole);
}

/** True for a wildcard that may name a file that some machines have: beside others, or with one letter in brackets. */
function isOptional(path: string, instruction: CopyInstruction): boolean {
  return isPattern(path) && (instruction.sources.length > 1 || /\[[\w.]\]/.test(path));
}

function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

function isOfWindows(view: DockerfileView, instruction: CopyInstruction): boolean {
  const stage = view.stageOf(instruction);
  return stage !== null && isWindows(view, rootImage(stage));
}

function messageOf({ path, folder, isGlob, isMade, fixed, isFolded }: Absence): string {
  const shown = `\`${shorten(path, 40)}\``;
  if (isMade)
    return `${shown} is made by another step and not here yet, so this COPY fails until that has run. Run it first.`;
  const where = folder === "" ? "the build context" : `\`${shorten(folder, 30)}\`, the build context`;
  if (isGlob)
    return `${shown} matches nothing in ${where}, so nothing is copied. Correct the pattern, unless that is meant.`;
  return `${shown} is not in ${where}, so this COPY fails${isFolded ? " where case counts" : ""}. ${fixed === null ? "Correct the path." : `Write \`${shorten(fixed, 40)}\`.`}`;
}

function reportAbsence(context: WorkspaceContext, view: DockerfileView, absence: Absence): void {
  const { path, word, isMade, fixed } = absence;
  const canFix = fixed !== null && !word.quoted && word.raw === path;
  const isMild = absence.isGlob || absence.isFolded;
  context.report(view.path, word.span, messageOf(absence), {
    ...(isMade || isMild ? { severity: isMade ? ("hint" as const) : ("warning" as const) } : {}),
    fixes: canFix ? [suggestion(`Change to ${fixed}`, replace(word.span, fixed))] : [],
  });
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-copy-source",
  code: "DD3002",
  severity: "error",
  mirrors: [],
  what: "COPY or ADD of a file that the build context does not hold.",
  why: "The build stops.",
  todo: "Correct the path, which counts from the build context's folder.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY «requirement.txt» ./\nCOPY shop ./shop\n",
    "requirements.txt": "flask\n",
    "shop/app.py": "",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nCOPY shop ./shop\n",
    "requirements.txt": "flask\n",
    "shop/app.py": "",
  },
  check: context => {
    if (context.paths.size === 0) return;
    const nearestTo = nearestNames(context);
    const isIgnored = (path: string): boolean => isGitIgnored(path, each => context.read(each));
    for (const { view, folder } of buildsOf(context)) {
      if (folder === null) continue;
      for (const instruction of copiesFromContext(view)) {
        for (const { path, word } of literalSources(instruction)) {
          const whole = inContext(folder, path);
          // A path that leaves the context is BuildKit's own error.
          if (whole === null || isHeld(context, folder, path, whole) || isOptional(path, instruction)) continue;
          const isGlob = isPattern(path);
          const parent = parentOf(whole);
          const own = whole.slice(parent === "" ? 0 : parent.length + 1);
          const isMade = isIgnored(whole) || isIgnored(`${whole}/`) || (!isGlob && isWrittenByScript(context, own));
          const near = isGlob || isMade ? null : nearestTo(whole, parent, own);
          // What the same COPY names already is another file, not the one that is meant.
          const isTaken = instruction.sources.some(each => each.value.replace(/^\.\//, "") === near);
          const fixed = near === null || isTaken ? null : path.slice(0, path.lastIndexOf(own)) + near;
          const isFolded = fixed?.toLowerCase() === path.toLowerCase() && isOfWindows(view, instruction);
          reportAbsence(context, view, { path, word, folder, isGlob, isMade, fixed, isFolded });
        }
      }
    }
  },
});
