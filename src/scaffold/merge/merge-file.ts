import { parentOf, relativeTo } from "../../model/paths";
import { compareText } from "../../model/place";
import type { Blueprint } from "../blueprint";
import { checkOf, type AppService } from "../compose/app-services";
import { composeParts } from "../compose/compose-tree";
import type { RenderedFile } from "../define-artefact";
import { required } from "../decisions/connection-value";
import { onNetworks, onTheirNetworks, theirNetworks } from "../compose/their-networks";
import type { ExistingService } from "../layout/existing-compose";
import { entry, flow, list, map, plainOf, scalar } from "../text/yaml-tree";
import { mergeCompose, type ComposeAddition, type ComposeProposal } from "./compose";
import { mergeDockerfile } from "./dockerfile";
import { mergeEnv } from "./env";
import { mergeJsonList } from "./json";
import { mergeLines } from "./lines";
import { mergeMakefile } from "./makefile";
import type { MergeResult } from "./merge-result";
import { readsMountedEnv } from "./root-user";
import { throughRunner } from "./runner";
import { isByHand, theirCheck } from "./their-check";
import { mergeYamlList } from "./yaml-list";

/**
 * Brings a rendered file together with the one that a person has, in the way of its kind. `wasOurs` tells a file that
 * Drydock once wrote from one that was there before it.
 */
export function mergeFile(rendered: RenderedFile, before: string, blueprint: Blueprint, wasOurs: boolean): MergeResult {
  const foreign: MergeResult = {
    kind: "conflict",
    text: rendered.text,
    note: wasOurs
      ? "It was changed by hand since Drydock wrote it."
      : "It is there already and was not made by Drydock.",
  };
  switch (rendered.merge) {
    case "lines":
      return mergeLines(before, rendered.text);
    case "env":
      return mergeEnv(before, rendered.text);
    case "json":
      return mergeJsonList(before, rendered.text);
    case "makefile":
      return mergeMakefile(before, rendered.text);
    case "yaml-list":
      return mergeYamlList(before, rendered.text);
    case "compose":
      return rendered.path === blueprint.compose.path
        ? mergeCompose(before, proposalOf(blueprint), rendered.text)
        : foreign;
    case "dockerfile": {
      const unit = blueprint.units.find(({ dockerfile }) => dockerfile === rendered.path);
      return unit ? mergeDockerfile(before, unit, rendered.text) : foreign;
    }
    case "replace":
      return foreign;
  }
}

/** Keys that a service of the person's own file may gain; values that are there never change. */
const COMPLETES_APP = ["environment", "healthcheck", "init", "depends_on", "restart"];
const COMPLETES_BACKING = ["healthcheck", "restart"];

function proposalOf(blueprint: Blueprint): ComposeProposal {
  const { apps, backing, volumes, secrets } = composeParts(blueprint);
  const networks = theirNetworks(blueprint);
  const services: ComposeAddition[] = apps.flat().map(service => {
    const { name } = service;
    const theirs = blueprint.layout.compose?.services.find(one => one.name === name);
    const given = theirs ? withTheirCheck(service, theirs) : besideTheirs(blueprint, service);
    const entries = throughRunner(service.unit, given).map(item =>
      item.key === "depends_on" ? asTheyStart(blueprint, item) : item,
    );
    return {
      name,
      entries: onTheirNetworks(blueprint, entries, networks),
      completes: COMPLETES_APP,
    };
  });
  services.push(
    ...backing.map(({ name, entries }) => ({
      name,
      entries: onNetworks(withLogin(blueprint, name, entries), networks),
      completes: COMPLETES_BACKING,
    })),
  );
  // Volumes of services that stay as they are would be left unused.
  const used = JSON.stringify(
    services.filter(({ name }) => !isExisting(blueprint, name)).map(({ entries }) => entries),
  );
  return {
    services: services.flatMap(service => besideInherited(blueprint, service)),
    volumes: volumes.filter(({ key }) => used.includes(`"${key}:`)),
    secrets,
  };
}

