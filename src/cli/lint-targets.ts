import * as path from "node:path";
import { DrydockError } from "../model/error";
import type { Files } from "../model/ports";

/** One root to lint below, with the files that were asked for. */
export interface LintTarget {
  readonly root: string;
  /** Relative to the root; null for every Docker file below it. */
  readonly paths: readonly string[] | null;
  /** A Dockerfile from standard input. */
  readonly text: string | null;
  /** Whether the root is known to hold a project, so that its code is worth reading for facts across files. */
  readonly readsCode: boolean;
  /** The path as a person gave it. */
  readonly show: (path: string) => string;
}

/** `.drydock.yaml` or `.git` mark the folder that facts across files come from. */
const MARKS = [".drydock.yaml", ".git"];

/** Beside a lone file these tell a project without a mark from a folder that holds anything, such as a home or temporary one. */
const MANIFESTS = [
  "pyproject.toml",
  "requirements.txt",
  "setup.py",
  "setup.cfg",
  "Pipfile",
  "environment.yml",
  "manage.py",
];

/** Sorts the arguments of `lint` by root: the nearest folder upwards with a mark, else the argument itself. */
export async function lintTargets(
  args: readonly string[],
  rootFlag: string | undefined,
  tools: {
    readonly resolve: (path: string) => string;
    readonly files: (root: string) => Files;
    readonly readStdin: () => Promise<string>;
    readonly isFolder: (path: string) => Promise<boolean | null>;
  },
): Promise<readonly LintTarget[]> {
  const targets = new Map<
    string,
    { root: string; paths: string[] | null; text: string | null; readsCode: boolean; show: (path: string) => string }
  >();
  for (const argument of args.length > 0 ? args : ["."]) {
    if (argument === "-") {
      targets.set("-", {
        root: rootFlag === undefined ? tools.resolve(".") : tools.resolve(rootFlag),
        paths: ["Dockerfile"],
        text: await tools.readStdin(),
        readsCode: false,
        show: () => "-",
      });
      continue;
    }
    const absolute = tools.resolve(argument);
    const isFolder = await tools.isFolder(absolute);
    if (isFolder === null)
      throw new DrydockError(
        "usage",
        `${argument} does not exist.`,
        "There is nothing to lint there.",
        "Name a file or a folder that exists.",
      );
    const root =
      rootFlag !== undefined
        ? tools.resolve(rootFlag)
        : await nearestRoot(isFolder ? absolute : path.dirname(absolute), tools.files);
    const inside = path.relative(root, absolute).replaceAll(path.sep, "/");
    const show = (found: string): string =>
      path.relative(tools.resolve("."), path.join(root, found)).replaceAll(path.sep, "/") || found;
    const isAsked = rootFlag !== undefined || isFolder;
    const readsCode = isAsked || (await holdsAny(tools.files(root), [...MARKS, ...MANIFESTS]));
    const target = targets.get(root) ?? { root, paths: [], text: null, readsCode, show };
    target.readsCode ||= readsCode;
    targets.set(root, target);
    if (isFolder && inside === "") target.paths = null;
    else if (isFolder) target.paths?.push(`${inside}/`);
    else target.paths?.push(inside);
  }
  return [...targets.values()];
}

async function nearestRoot(start: string, files: (root: string) => Files): Promise<string> {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (await holdsAny(files(folder), MARKS)) return folder;
    if (path.dirname(folder) === folder) return start;
  }
}

async function holdsAny(files: Files, names: readonly string[]): Promise<boolean> {
  for (const name of names) if (await files.exists(name)) return true;
  return false;
}
