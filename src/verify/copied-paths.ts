import { chainOf, findStage, type Stage } from "../docker/dockerfile/stages";
import type { CopyInstruction } from "../docker/dockerfile/types";
import { cleanPath } from "../docker/dockerignore";
import { copyTarget } from "../lint/query/image-files";
import { isInside, joinPath, nameOf } from "../model/paths";
import type { Files } from "../model/ports";
import { decodeText } from "../workspace/decode";
import { buildContext } from "./build-context";
import type { StackBuild } from "./compose-stack";
import { readBuiltFile } from "./instruction-places";

/** Tells whether the COPY and ADD of a build put something of the build context at an absolute path, or below it. */
export async function copiedPaths(files: Files, build: StackBuild): Promise<(path: string) => boolean> {
  const dockerfile = await files.read(joinPath(build.context, build.dockerfile));
  if (!dockerfile) return () => false;
  const built = readBuiltFile(build.dockerfile, decodeText(dockerfile), build.target, build.args);
  const context = await buildContext(files, build.context, build.dockerfile);
  const isSent = (path: string): boolean => context.files.some(file => isInside(path, file.path));
  const isFile = (path: string): boolean => context.files.some(file => file.path === path);

  const isCopied = (stage: Stage, path: string): boolean =>
    chainOf(stage).some(part =>
      part.instructions.some(
        each => (each.kind === "COPY" || each.kind === "ADD") && putsAt(part, each, cleanPath(path)),
      ),
    );
  const putsAt = (stage: Stage, copy: CopyInstruction, path: string): boolean => {
    const destination = copyTarget(built, stage, copy)?.replace(/^\/$/, "");
    if (destination === undefined) return false;
    if (isInside(path, destination)) return true;
    if (!isInside(destination, path)) return false;
    const rest = path.slice(destination.length + 1);
    const from = copy.flags.find(({ name }) => name === "from");
    if (from === undefined)
      return copy.sources.some(
        ({ value }) => isSent(joinPath(value, rest)) || (rest === nameOf(value) && isFile(joinPath(value))),
      );
    const other = findStage(built.graph, from.value ?? "", stage);
    return other !== null && copy.sources.some(({ value }) => isCopied(other, `/${value}/${rest}`));
  };
  return path => built.stage !== null && isCopied(built.stage, path);
}
