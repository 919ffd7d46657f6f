import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import { matchIgnore } from "../../../docker/dockerignore";
import type { CopyInstruction } from "../../../docker/dockerfile/types";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import type { WorkspaceContext } from "../../workspace-context";
import { buildsOf, copiesFromContext, literalSources, matchingPaths } from "../../query/builds";
import type { Build } from "../../query/builds";
import { insert, shorten, suggestion } from "../../query/fixing";
import { copyTarget } from "../../query/image-files";
import { wholeText } from "../../query/known-runs";
import { isPlainBase, rootOf } from "../../query/python-base";
import { inContext, isFolder } from "../../query/workspace-paths";

/** The folders of a system, and what stands in those of its programs: images bring them. */
const BROUGHT =
  /^\/(?:(?:bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|usr|var)(?:\/.*)?|home|media|mnt|opt|root|srv|tmp)?$/;

/** True where the path may be a folder already: the image brings it, or a step before says it. */
function mayBeFolder({ view }: Build, stage: Stage, copy: CopyInstruction, target: string): boolean {
  if (BROUGHT.test(target)) return true;
  const root = rootOf(view, stage);
  if (root === null || !isPlainBase(root.reference)) return true;
  const name = nameOf(target);
  return chainOf(stage)
    .flatMap(part => part.instructions)
    .some(each => each.index < copy.index && (each.kind === "UNKNOWN" || wholeText(view, each).includes(name)));
}

/** The files that a pattern names in the build's context; none where it names a folder, whose content goes into one. */
function filesOf(context: WorkspaceContext, { folder, ignore }: Build, pattern: string): readonly string[] {
  const path = folder === null ? null : inContext(folder, pattern);
  if (path === null || folder === null) return [];
  const found = matchingPaths(context, path);
  if (found.some(each => isFolder(context, each))) return [];
  const prefix = folder === "" ? 0 : folder.length + 1;
  return found.filter(each => ignore === null || !matchIgnore(ignore.file, each.slice(prefix)).ignored);
}

export const rule = defineRule({
  target: "workspace",
  id: "overwriting-copy",
  code: "DD3038",
  severity: "warning",
  mirrors: [],
  what: "COPY of a pattern that names several files, to a target that is no folder.",
  why: "Each file overwrites the one before, so the last alone is left, under the target's name.",
  todo: "End the target with `/`.",
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nCOPY *.ini «/app/conf»\nCMD ["python", "-m", "shop"]\n',
    "a.ini": "",
    "b.ini": "",
  },
  good: {
    Dockerfile: 'FROM python:3.13-slim\nCOPY *.ini /app/conf/\nCMD ["python", "-m", "shop"]\n',
    "a.ini": "",
    "b.ini": "",
  },
  check: context => {
    for (const build of buildsOf(context)) {
      const { view } = build;
      for (const copy of copiesFromContext(view)) {
        const { destination, sources } = copy;
        const [source] = literalSources(copy);
        const stage = view.stageOf(copy);
        if (destination === null || stage === null || sources.length > 1 || source === undefined) continue;
        if (!/[*?[]/.test(source.path) || /[/.}]$/.test(destination.value) || destination.variables.length > 0)
          continue;
        const files = filesOf(context, build, source.path);
        const target = copyTarget(view, stage, copy);
        if (files.length < 2 || target === null || mayBeFolder(build, stage, copy, target)) continue;
        const end = destination.span.end - (/["']$/.test(destination.raw) ? 1 : 0);
        context.report(
          view.path,
          destination.span,
          `\`${shorten(source.path, 24)}\` names ${String(files.length)} files, and each overwrites the one before in \`${shorten(destination.value, 30)}\`. End it with a slash.`,
          { fixes: [suggestion("Add a Slash", { ...insert(end, "/"), path: view.path })] },
        );
      }
    }
  },
});
