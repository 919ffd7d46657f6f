import { maskSecrets } from "../../workspace/mask";
import { appServices } from "../compose/app-services";
import { findDefinition } from "../decisions/services";
import { escapeMarkdown } from "../../model/escape-markdown";
import type { Blueprint, UnitDesign, VariableSource } from "../blueprint";
import { cite } from "../cite";
import { LineWriter } from "../text/line-writer";
import { isForTests } from "../text/test-variables";
import { SECRET_FOLDER, secretFiles } from "../secret-files";
import { envFileOf } from "../layout/compose-file";
import { completedSample } from "../layout/env-samples";
import { servicesOf } from "../layout/existing-compose";
import { allVariables } from "../text/env-file";
import { commandRows } from "./commands";
import { writeData } from "./data";
import { writeFrontEnds } from "./front-ends";
import { writeLinks, writeQuestions, writeRisks } from "./risks";
import { writeScaling } from "./scaling";
import { writeSecurity } from "./security";

/** Lists of files and commands are told whole; a value that goes on and on is not. */
const LONGEST_VALUE = 600;

/** docs/docker.md: how the team runs, debugs, tests and upgrades, and why everything is as it is. */
export function writeDocument(blueprint: Blueprint): LineWriter {
  const writer = new LineWriter();
  writer.add("# Containers", null);
  writer.gap().add("Written by Drydock from the code; `drydock scaffold` brings it up to date.");
  writeServices(writer, blueprint);
  writeCommands(writer, blueprint);
  writeVariables(writer, blueprint);
  writeFrontEnds(writer, blueprint);
  writeData(writer, blueprint);
  writeFlows(writer, blueprint);
  writeScaling(writer, blueprint);
  writeSecurity(writer, blueprint);
  writeRisks(writer, blueprint);
  writeQuestions(writer, blueprint);
  writeLinks(writer, blueprint);
  writeDecisions(writer, blueprint);
  return writer;
}

function writeServices(writer: LineWriter, blueprint: Blueprint): void {
  const rows = [
    ...blueprint.units.flatMap(unit =>
      appServices(blueprint, unit).map(
        ({ name }) =>
          `| \`${name}\` | ${blueprint.units.length > 1 ? `${plain(unit.name)}: ` : ""}${purposeOf(unit, name)} | ${portOf(unit, name)} |`,
      ),
    ),
    ...blueprint.services.map(
      ({ name, definition, image }) =>
        `| \`${name}\` | ${definition.title}, \`${image}\` | ${definition.port} inside |`,
    ),
  ];
  if (rows.length === 0) return;
  writer
    .gap()
    .add(
      ["## Services", "", ...aboutLines(blueprint), "| service | what | port |", "| --- | --- | --- |", ...rows],
      "services",
    );
}

/** What the manifests say that the code is for, once and not in every row. */
function aboutLines({ units }: Blueprint): readonly string[] {
  const lines = units.flatMap(({ name, layout }) => {
    const about = plain(layout.pyproject?.description ?? "").replace(/\.$/, "");
    return about === "" ? [] : [units.length > 1 ? `- ${plain(name)}: ${about}.` : `${about}.`];
  });
  return lines.length === 0 ? [] : [...lines, ""];
}

/** Words of a manifest in one line. */
function plain(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, " ").trim());
}

/** What a container of the application does, with what it runs where the plan says so. */
function purposeOf(unit: UnitDesign, name: string): string {
  const shown = (command: readonly string[]): string => `\`${command.join(" ").replace(/\|/g, "\\|")}\``;
  if (unit.web?.service === name) return "answers requests";
  const process = unit.processes.find(({ service }) => service === name);
  if (process) return shown(process.command);
  return unit.migrate ? `${shown(unit.migrate)}, once before the others start` : "the program";
}

function portOf(unit: UnitDesign, name: string): string {
  const theirs = unit.layout.compose?.services.find(service => service.name === name)?.outsidePorts;
  const isWeb = unit.web?.service === name;
  const inside = (isWeb ? unit.web?.port : unit.processes.find(({ service }) => service === name)?.port) ?? null;
  const port = theirs?.get(inside ?? 0) ?? (isWeb ? (unit.web?.publishedPort ?? null) : inside);
  return port === null ? "none" : `${port} on this machine`;
}

function writeCommands(writer: LineWriter, blueprint: Blueprint): void {
  writer
    .gap()
    .add(
      [
        "## Commands",
        "",
        "| to | run |",
        "| --- | --- |",
        ...commandRows(blueprint).map(({ what, command }) => `| ${what} | \`${command}\` |`),
      ],
      "compose.file",
    );
  const debugged = blueprint.units.filter(unit => unit.web?.debugCommand && !unit.isForeignDockerfile);
  if (debugged.length === 0) return;
  const names = debugged.map(({ web }) => `\`Docker: attach to ${web?.service ?? "web"}-debug\``).join(", ");
  writer
    .gap()
    .add(
      [
        `Debugging: start the debug service, then the launch configuration ${names}. Breakpoints hold because the configuration`,
        "maps this folder to the one in the image; the server starts without a reloader, and its port is another one than the usual.",
      ],
      "web.command.dev",
    );
}

