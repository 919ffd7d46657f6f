import type { FixedAddress } from "../../model/recon";
import { isInside, nameOf } from "../../model/paths";
import type { PythonFile, PythonProject } from "../../python/project";
import type { DataNode, MapNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { literalsOf } from "../readiness/literals";
import { isSideFolder } from "../unit-manifests";
import { addressProblem, isLoopback, readAddress } from "./address";
import { readConnection, readPort } from "./connection-text";
import { isNear } from "./fixed-address";
import { integration, storeKind, type IntegrationEvidence } from "./integration-evidence";
import { among, isApplication } from "./own-code";
import { serviceOfVariable } from "./variable-names";

/** Data files that programs keep their settings in; of YAML, which workspaces hold most of, those that are called so. */
export const CONFIGURATION_GLOBS = [
  "*.{toml,ini,cfg,conf}",
  "*{config,conf,settings,application,app,default,local,development,production,dev,prod,secrets,credentials,database}*.{yml,yaml}",
];

const READERS =
  /^(?:yaml|ruamel\.yaml|oyaml|strictyaml|tomllib|tomli|toml|tomlkit|pytoml|rtoml|configparser|ConfigParser|configobj|omegaconf|anyconfig)(?:\.|$)/;
const NAME = /^[\w./ -]*[\w-]\.(?:ya?ml|toml|ini|cfg|conf)$/;
/** Files of tools, and those that detectors of their own read. */
const OTHERS =
  /^(?:pyproject\.toml|setup\.cfg|tox\.ini|alembic\.ini|uwsgi\.ini|supervisord?\.(?:conf|ini)|nginx\.conf|mkdocs\.ya?ml|(?:docker-)?compose.*|\..*)$|log(?:ging|ger)?/i;
/** Words of sections that are not in force where the application runs. */
const NOT_IN_FORCE = /(?:^|_)(?:tests?|testing|legacy|old|deprecated|examples?|samples?|disabled)(?:_|$)/;

const HOST = /^(?:\w+_)?(?:host|hostname|servers?|bootstrap_servers)$/;
/** What the other parts of an address are called, the surest first. */
const PORT = ["port"];
const USER = ["user", "username", "login"];
const PASSWORD = ["password", "passwd", "pass"];
const DATABASE = ["dbname", "database", "db_name", "database_name", "db", "name"];
const ADDRESS = /^(?:\w+_)?(?:url|uri|dsn)$/;

/** A data file as code names it, and the file that does. */
export interface NamedFile {
  readonly text: string;
  readonly from: string;
}

/** Data files that code with a reader of such files speaks of. */
export const NAMED_FILES = among(isApplication, (_project, { path, facts }: PythonFile): readonly NamedFile[] =>
  literalsOf(facts).flatMap(({ text, isTemplate }) =>
    !isTemplate && NAME.test(text) ? { text: text.replace(/^(?:\.{0,2}\/)+/, ""), from: path } : [],
  ),
);

/** Files of the application that read data files. */
export const READING_FILES = among(isApplication, (project: PythonProject, file) =>
  project.foreign(file).some(({ module }) => READERS.test(module)) ? [file.path] : [],
);

/**
 * The data files that the code names as its settings: from a folder that the naming file is in, the nearest first, or else the only
 * one whose path ends so.
 */
export function configurationsOf(paths: readonly string[], named: readonly NamedFile[]): readonly string[] {
  const usable = paths.filter(path => !OTHERS.test(nameOf(path)) && !isSideFolder(path));
  const found = new Set(
    named.flatMap(({ text, from }) => {
      const ending = usable.filter(path => `/${path}`.endsWith(`/${text}`));
      const above = ending
        .filter(path => isInside(path.slice(0, -text.length).replace(/\/$/, ""), from))
        .sort((left, right) => right.length - left.length);
      return above[0] ?? (ending.length === 1 ? ending : []);
    }),
  );
  return paths.filter(path => found.has(path));
}

/**
 * The services that a file of settings gives addresses of: `redis: {host: localhost, port: 6379}`, `[database]` with a `url`.
 * `serviceFor` tells which of the services that the code has a driver of a name or scheme means; null for one of which it has none.
 */
export function configuredServices(
  workspace: Workspace,
  path: string,
  serviceFor: (named: { readonly service: string | null; readonly isDatabase: boolean }) => string | null,
): readonly IntegrationEvidence[] {
  const { root } = workspace.data(path);
  const found: IntegrationEvidence[] = [];
  const visit = (node: DataNode, names: readonly string[]): void => {
    if (node.kind === "list") for (const item of node.items.slice(0, 1)) visit(item, names);
    if (node.kind !== "map" || isSwitchedOff(node)) return;
    const told = new Set<string>();
    for (const { key, value } of node.entries) {
      const own = keyWords(key);
      if (NOT_IN_FORCE.test(own)) continue;
      if (value.kind !== "scalar") {
        if (HOST.test(own) && value.kind === "list" && value.items[0]?.kind === "scalar")
          add(node, own, value.items[0], names, told);
        else visit(value, [...names, own]);
      } else if (HOST.test(own) || ADDRESS.test(own)) add(node, own, value, names, told);
    }
  };
  const add = (map: MapNode, key: string, node: DataNode, names: readonly string[], told: Set<string>): void => {
    const text = node.kind === "scalar" && typeof node.value === "string" ? node.value.trim() : "";
    // What is filled in or replaced later is no address yet.
    if (text === "" || /[{}$<>%]|your[-_]|change[-_]?me/i.test(text)) return;
    const address = readAddress(text);
    if (address === null && (ADDRESS.test(key) || !isHost(text))) return;
    const name = [...names, key].join("_").toUpperCase();
    const { service: spoken, family } = serviceOfVariable(name);
    const service = serviceFor({ service: address?.service ?? spoken, isDatabase: family === "database" });
    if (service === null || told.has(service) || service === "sqlite") return;
    told.add(service);
    const place = workspace.place(path, node.span.start);
    found.push(
      integration(service, "settings", place, {
        kind: storeKind(service, name),
        breaks: addressProblem(text),
        fixed: fixedOf(workspace, path, map, key, text, node),
        ...(address ? { scheme: address.scheme } : {}),
      }),
    );
  };
  if (root) visit(root, []);
  return found;
}

/** `redis: {enabled: false, host: localhost}`. */
function isSwitchedOff({ entries }: MapNode): boolean {
  return entries.some(
    ({ key, value }) =>
      /^(?:enabled?|active)$/i.test(key) && value.kind === "scalar" && /^(?:false|no|off)$/i.test(String(value.value)),
  );
}

/** `bootstrap.servers`, `redisHost` and `db-host` with their words parted by `_`. */
function keyWords(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[.\s-]+/g, "_")
    .toLowerCase();
}

