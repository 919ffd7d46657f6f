import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import type { WrittenFile } from "../../model/recon";
import type { CallFact, Value } from "../../python/facts";
import { joinPath } from "../../model/paths";
import { keywordOf, namesIn } from "../applications/values";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { belowFolder } from "../readiness/suggestion";

/** Functions by their last name, with the argument that says where they write. */
const WRITERS: Readonly<Record<string, number>> = {
  makedirs: 0,
  mkdir: 0,
  to_csv: 0,
  to_parquet: 0,
  to_excel: 0,
  to_json: 0,
  to_pickle: 0,
  savefig: 0,
  copy: 1,
  copy2: 1,
  copyfile: 1,
  move: 1,
};
const MOVERS = /^shutil\.(?:copy2?|copyfile|move)$/;

/** Methods of a path that write what it names (pathlib.Path). */
const OF_PATH = new Set(["mkdir", "touch", "write_text", "write_bytes", "open"]);

/** Databases that are a file, which connecting to makes. */
const FILES = new Set(["sqlite3.connect", "aiosqlite.connect", "duckdb.connect"]);

const IN_CODE = among(isProductionCode, inCode);

/** Data written beside the code, by a relative path, or in the home folder: lost with the container, refused on a read-only file system. */
export const detector = defineDetector({
  id: "readiness-local-data",
  title: "Data beside the code",
  reads: { everything: true },
  detect({ each }) {
    return each(IN_CODE);
  },
});

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  const told = file.facts.calls.flatMap(call => {
    const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
    const target = writtenBy(project, file, call, last);
    const path = target === null ? null : project.string(file, target, call.scope);
    const kind = last === "makedirs" || last === "mkdir" ? "folder" : "file";
    return target === null || path === null ? [] : finding(project, file, { path, kind, offset: call.offset, target });
  });
  return [...told, ...foldersOfParameters(project, file)];
}

/** `def __init__(self, storage_dir: str = "data/orders")`: what a file that makes that folder is given by default. */
function foldersOfParameters(project: PythonProject, file: PythonFile): readonly Evidence[] {
  const made = file.facts.calls
    .filter(({ callee }) => /(?:^|\.)(?:makedirs|mkdir)$/.test(callee))
    .flatMap(call => [ownerOf(call), ...call.arguments].flatMap(namesIn))
    .map(name => name.replace(/^self\./, "").split(".", 1)[0]);
  return file.facts.definitions.flatMap(({ parameters }) =>
    parameters.flatMap(({ name, default: preset }) =>
      /_(?:dir|directory|folder|path)$/.test(name) &&
      made.includes(name) &&
      preset?.kind === "string" &&
      !/\.\w{1,4}$/.test(preset.value)
        ? finding(project, file, { path: preset.value, kind: "folder", offset: preset.offset, target: preset })
        : [],
    ),
  );
}

/** What a call writes to; null where it writes nothing. */
function writtenBy(project: PythonProject, file: PythonFile, call: CallFact, last: string): Value | null {
  const [first] = call.arguments;
  if (call.callee === "open") return first && /[wax+]/.test(modeOf(call, 1)) ? first : null;
  const owner = ownerOf(call);
  if (OF_PATH.has(last) && owner !== null && (last !== "open" || /[wax+]/.test(modeOf(call, 0)))) {
    // `os.mkdir(path)` has the path behind it, `path.mkdir()` before it.
    const isModule =
      owner.kind === "name" && /^(?:os|io|codecs|gzip)$/.test(project.qualify(file, owner.path, call.scope));
    if (!isModule) return owner;
  }
  if (last === "connect") return first && FILES.has(project.qualify(file, call.callee, call.scope)) ? first : null;
  const at = WRITERS[last];
  if (at === undefined || (at > 0 && !MOVERS.test(project.qualify(file, call.callee, call.scope)))) return null;
  return call.arguments[at] ?? null;
}

/** What a method is called on. */
function ownerOf(call: CallFact): Value | null {
  if (call.base) return call.base;
  const dot = call.callee.lastIndexOf(".");
  const path = call.callee.slice(0, Math.max(dot, 0));
  return path === "" || /[()[\]]/.test(path) ? null : { kind: "name", path, offset: call.offset, end: call.offset };
}

interface Written extends WrittenFile {
  readonly offset: number;
  readonly target: Value;
}

function finding(project: PythonProject, file: PythonFile, written: Written): Evidence[] {
  const { kind, offset, target } = written;
  const path = written.path.includes("..") ? joinPath(written.path) : written.path;
  // `:memory:` and `file:…?mode=ro` of SQLite keep nothing here.
  if (path === "" || /^(?:\/|:|file:|[A-Za-z]:)|:\/\//.test(path)) return [];
  const isHome = path.startsWith("~");
  return [
    {
      claim: "readiness" as const,
      rule: "local-data",
      what: isHome ? `${path} is written in the home folder` : `${path} is written beside the code`,
      why: "It is lost with the container, and a read-only file system refuses it.",
      place: project.place(file, offset),
      fix: "Write below a folder that a variable names, and keep that folder in a volume.",
      ...(isHome ? {} : { writes: { path, kind } }),
      ...belowFolder(project, file, target),
    },
  ];
}

function modeOf(call: CallFact, at: number): string {
  const mode = call.arguments[at] ?? keywordOf(call, "mode");
  return mode?.kind === "string" ? mode.value : "r";
}
