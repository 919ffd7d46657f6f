import { appServices, volumeName } from "../compose/app-services";
import { findDefinition } from "../decisions/services";
import type { Blueprint, UnitDesign } from "../blueprint";
import { cite } from "../cite";
import { LineWriter } from "../text/line-writer";
import { allVariables, envNeeds } from "../text/env-file";

/** docs/docker.md: how the team runs, debugs, tests and upgrades, and why everything is as it is. */
export function writeDocument(blueprint: Blueprint): LineWriter {
  const writer = new LineWriter();
  writer.add("# Containers", null);
  writer.gap().add("Written by Drydock from the code; `drydock scaffold` brings it up to date.");
  writeServices(writer, blueprint);
  writeCommands(writer, blueprint);
  writeVariables(writer, blueprint);
  writeData(writer, blueprint);
  writeFlows(writer, blueprint);
  writeDecisions(writer, blueprint);
  writeRisks(writer, blueprint);
  return writer;
}

function writeServices(writer: LineWriter, blueprint: Blueprint): void {
  const rows = [
    ...blueprint.units.flatMap(unit =>
      appServices(blueprint, unit).map(
        ({ name }) => `| \`${name}\` | ${unit.layout.pyproject?.description ?? unit.name} | ${portOf(unit, name)} |`,
      ),
    ),
    ...blueprint.services.map(
      ({ name, definition, image }) =>
        `| \`${name}\` | ${definition.title}, \`${image}\` | ${definition.port} inside |`,
    ),
  ];
  if (rows.length === 0) return;
  writer.gap().add(["## Services", "", "| service | what | port |", "| --- | --- | --- |", ...rows], "services");
}

function portOf(unit: UnitDesign, name: string): string {
  return unit.web?.service === name ? `${unit.web.publishedPort} on this machine` : "none";
}

function writeCommands(writer: LineWriter, blueprint: Blueprint): void {
  const { path } = blueprint.compose;
  const web = blueprint.units.find(unit => unit.web !== null)?.web;
  const rows: (readonly [string, string])[] = [];
  const calls = blueprint.units.flatMap(unit => unit.processes.filter(({ role }) => role === "cli"));
  for (const { service } of calls) rows.push([`call ${service}`, `docker compose run --rm ${service} --help`]);
  if (web || blueprint.units.some(unit => unit.processes.some(({ role }) => role !== "cli"))) {
    rows.push(
      ["develop, with reload", "docker compose up --watch"],
      ["run as in production", `docker compose -f ${path} up --detach --wait --build`],
      ["see what happens", "docker compose logs --follow"],
    );
  }
  if (web?.debugCommand)
    rows.push(["debug", `docker compose --profile debug up ${web.service}-debug, then attach in the editor`]);
  if (blueprint.units.some(unit => unit.tests !== null && !unit.isForeignDockerfile)) {
    const tests = path.replace(/\.(ya?ml)$/, ".test.$1");
    for (const unit of blueprint.units.filter(
      ({ tests: own, isForeignDockerfile }) => own !== null && !isForeignDockerfile,
    )) {
      rows.push([
        `test${unit.unit === null ? "" : ` ${unit.name}`}`,
        `docker compose -f ${tests} run --rm --build ${unit.unit === null ? "tests" : `${unit.name}-tests`}`,
      ]);
    }
  }
  const migrating = blueprint.units.filter(({ migrate }) => migrate !== null);
  for (const unit of migrating)
    rows.push([
      "migrate by hand",
      `docker compose run --rm ${unit.unit === null ? "migrate" : `${unit.web?.service ?? unit.name}-migrate`}`,
    ]);
  const worker = blueprint.units.flatMap(({ processes }) => processes).find(({ role }) => role === "worker");
  if (worker) rows.push(["scale", `docker compose -f ${path} up --detach --scale ${worker.service}=3`]);
  rows.push(
    ["upgrade base images", "docker compose build --pull"],
    ["stop; add --volumes to drop the data", "docker compose down"],
  );
  writer
    .gap()
    .add(
      [
        "## Commands",
        "",
        "| to | run |",
        "| --- | --- |",
        ...rows.map(([what, command]) => `| ${what} | \`${command}\` |`),
      ],
      "compose.file",
    );
}

function writeVariables(writer: LineWriter, blueprint: Blueprint): void {
  const variables = allVariables(blueprint);
  if (variables.length === 0) return;
  writer
    .gap()
    .add(
      [
        "## Configuration",
        "",
        "Values stand in `.env`, which neither git nor an image gets. Start from `.env.example`.",
        "",
      ],
      "secrets",
    );
  writer.add(["| variable | needed | read in | comes from |", "| --- | --- | --- | --- |"], "secrets");
  for (const variable of variables) {
    const needed = `${variable.required ? "yes" : "no"}${variable.secret ? ", secret" : ""}`;
    const from =
      variable.value === null
        ? variable.hasDefault
          ? "default of the code or `.env`"
          : "`.env`"
        : variable.source === "service" || variable.source === "unit"
          ? `\`${blueprint.compose.path}\``
          : "`.env`";
    writer.add(`| \`${variable.name}\` | ${needed} | ${variable.where} | ${from} |`, `environment.${variable.name}`);
  }
  if (blueprint.units.some(({ checksEnvironment }) => checksEnvironment)) {
    writer
      .gap()
      .add(
        "Before the application starts, `docker/check_environment.py` names every missing variable at once and exits with 64; values are never printed.",
        "environment.check",
      );
  }
}

