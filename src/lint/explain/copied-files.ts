import { matchIgnore } from "../../docker/dockerignore";
import type { CopyInstruction } from "../../docker/dockerfile/types";
import type { WorkspaceContext } from "../workspace-context";
import { buildsOf, copiesFromContext, literalSources, matchingPaths, type Build } from "../query/builds";
import { filesBelow, inContext } from "../query/workspace-paths";
import type { CopiedFiles, Sizes } from "./explanation";

/** What each COPY and ADD of a Dockerfile takes from its build context; those that a variable decides are left out. */
export function copiedFiles(context: WorkspaceContext, path: string, sizes: Sizes): readonly CopiedFiles[] {
  const build = buildsOf(context).find(each => each.view.path === path);
  if (build === undefined) return [];
  return copiesFromContext(build.view).flatMap(copy => {
    const paths = copiedPaths(context, build, copy);
    if (paths === null || paths.length === 0) return [];
    const bytes = paths.reduce((sum, each) => sum + (sizes.of(each) ?? 0), 0);
    return [{ end: copy.span.end, span: copy.span, files: paths.length, bytes, size: sizes.format(bytes) }];
  });
}

/** The files of the workspace that an instruction copies; null where that cannot be known. */
export function copiedPaths(context: WorkspaceContext, build: Build, copy: CopyInstruction): readonly string[] | null {
  const { folder, ignore } = build;
  if (folder === null || copy.sources.length === 0) return null;
  const sources = literalSources(copy);
  if (sources.length < copy.sources.length || copy.flags.some(flag => flag.name === "exclude")) return null;
  const found = new Set<string>();
  for (const { path } of sources) {
    const whole = inContext(folder, path);
    if (whole === null) return null;
    const roots = /[*?[]/.test(whole) ? matchingPaths(context, whole) : [whole];
    for (const root of roots) {
      if (context.paths.has(root)) found.add(root);
      else for (const below of filesBelow(context, root)) found.add(below);
    }
  }
  const isSent = (path: string): boolean => {
    const inside = folder === "" ? path : path.slice(folder.length + 1);
    return ignore === null || !matchIgnore(ignore.file, inside).ignored;
  };
  return [...found].filter(isSent);
}