function isHost(text: string): boolean {
  return isLoopback(text.replace(/:\d+$/, "")) || /^[a-z0-9][\w.-]*(?::\d{1,5})?$/i.test(text);
}

function fixedOf(
  workspace: Workspace,
  path: string,
  map: MapNode,
  key: string,
  text: string,
  node: DataNode,
): FixedAddress | null {
  const place = workspace.place(path, node.span.start);
  const whole = readConnection(text);
  if (whole !== null)
    return isNear(whole.host) ? { ...whole, password: whole.password === null ? null : place, place } : null;
  const [, host = text, ownPort] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (!isNear(host)) return null;
  // `redis_host` and `redis_port` of a flat file belong together by what they begin with.
  const prefix = /^(.*_)?[a-z]+$/.exec(key)?.[1] ?? "";
  const near = (names: readonly string[]): DataNode | undefined => {
    for (const name of names.flatMap(each => [`${prefix}${each}`, `${prefix}db_${each}`])) {
      const found = map.entries.find(({ key: other }) => keyWords(other) === name);
      if (found) return found.value;
    }
    return undefined;
  };
  const textOf = (names: readonly string[]): string | null => {
    const found = near(names);
    return found?.kind === "scalar" && found.value !== null && found.value !== "" ? String(found.value) : null;
  };
  const password = near(PASSWORD);
  return {
    host,
    port: readPort(ownPort ?? textOf(PORT)),
    user: textOf(USER),
    database: textOf(DATABASE),
    password: password && textOf(PASSWORD) !== null ? workspace.place(path, password.span.start) : null,
    place,
  };
}