function writeData(writer: LineWriter, blueprint: Blueprint): void {
  const rows = [
    ...blueprint.services.flatMap(({ name, volume, data }) =>
      volume === null ? [] : [`| \`${volume}\` | \`${name}\`: \`${data ?? ""}\` |`],
    ),
    ...blueprint.units.flatMap(unit =>
      unit.dataFolders.map(({ path, volume, why }) =>
        volume === null
          ? `| none, memory only | \`${path}\` (${why}) |`
          : `| \`${volumeName(unit, volume)}\` | \`${path}\` (${why}) |`,
      ),
    ),
  ];
  if (rows.length === 0) return;
  writer.gap().add(["## Data", "", "| volume | where |", "| --- | --- |", ...rows], "data.folders");
  const database = blueprint.services.find(
    ({ definition }) => definition.id === "postgres" || definition.id === "mysql" || definition.id === "mariadb",
  );
  if (database)
    writeImport(writer, database.name, database.definition.id, database.user ?? "app", database.database ?? "app");
}

function writeImport(writer: LineWriter, service: string, kind: string, user: string, database: string): void {
  const command =
    kind === "postgres"
      ? `docker compose exec -T ${service} psql --username ${user} --dbname ${database} < dump.sql`
      : `docker compose exec -T ${service} sh -c 'exec ${kind === "mysql" ? "mysql" : "mariadb"} -u${user} -p"$${kind === "mysql" ? "MYSQL" : "MARIADB"}_PASSWORD" ${database}' < dump.sql`;
  writer
    .gap()
    .add(
      [
        "To bring data along once: stop the application, start the database alone, load a dump, then start everything.",
        "",
        `    docker compose up --detach --wait ${service}`,
        `    ${command}`,
        "    docker compose up --detach --wait",
      ],
      "services",
    );
}

function writeFlows(writer: LineWriter, blueprint: Blueprint): void {
  const lines = blueprint.units.flatMap(unit => {
    const own = unit.web?.service ?? unit.processes[0]?.service ?? unit.name;
    const backing = blueprint.services
      .filter(({ units }) => units.includes(unit.unit))
      .map(({ name, definition }) => `- \`${own}\` talks to \`${name}:${definition.port}\` (${definition.title})`);
    const outside = unit.recon.integrations.flatMap(({ service, host, places }) =>
      findDefinition(service) && !host
        ? []
        : host
          ? [`- \`${own}\` calls \`${host}\` outside (${places[0] ? cite(places[0]) : "code"})`]
          : [],
    );
    const neighbours = unit.variables
      .filter(({ source }) => source === "unit")
      .map(({ value }) => `- \`${own}\` calls \`${value ?? ""}\``);
    return [...backing, ...neighbours, ...new Set(outside)];
  });
  if (lines.length === 0) return;
  writer
    .gap()
    .add(
      ["## Who talks to whom", "", "Services find each other by name inside the network of the project.", "", ...lines],
      "services",
    );
}

function writeDecisions(writer: LineWriter, blueprint: Blueprint): void {
  writer.gap().add(["## Why it is so", "", "| decision | value | reason |", "| --- | --- | --- |"]);
  for (const { key, unit, value, reason } of blueprint.plan.decisions) {
    const text = Array.isArray(value) ? value.join(" ") : value === null ? "none" : String(value);
    const shown = text === "" ? "none" : `\`${text.replace(/\|/g, "\\|").slice(0, 120)}\``;
    writer.add(`| ${unit === null ? "" : `${unit}: `}${key} | ${shown} | ${reason.replace(/\|/g, "\\|")} |`, key);
  }
}

function writeRisks(writer: LineWriter, blueprint: Blueprint): void {
  const findings = [blueprint.recon, ...blueprint.units.map(({ recon }) => recon)].flatMap(
    ({ readiness }) => readiness,
  );
  const seen = new Map(findings.map(finding => [`${finding.rule} ${cite(finding.place)}`, finding]));
  const rows = [...seen.values()].map(({ what, why, place, fix }) =>
    `- ${what} (${cite(place)}). ${why} ${fix}`.replace(/\s+/g, " "),
  );
  if (rows.length > 0) writer.gap().add(["## Risks in the code", "", ...rows]);
  const questions = blueprint.plan.questions.map(
    ({ text, default: value }) =>
      `- ${text} Taken for now: \`${Array.isArray(value) ? value.join(" ") : String(value)}\`.`,
  );
  const stand = envNeeds(blueprint)
    .filter(({ value, isSecret }) => "text" in value && !isSecret)
    .map(({ name }) => `- Is the value of \`${name}\` in \`.env\` right for this machine?`);
  if (questions.length + stand.length > 0) writer.gap().add(["## Open questions", "", ...questions, ...stand]);
}