/** What is added to a service of theirs runs with the values that it has, and starts only on demand where it does. */
function besideTheirs(blueprint: Blueprint, { unit, entries }: AppService): readonly Entry[] {
  const theirs = blueprint.layout.compose?.services.find(({ name }) => name === unit.web?.service);
  if (theirs === undefined) return entries;
  const image = theirs.isPublished
    ? asPublished(entries, theirs.image)
    : atTarget(entries, theirs.build?.target ?? null);
  const own = withTheirValues(blueprint, image, theirs);
  return theirs.profiles.length === 0 || own.some(({ key }) => key === "profiles")
    ? own
    : [...own, entry("profiles", flow(theirs.profiles), "compose.file")];
}

/** The last stage of a file may be another one than theirs, that of the tests, say. */
function atTarget(entries: readonly Entry[], target: string | null): readonly Entry[] {
  if (target === null) return entries;
  return entries.map(item =>
    item.key === "build" && item.value.kind === "map"
      ? { ...item, value: map([...item.value.entries.filter(({ key }) => key !== "target"), entry("target", target)]) }
      : item,
  );
}

/** Beside a container of the published image that image runs, and nothing is built. */
function asPublished(entries: readonly Entry[], image: string | null): readonly Entry[] {
  return entries
    .filter(({ key }) => key !== "build")
    .map(item => (item.key === "image" && image !== null ? { ...item, value: scalar(image) } : item));
}

function withTheirValues(blueprint: Blueprint, entries: readonly Entry[], theirs: ExistingService): readonly Entry[] {
  const ours = entries.find(({ key }) => key === "environment");
  const variables = ours?.value.kind === "map" ? ours.value.entries : [];
  const planned = new Map(variables.map(variable => [variable.key, variable]));
  // Files of variables of theirs give what it runs with; a value of ours beside them would win over what they say.
  const hasFiles = theirs.envFiles.length > 0;
  const isUnread = blueprint.layout.compose?.missingEnvFiles.some(
    ({ path, sample }) => sample === null && theirs.envFiles.includes(path),
  );
  const isFree = (name: string): boolean => !hasFiles || (isUnread !== true && !theirs.environment.has(name));
  const values = new Map([...planned].filter(([name]) => isFree(name)));
  for (const [name, value] of hasFiles ? theirs.ownEnvironment : theirs.environment) {
    const known = planned.get(name);
    // Beside what the code is seen to read they may set what a library reads: the mode of the settings, say.
    if (value === "" || (!known && !theirs.ownEnvironment.has(name))) continue;
    values.set(name, known ? { ...known, value: scalar(value) } : entry(name, value, "compose.file"));
  }
  const given = values.size === 0 && !hasFiles ? entries : withVariables(entries, values);
  return hasFiles ? withFiles(blueprint, given, theirs.envFiles) : given;
}

/** The same files of variables in place of ours. */
function withFiles(blueprint: Blueprint, entries: readonly Entry[], files: readonly string[]): readonly Entry[] {
  const folder = parentOf(blueprint.compose.path);
  const written = list(files.map(path => relativeTo(folder, path)));
  return entries.map(item => (item.key === "env_file" ? { ...item, value: written } : item));
}

function withVariables(entries: readonly Entry[], values: ReadonlyMap<string, Entry>): readonly Entry[] {
  const ours = entries.find(({ key }) => key === "environment");
  if (values.size === 0) return entries.filter(item => item !== ours);
  const sorted = [...values.values()].sort((left, right) => compareText(left.key, right.key));
  const environment = ours ? { ...ours, value: map(sorted) } : entry("environment", map(sorted), "compose.file");
  const others = entries.filter(item => item !== ours);
  const at = others.findIndex(({ key }) => key === "env_file" || key === "init");
  return ours
    ? entries.map(item => (item === ours ? environment : item))
    : others.toSpliced(at < 0 ? others.length : at, 0, environment);
}

/**
 * Compose refuses a file in which a service needs one whose profile is off, unless it may be missing, or waits for the check of
 * one without any.
 */
