import { isInside, relativeTo } from "../../model/paths";
import type { Blueprint, ProcessDesign, ServiceDesign, UnitDesign, VariableDesign } from "../blueprint";
import type { BuildSecret } from "../install/install-design";
import { CHECK_SCRIPT } from "../dockerfile/start-scripts";
import { migrateService } from "../migrate-service";
import { fileVariables, secretPath, readerOf, secretId } from "../secret-files";
import { isSameImage } from "../layout/existing-compose";
import { byTheirPython } from "../merge/their-check";
import { fromCompose } from "./from-compose";
import { entry, flow, list, map, type YamlEntry, type YamlTree } from "../text/yaml-tree";
import { isForTests } from "../text/test-variables";

export interface AppService {
  readonly name: string;
  readonly unit: UnitDesign;
  readonly entries: readonly YamlEntry[];
}

/** A program at a path of its own is there in the image that it belongs to alone. */
export function hasCheck({ definition, exists, image }: ServiceDesign): boolean {
  const { check } = definition;
  return check !== null && (!exists || check[0]?.startsWith("/") !== true || isSameImage(image, definition.image));
}

/** Every container that runs an image of the workspace. */
export function appServices(blueprint: Blueprint, unit: UnitDesign): readonly AppService[] {
  const found: AppService[] = [];
  const services = blueprint.services.filter(({ units }) => units.includes(unit.unit));
  const migrateName = migrateService(unit);
  const ready: readonly YamlEntry[] = services.map(service =>
    entry(
      service.name,
      map([
        entry("condition", hasCheck(service) ? "service_healthy" : "service_started"),
        hasCheck(service) ? entry("restart", true) : null,
      ]),
      "services",
    ),
  );
  const migrated = entry(migrateName, map([entry("condition", "service_completed_successfully")]), "migrate.command");
  const dependsOn = (withMigration: boolean): YamlEntry | null => {
    const all = [...ready, ...(withMigration && unit.migrate ? [migrated] : [])];
    return all.length === 0 ? null : entry("depends_on", map(all), "services");
  };
  if (unit.migrate) {
    found.push({
      name: migrateName,
      unit,
      entries: entries([
        ...common(blueprint, unit),
        startEntry(unit, unit.migrate, "migrate.command"),
        folderEntry(unit, unit.migrateFolder, "migrate.command"),
        dependsOn(false),
        entry("restart", "no", "migrate.command"),
        entry("healthcheck", map([entry("disable", true)]), "web.health"),
        limits(unit.memory, 256, unit.cpus),
      ]),
    });
  }
  if (unit.web) {
    const { web } = unit;
    found.push({
      name: web.service,
      unit,
      entries: entries([
        ...common(blueprint, unit),
        dependsOn(true),
        entry("ports", list([`${blueprint.compose.address}:${web.publishedPort}:${web.port}`]), "compose.ports"),
        entry("restart", blueprint.compose.restart, "compose.restart"),
        entry("stop_grace_period", `${web.graceSeconds}s`, "web.grace"),
        unit.isForeignDockerfile && web.health.command
          ? entry(
              "healthcheck",
              checkOf(["CMD", ...byTheirPython(unit, web.health.command)], "30s", "60s"),
              "web.health",
            )
          : null,
        limits(unit.memory, 256, unit.cpus),
      ]),
    });
  }
  for (const process of unit.processes) {
    const isMain = unit.web === null && process === unit.processes[0];
    found.push({
      name: process.service,
      unit,
      entries: processEntries(blueprint, unit, process, isMain, dependsOn(process.role !== "cli")),
    });
  }
  return found;
}

/** A disabled check makes `up --wait` fail, and the check of the image asks a port that only the web server has. */
const NOTHING_TO_ASK = "Nothing can be asked: that it runs is all there is to know.";

