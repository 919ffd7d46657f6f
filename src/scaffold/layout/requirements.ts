import type { Recon } from "../../model/recon";
import { isInstalledTable, requirementsOfTable } from "../../python/packaging/installed-table";
import { isOfOtherMachine, isOfOtherSystem } from "../../python/packaging/other-systems";
import { parseRequirements, type RequirementEntry } from "../../python/packaging/requirements";
import type { Workspace } from "../../workspace/workspace";
import { joinPath, parentOf } from "../../model/paths";

/** A pip requirements file with what an install of it needs at hand (pip documentation, Requirements File Format). */
export interface RequirementsFile {
  readonly path: string;
  /** Files of `-r` and `-c`, relative to the analysed folder. */
  readonly includes: readonly string[];
  /** Those of `-r`: a constraint installs nothing. */
  readonly brings: readonly string[];
  /** Local folders and archives, editable or not, relative to the analysed folder. */
  readonly locals: readonly { readonly path: string; readonly isEditable: boolean }[];
  readonly hasHashes: boolean;
  /**
   * Beside hashes it has addresses of version control, which have none: pip then refuses the whole list. Only where all lines
   * of it can be told apart one by one, and none names what lies beside the list.
   */
  readonly hasUnhashed: boolean;
  /** Installs from a version control address, so the build needs git. */
  readonly usesGit: boolean;
  readonly indexes: readonly string[];
  /** The table of `pip list`, which pip does not read. */
  readonly isTable: boolean;
  /** Written by `pip-compile` or `uv pip compile`. */
  readonly isCompiled: boolean;
  /** Names the project itself (`-e .` or `.`). */
  readonly namesProject: boolean;
  /** What pip cannot install as it is written; an install reads the list without it. */
  readonly repairs: Repairs;
  readonly count: number;
  /** Normalized names of the distributions that it lists itself. */
  readonly names: ReadonlySet<string>;
}

export interface Repairs {
  /** Names, as they are written, of distributions that exist for another system only. */
  readonly dropped: readonly string[];
  /** Names of those that come from a folder of another machine, which are taken from the index. */
  readonly moved: readonly string[];
  /** Has addresses of the `git://` protocol, which GitHub no longer answers. */
  readonly hasOldGit: boolean;
  /** UTF-16, as PowerShell writes it: pip reads that, and sed does not. */
  readonly isWide: boolean;
}

export function readRequirements(
  workspace: Workspace,
  recon: Recon,
  prefix: string,
): ReadonlyMap<string, RequirementsFile> {
  const found = new Map<string, RequirementsFile>();
  const waiting = recon.manifests.flatMap(({ path, kind }) => (/requirements|constraints/.test(kind) ? [path] : []));
  for (const path of workspace.paths("*requirements*.txt", "**/requirements/*.txt")) {
    if (path.startsWith(prefix) && !path.slice(prefix.length).includes("node_modules/")) waiting.push(path);
  }
  for (let at = 0; at < waiting.length; at++) {
    const path = waiting[at] ?? "";
    const text = found.has(path) ? null : workspace.text(path);
    if (text === null) continue;
    const file = readOne(path, text, (workspace.entry(path)?.bytes ?? 0) >= 2 * text.length);
    found.set(path, file);
    waiting.push(...file.includes);
  }
  return found;
}