function writeVariables(writer: LineWriter, blueprint: Blueprint): void {
  const variables = allVariables(blueprint);
  if (variables.length === 0) return;
  const files = new Set(secretFiles(blueprint).map(({ id }) => id));
  const theirs = givenByTheirs(blueprint);
  writer
    .gap()
    .add(
      [
        "## Configuration",
        "",
        `Values stand in \`${envFileOf(blueprint.compose.path)}\`, which neither git nor an image gets. Start from \`${completedSample(blueprint.layout.allFiles)}\`.`,
        ...(files.size > 0
          ? [
              `Secrets stand in \`${SECRET_FOLDER}/\`, one file each, and lie below \`/run/secrets\` in the containers that need them.`,
            ]
          : []),
        "",
      ],
      "secrets",
    );
  writer.add(["| variable | needed | read in | comes from |", "| --- | --- | --- | --- |"], "secrets");
  for (const variable of variables) {
    const needed = `${variable.required ? "yes" : "no"}${variable.secret ? ", secret" : ""}`;
    const from = files.has(variable.name)
      ? `\`${SECRET_FOLDER}/${variable.name}\``
      : variable.value === null || isForTests(variable)
        ? variable.hasDefault
          ? "default of the code or `.env`"
          : "`.env`"
        : (theirs.get(variable.name) ?? sourceOf(variable.source, variable.value, blueprint.compose.path));
    writer.add(`| \`${variable.name}\` | ${needed} | ${variable.where} | ${from} |`, `environment.${variable.name}`);
  }
  if (blueprint.units.some(({ checksEnvironment, isForeignDockerfile }) => checksEnvironment && !isForeignDockerfile)) {
    writer
      .gap()
      .add(
        "Before the application starts, `docker/check_environment.py` names every missing variable at once and exits with 64; values are never printed.",
        "environment.check",
      );
  }
  if (blueprint.units.some(unit => unit.loadedSecrets.length > 0)) {
    writer
      .gap()
      .add(
        "The same file makes variables of the secrets, so a command in a running container goes through it: `docker compose exec SERVICE python /opt/check_environment.py COMMAND`.",
        "secrets",
      );
  }
}

/** Where variables come from that a service of the person's gives: its own `environment`, else the files that it reads. */
function givenByTheirs({ layout, units, compose }: Blueprint): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { dockerfile, variables } of units)
    for (const { envFiles, ownEnvironment } of servicesOf(layout.compose, dockerfile)) {
      const files = envFiles.map(path => `\`${path}\``).join(", ");
      for (const { name } of variables) {
        const own = ownEnvironment.get(name) ?? "";
        const from = own === "" ? files : sourceOf("value", own, compose.path);
        if (from !== "") found.set(name, from);
      }
    }
  return found;
}

/** Where Compose takes a value from: its own file, what that refers to, or the first where the second gives none. */
function sourceOf(source: VariableSource, value: string, compose: string): string {
  if (source === "service" || source === "unit" || !value.includes("$")) return `\`${compose}\``;
  return /^\$\{\w+:?-.+\}$/s.test(value) ? `default of \`${compose}\` or \`.env\`` : "`.env`";
}

function writeFlows(writer: LineWriter, blueprint: Blueprint): void {
  const lines = blueprint.units.flatMap(unit => {
    const own = unit.web?.service ?? unit.processes[0]?.service ?? unit.name;
    const names = appServices(blueprint, unit).map(({ name }) => `\`${name}\``);
    const [verb, all] = names.length > 1 ? ["talk", names.join(", ")] : ["talks", `\`${own}\``];
    const backing = blueprint.services
      .filter(({ units }) => units.includes(unit.unit))
      .map(({ name, definition }) => `- ${all} ${verb} to \`${name}:${definition.port}\` (${definition.title})`);
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

/** A value may hold a password that stands in a file of theirs; one behind a variable is none. */
function withoutSecrets(key: string, text: string): string {
  const head = /^environment\.\w+$/.test(key) ? `${key.slice("environment.".length)}=` : "";
  return maskSecrets(head + text).slice(head.length);
}

function writeDecisions(writer: LineWriter, blueprint: Blueprint): void {
  writer.gap().add(["## Why it is so", "", "| decision | value | reason |", "| --- | --- | --- |"]);
  for (const { key, unit, value, reason, places, changed } of blueprint.plan.decisions) {
    const isNothing = value === null || (Array.isArray(value) && value.length === 0);
    // What was looked for and is not there explains no line of any file.
    if (isNothing && places.length === 0 && !changed) continue;
    const text = withoutSecrets(key, Array.isArray(value) ? value.join(" ") : value === null ? "none" : String(value));
    const cut = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
    const shown = text === "" ? "none" : `\`${cut.replace(/\|/g, "\\|")}\``;
    writer.add(`| ${unit === null ? "" : `${unit}: `}${key} | ${shown} | ${reason.replace(/\|/g, "\\|")} |`, key);
  }
}
