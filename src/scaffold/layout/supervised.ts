import { targetsOfFile } from "../../recon/build-scripts/make-targets";
import { supervisorPrograms } from "../../recon/docker/supervisor-programs";
import { nameOf, parentOf } from "../../model/paths";
import { asText, at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { nearest } from "./nearest-file";
import type { StartLine } from "./existing-start";

/**
 * What Supervisor or Circus runs for good where a line of a start calls it: the commands of its programs, with the lines of a
 * target of make that one of them is. `sources` is what the Dockerfile copies by name.
 */
export function supervisedLines(
  workspace: Workspace,
  lines: readonly StartLine[],
  sources: readonly string[],
): readonly StartLine[] {
  const paths = lines.flatMap(({ path, text }) => configurations(workspace, { path, text }, sources));
  return [...new Set(paths)].flatMap(path =>
    supervisorPrograms(workspace, path).flatMap(({ text, offset, startsItself }) => {
      if (!startsItself) return [];
      const line = workspace.text(path)?.slice(0, offset).split("\n").length ?? 1;
      return [{ path, line, text }, ...madeLines(workspace, text)];
    }),
  );
}

/** The files that a call of a supervisor reads: the one that it names, else the one of the usual name, with those it takes in. */
function configurations(
  workspace: Workspace,
  { path: from, text }: Pick<StartLine, "path" | "text">,
  sources: readonly string[],
): readonly string[] {
  const words = text.split(/[\s"'[\],]+/).filter(word => word !== "");
  const start = words.findIndex(word => /^(?:supervisord|circusd)$/.test(nameOf(word)));
  if (start < 0) return [];
  const named = words.slice(start + 1).find(word => /\.(?:conf|ini)$/.test(word)) ?? "supervisord.conf";
  const path = configurationOf(workspace, from, named, sources);
  if (path === null) return [];
  const included = entries(at(workspace.data(path).root, "include")).flatMap(({ key, value }) =>
    key === "files" ? (asText(value) ?? "").split(/\s+/) : [],
  );
  return [path, ...included.flatMap(pattern => matching(workspace, pattern))];
}

/**
 * The one file that a path of the image means: of several of its name the one that is copied there, that ends in the same
 * folder, or that lies beside the Dockerfile; null where none of this tells.
 */
function configurationOf(workspace: Workspace, from: string, word: string, sources: readonly string[]): string | null {
  const name = nameOf(word);
  const all = workspace.paths(name).filter(path => nameOf(path) === name);
  const copied = all.filter(path => sources.some(source => path === source || path.endsWith(`/${source}`)));
  const left = copied.length > 0 ? copied : all;
  const folder = nameOf(parentOf(word));
  const ways = [
    left,
    left.filter(path => folder !== "" && nameOf(parentOf(path)) === folder),
    left.filter(path => parentOf(path) === parentOf(from)),
  ];
  return ways.find(paths => paths.length === 1)?.[0] ?? null;
}

/** `conf.d/*.conf`: the files of a folder of that name; one that a variable names may be any. */
function matching(workspace: Workspace, pattern: string): readonly string[] {
  const folder = nameOf(parentOf(pattern));
  const [, ending] = /^\*(\.\w+)$/.exec(nameOf(pattern)) ?? [];
  if (ending === undefined) return [nearest(workspace, "", pattern)].filter(path => path !== null);
  if (folder === "" || /[%$*]/.test(folder)) return [];
  return workspace.paths(`*${ending}`).filter(path => nameOf(parentOf(path)) === folder);
}

/** `seen`: targets that were walked already, since a Makefile may lead back to itself, and by many ways to one target. */
function madeLines(workspace: Workspace, text: string, seen = new Set<string>()): readonly StartLine[] {
  const args = /(?:^|[\s;&|])make\s+([^;&|]*)/.exec(text)?.[1];
  const path = args === undefined ? null : nearest(workspace, "", "Makefile");
  if (args === undefined || path === null) return [];
  const targets = targetsOfFile(workspace, path);
  return args.split(/\s+/).flatMap(name => {
    if (seen.has(name)) return [];
    seen.add(name);
    return (targets.get(name)?.[0]?.lines ?? []).flatMap(({ text: inner, offset }) => {
      const line = workspace.text(path)?.slice(0, offset).split("\n").length ?? 1;
      return [{ path, line, text: inner }, ...madeLines(workspace, inner, seen)];
    });
  });
}