/** A folder or a wheel in place of a name. */
const LOCAL = /^\.{1,2}(?:[\\/[]|$)|^file:|^[^\s@][^\s@/]*\/[^\s]*$|^[^\s]+\.whl$/;

const SHORT: Readonly<Record<string, string>> = {
  "-r": "--requirement",
  "-c": "--constraint",
  "-i": "--index-url",
  "-e": "--editable",
  "-f": "--find-links",
};

/** The option that a line is, by its long name, and what it is given; "" for a line that is none of these. */
function readOption(line: string): { readonly option: string; readonly value: string } {
  const [, option = "", value = ""] =
    line.match(
      /^(-r|--requirement|-c|--constraint|-e|--editable|-i|--index-url|--extra-index-url|-f|--find-links)(?:\s*=\s*|\s+)(.+)$/,
    ) ??
    line.match(/^(-r|-c|-e|-i|-f)(.+)$/) ??
    [];
  return { option: SHORT[option] ?? option, value: value.trim() };
}

export function readOne(path: string, written: string, isWide = false): RequirementsFile {
  const text = requirementsOfTable(written);
  const folder = parentOf(path);
  const includes: string[] = [];
  const brings: string[] = [];
  const locals: { path: string; isEditable: boolean }[] = [];
  const indexes: string[] = [];
  const lines = logicalLines(text);
  const hasHashes = lines.some(line => line.includes("--hash="));
  const hasRevisions = lines.some(line => OF_VERSION_CONTROL.test(line));
  const usesGit = lines.some(line => line.includes("git+") || line.includes("git://"));
  let count = 0;
  const addLocal = (written: string, isEditable: boolean): void => {
    const path = localPath(folder, written);
    if (path !== null) locals.push({ path, isEditable });
  };
  const addList = (written: string, ...lists: readonly string[][]): void => {
    if (!written.includes("://")) for (const list of lists) list.push(joinPath(folder, written));
  };
  for (const line of lines) {
    const { option, value } = readOption(line);
    switch (option) {
      case "--requirement":
        addList(value, includes, brings);
        break;
      case "--constraint":
        addList(value, includes);
        break;
      case "--index-url":
      case "--extra-index-url":
        indexes.push(value);
        break;
      case "--editable":
        count++;
        addLocal(value, true);
        break;
      case "--find-links":
        if (!value.includes("://")) locals.push({ path: joinPath(folder, value), isEditable: false });
        break;
      default:
        if (line.startsWith("-")) break;
        count++;
        if (LOCAL.test(line)) addLocal(line, false);
    }
  }
  const { entries } = parseRequirements(text);
  return {
    path,
    includes,
    brings,
    locals,
    hasHashes,
    hasUnhashed: hasHashes && hasRevisions && includes.length === 0 && locals.length === 0 && !GOES_ON.test(text),
    usesGit,
    indexes,
    isTable: isInstalledTable(written),
    isCompiled: /^# This file (?:is|was) autogenerated by/m.test(text.slice(0, 2000)),
    namesProject: locals.some(({ path: local }) => local === folder),
    repairs: {
      // A list with hashes is written by a tool, which tells what each system needs by markers.
      ...(hasHashes ? { dropped: [], moved: [] } : misplaced(entries)),
      hasOldGit: OLD_GIT.test(text),
      isWide,
    },
    count,
    names: new Set(entries.map(({ name }) => name)),
  };
}

/** Names of entries that no container of Linux can install, and of those that lie on the machine that wrote the list. */
function misplaced(entries: readonly RequirementEntry[]): Pick<RequirementsFile["repairs"], "dropped" | "moved"> {
  return {
    dropped: entries.filter(isOfOtherSystem).map(({ rawName }) => rawName),
    moved: entries.filter(isOfOtherMachine).map(({ rawName }) => rawName),
  };
}

/** pip documentation, "VCS Support". */
export const OF_VERSION_CONTROL = /(git|hg|svn|bzr)\+/;

/** Such an address with more of it on the next line, where a filter of lines would leave that behind. */
const GOES_ON = /(?:git|hg|svn|bzr)\+.*\\$/m;

/** GitHub blog, "Improving Git protocol security on GitHub": no longer answered since March 2022. */
const OLD_GIT = /\bgit:\/\/github\.com\//;

/** Lines without comments, with `\` continuations joined. */
function logicalLines(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map(line => line.replace(/(?:^|\s)#.*$/, "").trim())
    .filter(line => line !== "");
}

function localPath(folder: string, text: string): string | null {
  const bare = text
    .replace(/^file:(?:\/\/)?/, "")
    .replace(/\s*;.*$/, "")
    .replace(/\[[^\]]*\]\s*$/, "")
    .trim();
  if (/^[a-z+]+:\/\//i.test(text) && !text.startsWith("file:")) return null;
  if (bare.includes("://") || bare.startsWith("/") || /^git\+/.test(bare)) return null;
  return joinPath(folder, bare);
}