function processEntries(
  blueprint: Blueprint,
  unit: UnitDesign,
  process: ProcessDesign,
  isMain: boolean,
  dependsOn: YamlEntry | null,
): readonly YamlEntry[] {
  const runsForGood = process.role !== "cli" && process.role !== "job";
  const key = `${process.role === "process" ? "worker" : process.role}.command`;
  return entries([
    ...common(blueprint, unit),
    // The image starts the main process by itself; a tool's arguments are given on the command line.
    isMain ? null : startEntry(unit, process.command, key),
    isMain ? null : folderEntry(unit, process.folder, key),
    dependsOn,
    process.port === null
      ? null
      : entry("ports", list([`${blueprint.compose.address}:${process.port}:${process.port}`]), "compose.ports"),
    entry("restart", runsForGood ? blueprint.compose.restart : "no", "compose.restart"),
    entry("stop_grace_period", `${process.graceSeconds}s`, key),
    process.health
      ? entry("healthcheck", checkOf(withSecrets(unit, process.health.test), process.health.interval, "60s"), key)
      : unit.web === null && (isMain || unit.isForeignDockerfile)
        ? null
        : runsForGood
          ? entry("healthcheck", checkOf(["CMD", "true"], "60s", "10s"), "web.health", { comment: NOTHING_TO_ASK })
          : entry("healthcheck", map([entry("disable", true)]), "web.health"),
    process.profile === null ? null : entry("profiles", flow([process.profile]), key),
    limits(unit.memory, 256, unit.cpus),
  ]);
}

/** Networks of a stack whose databases are kept off the front; the default network of the project is left unused then. */
export const FRONT = "front";
export const BACK = "back";

function networksOf(blueprint: Blueprint, unit: UnitDesign): YamlEntry | null {
  if (!blueprint.compose.isSeparated) return null;
  const usesBacking = blueprint.services.some(({ units }) => units.includes(unit.unit));
  return entry("networks", flow(usesBacking ? [FRONT, BACK] : [FRONT]), "compose.networks");
}

/** An entry point that runs its own program whatever comes behind has to be replaced, not given a command. */
function startEntry(unit: UnitDesign, command: readonly string[], why: string): YamlEntry {
  return entry(unit.takesCommand ? "command" : "entrypoint", words(command), why);
}

/** A variable of a command is the container's: Compose would put that of the machine in its place (Compose specification, "Interpolation"). */
export function words(command: readonly string[]): YamlTree {
  return flow(command.map(word => word.replaceAll("$", "$$$$")));
}

/** What runs in another folder than the program that the image starts by itself. */
function folderEntry(unit: UnitDesign, folder: string | null, why: string): YamlEntry | null {
  const path = workingDirectory(unit, folder);
  return path === null ? null : entry("working_dir", path, why);
}

/** A folder of the workspace as the image has it; null where the program starts there anyway. */
export function workingDirectory(unit: UnitDesign, folder: string | null): string | null {
  // Where a Dockerfile of the person's own puts the folder is not known.
  if (folder === null || unit.isForeignDockerfile || !isInside(unit.context, folder)) return null;
  const path = [unit.sourceFolder, relativeTo(unit.context, folder)].filter(part => part !== "").join("/");
  return path === unit.workFolder ? null : path;
}

/** What every container of an image has; the compose artefact writes it once where several share it. */
function common(blueprint: Blueprint, unit: UnitDesign): readonly (YamlEntry | null)[] {
  // A Dockerfile of the person's own may need rights and writable folders that nobody here knows of.
  const isOurs = !unit.isForeignDockerfile;
  return [
    entry("image", imageReference(blueprint, unit), "build.context"),
    entry("build", buildOf(blueprint, unit), "build.context"),
    environmentOf(blueprint, unit),
    secretsOf(blueprint, unit),
    entry("env_file", list([map([entry("path", ".env"), entry("required", false)], true)]), "secrets"),
    entry("init", true, "compose.restart"),
    ...(isOurs ? writableFolders(unit) : []),
    networksOf(blueprint, unit),
    isOurs ? entry("cap_drop", flow(["ALL"]), "user.uid") : null,
    entry("security_opt", flow(["no-new-privileges:true"]), "user.uid"),
    logging(),
  ];
}

/** A read-only container with the folders that it may write to all the same. */
function writableFolders(unit: UnitDesign): readonly YamlEntry[] {
  const { user } = unit;
  const scratch = unit.dataFolders.filter(({ volume }) => volume === null);
  const kept = unit.dataFolders.filter(({ volume }) => volume !== null);
  return [
    entry("read_only", true, "data.folders"),
    entry(
      "tmpfs",
      list([
        "/tmp",
        `/home/${user.name}:uid=${user.id},gid=${user.id},mode=0700`,
        ...scratch.map(({ path }) => `${path}:uid=${user.id},gid=${user.id}`),
      ]),
      "data.folders",
    ),
    ...(kept.length === 0
      ? []
      : [
          entry(
            "volumes",
            list(kept.map(({ path, volume }) => `${volumeName(unit, volume ?? "data")}:${path}`)),
            "data.folders",
          ),
        ]),
  ];
}

