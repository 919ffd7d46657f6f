import type { Evidence } from "../../model/evidence";
import { compareText, type Place } from "../../model/place";
import type { AssignmentFact } from "../../python/facts";
import type { CallFact } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import { keywordOf } from "../../python/values";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { readSwitch, replaced, type Suggested } from "../readiness/suggestion";
import { isSwitchedOn } from "../readiness/switches";

const SERVERS = /(?:^|[.)])(?:run|run_server|FastAPI|Flask|Sanic|Starlette)$/;

const SWITCHED_ON = among(isProductionCode, switchedOn);
const STARTED_WITH_DEBUG = among(isProductionCode, eachCall(SERVERS, startedWithDebug));
const OFF = among(isProductionCode, (_project, { facts }) => facts.assignments.filter(isOff));

/** Debug switched on in code that runs in production. */
export const detector = defineDetector({
  id: "readiness-debug",
  title: "Debug switched on",
  reads: { everything: true },
  detect({ project, each }) {
    const switched = each(SWITCHED_ON);
    const overridden = switched.length === 0 ? new Set() : switchedOff(project);
    return [...switched.filter(({ place }) => !overridden.has(place.path)), ...each(STARTED_WITH_DEBUG)].sort(
      (left, right) => compareText(left.place.path, right.place.path),
    );
  },
});

function switchedOn(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return file.facts.assignments.flatMap(({ target, value, scope, offset }) => {
    const name = target.split(".").at(-1) ?? "";
    if (name !== "DEBUG" || !value) return [];
    const owner = file.facts.definitions[scope];
    if (owner && /Dev|Local|Test|Debug/i.test(owner.name)) return [];
    const { value: resolved, variables } = project.resolve(file, value, scope);
    if (!isSwitchedOn(resolved)) return [];
    const [variable] = variables;
    return [
      finding(
        project.place(file, offset),
        variable === undefined ? "DEBUG is on" : "DEBUG is on unless it is switched off",
        variable === undefined
          ? "Read DEBUG from the environment, off by default."
          : `Set ${variable} to false in the container.`,
        value.kind === "constant" ? readSwitch(project, file, value) : {},
      ),
    ];
  });
}

function startedWithDebug(project: PythonProject, file: PythonFile, call: CallFact): readonly Evidence[] {
  const debug = keywordOf(call, "debug");
  if (debug?.kind !== "constant" || debug.value !== true || isMainGuarded(file.facts, call.offset)) return [];
  return [
    finding(
      project.place(file, call.offset),
      "the server starts with debug on",
      "Start it without debug, or read the switch from the environment.",
      replaced(project, file, debug, "False"),
    ),
  ];
}

function finding(place: Place, what: string, fix: string, suggested: Suggested): Evidence {
  return {
    claim: "readiness",
    rule: "debug-on",
    what,
    why: "Debug pages show code, settings and variables to everybody who can reach the port.",
    place,
    fix,
    ...suggested,
  };
}

/** Settings that others start from and switch debug off in: `base.py`, where `production.py` says `DEBUG = False`. */
function switchedOff(project: PythonProject): ReadonlySet<string> {
  const off = new Set(project.each(OFF).map(({ file }) => file.path));
  if (off.size === 0) return off;
  return new Set(project.imports.filter(({ from, to }) => off.has(from) && from !== to).map(({ to }) => to));
}

function isOff({ target, value, scope }: AssignmentFact): boolean {
  return target === "DEBUG" && scope === -1 && value?.kind === "constant" && value.value === false;
}
