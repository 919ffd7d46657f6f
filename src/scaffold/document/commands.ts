import type { Blueprint, UnitDesign } from "../blueprint";
import { shellWords } from "../install/install-request";
import { workingDirectory } from "../compose/app-services";
import { migrateService } from "../migrate-service";
import { isScheduler } from "../orchestration/replicas";

export interface CommandRow {
  /** What a person wants to do. */
  readonly what: string;
  readonly command: string;
  /** Name of the Makefile target without its prefix; null for what needs words of the person's own. */
  readonly target: string | null;
}

/** Everything that the team does with the containers, in the order of a working day. */
export function commandRows(blueprint: Blueprint): readonly CommandRow[] {
  const { path } = blueprint.compose;
  const rows: CommandRow[] = [];
  const add = (what: string, command: string, target: string | null = null): void => {
    rows.push({ what, command, target });
  };
  const processes = blueprint.units.flatMap(unit => unit.processes);
  for (const { service } of processes.filter(({ role }) => role === "cli")) {
    add(`call ${service}`, `docker compose run --rm ${service} --help`);
  }
  if (blueprint.units.some(unit => unit.web !== null) || processes.some(({ role }) => role !== "cli")) {
    // A Dockerfile of the person's own gets no override that watches the code.
    const isWatched = blueprint.units.some(unit => !unit.isForeignDockerfile);
    if (isWatched) add("develop, with reload", "docker compose up --watch", "dev");
    else add("build and start", "docker compose up --build", "dev");
    add("run as in production", `docker compose -f ${path} up --detach --wait --build`, "up");
    add("see what happens", "docker compose logs --follow", "logs");
  }
  const debugged = blueprint.units.find(unit => unit.web?.debugCommand && !unit.isForeignDockerfile)?.web;
  if (debugged) {
    add("debug, then attach in the editor", `docker compose --profile debug up ${debugged.service}-debug`, "debug");
  }
  const tests = path.replace(/\.(ya?ml)$/, ".test.$1");
  for (const unit of blueprint.units.filter(own => own.tests !== null && !own.isForeignDockerfile)) {
    const service = unit.unit === null ? "tests" : `${unit.name}-tests`;
    add(
      `test${unit.unit === null ? "" : ` ${unit.name}`}`,
      `docker compose -f ${tests} run --rm --build ${service}`,
      unit.unit === null ? "test" : `test-${unit.name}`,
    );
  }
  for (const unit of blueprint.units.filter(({ migrate }) => migrate !== null)) {
    const service = migrateService(unit);
    add("migrate by hand", `docker compose run --rm ${service}`, service);
  }
  for (const unit of blueprint.units) {
    const command = tablesByHand(unit);
    if (command) add("make the tables, once: those that are there may be lost", command);
  }
  const worker = processes.find(process => process.role === "worker" && !isScheduler(process));
  if (worker) add("scale", `docker compose -f ${path} up --detach --scale ${worker.service}=3`);
  add("upgrade base images", "docker compose build --pull", "upgrade");
  add("stop; add --volumes to drop the data", "docker compose down", "down");
  return rows;
}

/** What makes the tables of a unit and is never run by itself, since it may drop those that are there. */
function tablesByHand(unit: UnitDesign): string | null {
  const { recon, migrate, isForeignDockerfile, web, name } = unit;
  if (migrate !== null || isForeignDockerfile || !recon.migrations?.losesRows) return null;
  const folder = workingDirectory(unit, recon.migrations.workingDirectory ?? null);
  const options = ["--rm", ...(folder === null ? [] : ["--workdir", folder])];
  return `docker compose run ${shellWords(...options, web?.service ?? name, ...recon.migrations.command)}`;
}