export function imageReference(blueprint: Blueprint, unit: UnitDesign): string {
  return unit.unit === null ? blueprint.project : `${blueprint.project}-${unit.name}`;
}

export function volumeName(unit: UnitDesign, name: string): string {
  return unit.unit === null ? name : `${unit.name}-${name}`;
}

export function buildOf(
  blueprint: Pick<Blueprint, "compose">,
  unit: UnitDesign,
  target: string | null = unit.isForeignDockerfile ? null : "runtime",
): YamlTree {
  const dockerfile = relativeTo(unit.context, unit.dockerfile);
  return map([
    entry("context", fromCompose(blueprint, unit.context)),
    dockerfile === "Dockerfile" ? null : entry("dockerfile", dockerfile),
    target === null ? null : entry("target", target),
    unit.install.secrets.length > 0
      ? entry("secrets", flow(unit.install.secrets.map(({ id }) => id)), "install.secrets")
      : null,
  ]);
}

/** Where Compose takes a build secret from. */
export function secretSource({ id, file }: BuildSecret): YamlEntry {
  return file === null ? entry("environment", id) : entry("file", file);
}

/** Variables that Compose decides; everything else comes from `.env` or from the code's own defaults. */
function environmentOf(blueprint: Blueprint, unit: UnitDesign): YamlEntry | null {
  const files = fileVariables(blueprint, unit);
  const values = unit.variables
    .filter(variable => variable.value !== null && !isForTests(variable))
    .flatMap((variable): readonly VariableDesign[] => {
      if (!files.includes(variable)) return [variable];
      const reads = readerOf(unit, variable.name) === "variable";
      return reads ? [{ ...variable, name: `${variable.name}_FILE`, value: secretPath(variable.name) }] : [];
    });
  return values.length === 0
    ? null
    : entry(
        "environment",
        map(values.map(({ name, value }) => entry(name, value ?? "", `environment.${name}`))),
        "secrets",
      );
}

/** Files below /run/secrets, under the name that the code knows. */
function secretsOf(blueprint: Blueprint, unit: UnitDesign): YamlEntry | null {
  const files = fileVariables(blueprint, unit).map(variable => {
    const id = secretId(blueprint, unit, variable);
    return id === variable.name ? id : map([entry("source", id), entry("target", variable.name)], true);
  });
  return files.length === 0 ? null : entry("secrets", list(files), "secrets");
}

/** A command of the container that imports the code: run by hand or as a check it misses what the entry point loads. */
function withSecrets(unit: UnitDesign, test: readonly string[] | string): readonly string[] | string {
  if (unit.loadedSecrets.length === 0) return test;
  const lead = ["python", CHECK_SCRIPT];
  return typeof test === "string" ? `${lead.join(" ")} ${test}` : [test[0] ?? "CMD", ...lead, ...test.slice(1)];
}

export function checkOf(test: readonly string[] | string, interval: string, startPeriod: string): YamlTree {
  return map([
    entry("test", typeof test === "string" ? flow(["CMD-SHELL", test]) : flow(test)),
    entry("interval", interval),
    entry("timeout", typeof test === "string" && test.includes("celery ") ? "20s" : "5s"),
    entry("start_period", startPeriod),
    entry("start_interval", typeof test === "string" && test.includes("celery ") ? "5s" : "1s"),
    entry("retries", 3),
  ]);
}

export function logging(): YamlEntry {
  return entry(
    "logging",
    map([
      entry("driver", "json-file"),
      entry("options", map([entry("max-size", "10m"), entry("max-file", "3")], true)),
    ]),
    "compose.restart",
  );
}

export function limits(memory: string, pids = 256, cpus: number | null = null): YamlEntry {
  const found = [entry("memory", memory), cpus === null ? null : entry("cpus", String(cpus)), entry("pids", pids)];
  return entry("deploy", map([entry("resources", map([entry("limits", map(found, true))]))]), "resources.memory");
}

function entries(found: readonly (YamlEntry | null)[]): readonly YamlEntry[] {
  return found.filter(item => item !== null);
}
