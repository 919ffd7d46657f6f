import type { Evidence } from "../model/evidence";
import { comparePlaces, compareText } from "../model/place";
import type { Problem, Recon } from "../model/recon";
import type { PythonProject } from "../python/project";
import type { Workspace } from "../workspace/workspace";
import { withDefaultBroker } from "./integrations/default-broker";
import { withFields } from "./integrations/address-fields";
import { linkVariables } from "./integrations/link-variables";
import { settleEntryPoints } from "./settle/entry-points";
import { settleEnvironment } from "./settle/environment";
import { withExtrasOptional } from "./settle/extras";
import { settleIntegrations } from "./settle/integrations";
import { readsByPrograms } from "./settle/own-programs";
import { claimed } from "./settle/source-order";
import {
  settleBuildScripts,
  settleFrameworks,
  settleFrontEnds,
  settleMigrations,
  settlePorts,
  settlePerProcess,
  settleReadiness,
  settleRoutes,
  settleStatic,
  settleTests,
} from "./settle/tools";
import { withoutTriedServers } from "./settle/tried-servers";

/** The parts of a Recon that detectors' evidence decides. */
export type SettledEvidence = Pick<
  Recon,
  | "frameworks"
  | "entryPoints"
  | "integrations"
  | "environment"
  | "ports"
  | "routes"
  | "migrations"
  | "tests"
  | "static"
  | "frontEnds"
  | "buildScripts"
  | "readiness"
  | "perProcess"
  | "problems"
>;

/**
 * Evidence to findings, by stated precedence: `SOURCE_ORDER` for commands, the application's own reads for variables,
 * settings and URLs before declared drivers for services. Every list is sorted as the contract says.
 */
export function settle(workspace: Workspace, project: PythonProject, evidence: readonly Evidence[]): SettledEvidence {
  const entryPoints = settleEntryPoints(workspace, project, claimed(evidence, "entry-point"));
  const frameworks = settleFrameworks(evidence);
  const started = { entryPoints, frameworks };
  const environment = settleEnvironment(readsByPrograms(workspace, project, evidence, started));
  const integrations = withExtrasOptional(
    withDefaultBroker(settleIntegrations(withFields(evidence, environment)), entryPoints, environment),
    evidence,
    project,
    started,
  );
  return {
    frameworks,
    entryPoints,
    integrations: linkVariables(integrations, environment, defaultsOf(evidence)),
    environment,
    ports: settlePorts(evidence),
    routes: settleRoutes(evidence),
    migrations: settleMigrations(evidence),
    tests: settleTests(workspace, evidence),
    static: settleStatic(evidence),
    frontEnds: settleFrontEnds(evidence),
    buildScripts: settleBuildScripts(evidence),
    readiness: settleReadiness(withoutTriedServers(workspace, project, evidence)),
    perProcess: settlePerProcess(evidence),
    problems: sortProblems(claimed(evidence, "problem")),
  };
}

/** Problems in order, each once. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const { code, message, place } of problems) {
    const key = `${code}\n${place.path}\n${place.line}\n${message}`;
    if (!seen.has(key)) seen.set(key, { code, message, place });
  }
  return [...seen.values()].sort(
    (left, right) =>
      comparePlaces(left.place, right.place) ||
      compareText(left.code, right.code) ||
      compareText(left.message, right.message),
  );
}

function defaultsOf(evidence: readonly Evidence[]): ReadonlyMap<string, string> {
  return new Map(
    claimed(evidence, "environment").flatMap(({ name, scope, default: text }) =>
      text === null || scope !== "application" ? [] : [[name, text] as const],
    ),
  );
}
