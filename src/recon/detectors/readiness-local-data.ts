import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import type { CallFact } from "../../python/facts";
import { keywordOf } from "../applications/values";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { belowFolder } from "../readiness/suggestion";

const WRITERS = new Set("makedirs mkdir to_csv to_parquet to_excel to_json to_pickle savefig".split(" "));

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
  return file.facts.calls.flatMap(call => {
    const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
    const isWrite =
      call.callee === "open"
        ? /[wax+]/.test(modeOf(call))
        : WRITERS.has(last) || (last === "connect" && FILES.has(project.qualify(file, call.callee, call.scope)));
    const path = isWrite ? project.string(file, call.arguments[0], call.scope) : null;
    // `:memory:` and `file:…?mode=ro` of SQLite keep nothing here.
    if (path === null || path === "" || /^(?:\/|:|file:|[A-Za-z]:)|:\/\//.test(path)) return [];
    return [
      {
        claim: "readiness" as const,
        rule: "local-data",
        what: path.startsWith("~") ? `${path} is written in the home folder` : `${path} is written beside the code`,
        why: "It is lost with the container, and a read-only file system refuses it.",
        place: project.place(file, call.offset),
        fix: "Write below a folder that a variable names, and keep that folder in a volume.",
        ...belowFolder(project, file, call.arguments[0]),
      },
    ];
  });
}

function modeOf(call: CallFact): string {
  const mode = call.arguments[1] ?? keywordOf(call, "mode");
  return mode?.kind === "string" ? mode.value : "r";
}