function asTheyStart({ layout }: Blueprint, item: Entry): Entry {
  if (item.value.kind !== "map") return item;
  const needs = item.value.entries.map(need => {
    const theirs = layout.compose?.services.find(({ name }) => name === need.key);
    if (theirs === undefined || need.value.kind !== "map") return need;
    const isUnchecked = theirs.isIncluded && !theirs.inherited.has("healthcheck");
    const own = need.value.entries.map(one =>
      isUnchecked && one.key === "condition" && plainOf(one.value) === "service_healthy"
        ? { ...one, value: scalar("service_started") }
        : one,
    );
    return { ...need, value: map(theirs.profiles.length > 0 ? [...own, entry("required", false)] : own) };
  });
  return { ...item, value: { ...item.value, entries: needs } };
}

/** To what another file defines nothing can be added, and what a service extends gives it what that has. */
function besideInherited(blueprint: Blueprint, addition: ComposeAddition): readonly ComposeAddition[] {
  const theirs = blueprint.layout.compose?.services.find(({ name }) => name === addition.name);
  if (theirs?.isIncluded === true) return [];
  const { inherited } = theirs ?? {};
  if (inherited === undefined || inherited.size === 0) return [addition];
  const entries = addition.entries.flatMap(item => {
    if (item.key !== "environment" || item.value.kind !== "map") return inherited.has(item.key) ? [] : [item];
    const lacking = item.value.entries.filter(({ key }) => !inherited.has(`environment.${key}`));
    return inherited.has("env_file") || lacking.length === 0 ? [] : [{ ...item, value: map(lacking) }];
  });
  return [{ ...addition, entries }];
}

/** The check of the server, as the container of theirs that runs it has to be asked. */
function withTheirCheck(service: AppService, theirs: ExistingService): readonly Entry[] {
  const entries = withNeeded(service, theirs);
  if (service.name !== service.unit.web?.service) return entries;
  if (isByHand(theirs)) return entries.filter(({ key }) => key !== "healthcheck" && key !== "restart");
  const check = theirCheck(service.unit, theirs);
  return entries.flatMap(item => {
    if (item.key !== "healthcheck") return [item];
    return check === null ? [] : [{ ...item, value: checkOf(["CMD", ...check], "30s", "60s") }];
  });
}

/** A service that runs today gains only the variables that it cannot do without in this stack. */
function withNeeded({ unit, entries }: AppService, theirs: ExistingService): readonly Entry[] {
  const { givenBeside: given } = theirs;
  const readsEnv = readsMountedEnv(unit, theirs);
  const isNeeded = (name: string): boolean => {
    if (given === null || given.has(name)) return false;
    const variable = unit.variables.find(known => known.name === name);
    // What `.env` answers the code finds there by itself.
    if (variable === undefined || (readsEnv && variable.value === required(name))) return false;
    return variable.required || /localhost|127\.0\.0\.1/.test(variable.default ?? "");
  };
  return entries.flatMap(item => {
    if (item.key !== "environment" || item.value.kind !== "map") return [item];
    const kept = item.value.entries.filter(({ key }) => isNeeded(key));
    return kept.length === 0 ? [] : [{ ...item, value: { ...item.value, entries: kept } }];
  });
}

function isExisting(blueprint: Blueprint, name: string): boolean {
  return blueprint.layout.compose?.services.some(service => service.name === name) ?? false;
}

type Entry = ComposeAddition["entries"][number];

/** To a server of theirs only what the application signs in with is added, where its image would make something else. */
function withLogin(blueprint: Blueprint, name: string, entries: readonly Entry[]): readonly Entry[] {
  const service = blueprint.services.find(one => one.name === name && one.exists);
  if (service === undefined) return entries;
  const { definition, user, database, password } = service;
  const { administrator, imageUser } = definition;
  const asAdministrator = administrator !== undefined && user === administrator.user;
  const templates = (asAdministrator ? administrator.environment : definition.environment) ?? {};
  const isAdded = (key: string): boolean => {
    if (templates[key] === "{user}") return user !== imageUser;
    if (templates[key] === "{database}") return imageUser === undefined || database !== user;
    return templates[key] === "{password}" && (password ?? "") !== "";
  };
  return entries.map(item =>
    item.key === "environment" && item.value.kind === "map"
      ? { ...item, value: { ...item.value, entries: item.value.entries.filter(({ key }) => isAdded(key)) } }
      : item,
  );
}
