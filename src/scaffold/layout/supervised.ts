import { targetsOfFile } from "../../recon/build-scripts/make-targets";
import { supervisorPrograms } from "../../recon/docker/supervisor-programs";
import { nameOf, parentOf } from "../../model/paths";
import { asText, at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { nearest } from "./nearest-file";
import type { StartLine } from "./existing-start";

/**
 * What Supervisor or Circus runs for good where a line of a start calls it: the commands of its programs, with the lines of a
 * target of make that one of them is.
 */
export function supervisedLines(workspace: Workspace, lines: readonly StartLine[]): readonly StartLine[] {
  const paths = lines.flatMap(({ path, text }) => configurations(workspace, path, text));
  return [...new Set(paths)].flatMap(path =>
    supervisorPrograms(workspace, path).flatMap(({ text, offset }) => {
      const line = workspace.text(path)?.slice(0, offset).split("\n").length ?? 1;
      return [{ path, line, text }, ...madeLines(workspace, text)];
    }),
  );
}

/** The files that a call of a supervisor reads: the one that it names, else the one of the usual name, with those it takes in. */
function configurations(workspace: Workspace, from: string, text: string): readonly string[] {
  const words = text.split(/[\s"'[\],]+/).filter(word => word !== "");
  const start = words.findIndex(word => /^(?:supervisord|circusd)$/.test(nameOf(word)));
  if (start < 0) return [];
  const named = words.slice(start + 1).find(word => /\.(?:conf|ini)$/.test(word)) ?? "supervisord.conf";
  const path = nearest(workspace, from, named);
  if (path === null) return [];
  const included = entries(at(workspace.data(path).root, "include")).flatMap(({ key, value }) =>
    key === "files" ? (asText(value) ?? "").split(/\s+/) : [],
  );
  return [path, ...included.flatMap(pattern => matching(workspace, pattern))];
}

/** `conf.d/*.conf`: the files of a folder of that name; one that a variable names may be any. */
function matching(workspace: Workspace, pattern: string): readonly string[] {
  const folder = nameOf(parentOf(pattern));
  const [, ending] = /^\*(\.\w+)$/.exec(nameOf(pattern)) ?? [];
  if (ending === undefined) return [nearest(workspace, "", pattern)].filter(path => path !== null);
  if (folder === "" || /[%$*]/.test(folder)) return [];
  return workspace.paths(`*${ending}`).filter(path => nameOf(parentOf(path)) === folder);
}

const MAKE_DEPTH = 3;

function madeLines(workspace: Workspace, text: string, depth = 0): readonly StartLine[] {
  const args = /(?:^|[\s;&|])make\s+([^;&|]*)/.exec(text)?.[1];
  const path = args === undefined || depth > MAKE_DEPTH ? null : nearest(workspace, "", "Makefile");
  if (args === undefined || path === null) return [];
  const targets = targetsOfFile(workspace, path);
  return args
    .split(/\s+/)
    .flatMap(name => targets.get(name)?.[0]?.lines ?? [])
    .flatMap(({ text: inner, offset }) => {
      const line = workspace.text(path)?.slice(0, offset).split("\n").length ?? 1;
      return [{ path, line, text: inner }, ...madeLines(workspace, inner, depth + 1)];
    });
}
