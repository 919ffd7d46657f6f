import type { Blueprint } from "../blueprint";
import { type AppService, FRONT } from "../compose/app-services";
import { composeParts, type ComposeParts } from "../compose/compose-tree";
import { envNeeds } from "../text/env-file";
import { entry, flow, list, map, plainOf, treeOf, type Plain, type YamlEntry } from "../text/yaml-tree";
import { releasedImage } from "./released-image";
import { runningOf, type Running } from "./replicas";

export interface Swarm {
  readonly parts: ComposeParts;
  /** What Compose does here and Swarm does not, one sentence each. */
  readonly lost: readonly string[];
}

/**
 * The stack as `docker stack deploy` reads it: an older schema of Compose without builds, start order and host addresses.
 * Source: https://docs.docker.com/reference/cli/docker/stack/deploy/ and the CLI's own schema 3.13.
 */
export function designSwarm(blueprint: Blueprint): Swarm {
  const { apps, backing, networks, volumes, secrets } = composeParts(blueprint);
  const hasEnvFile = envNeeds(blueprint).length > 0;
  const all = apps.flat();
  const kept = apps.map(group =>
    group
      .filter(service => runningOf(service).kind !== "by-hand")
      .map((service): AppService => ({
        ...service,
        entries: swarmEntries(service.entries, {
          running: runningOf(service),
          image: releasedImage(blueprint, service.unit).reference,
          hasEnvFile,
          keepsData: service.entries.some(({ key }) => key === "volumes"),
        }),
      })),
  );
  return {
    parts: {
      apps: kept,
      backing: backing.map(({ name, entries }) => ({
        name,
        entries: swarmEntries(entries, {
          running: { kind: "service", replicas: 1, isPeriodic: false },
          image: null,
          hasEnvFile,
          keepsData: entries.some(({ key }) => key === "volumes"),
        }),
      })),
      networks: networks.map(({ key, value }) =>
        entry(
          key,
          map([entry("driver", "overlay"), ...(key === FRONT || value.kind !== "map" ? [] : value.entries)]),
          "compose.networks",
        ),
      ),
      volumes,
      // Secrets of a build have no place where nothing is built.
      secrets: secrets.filter(({ why }) => why !== "install.secrets"),
    },
    lost: lossesOf(blueprint, all),
  };
}

interface SwarmService {
  readonly running: Running;
  readonly image: string | null;
  readonly hasEnvFile: boolean;
  readonly keepsData: boolean;
}

/** Keys that the schema refuses or that the engine would ignore there. */
const LEFT_OUT = new Set(["build", "depends_on", "security_opt", "restart", "profiles", "tmpfs", "shm_size", "deploy"]);

function swarmEntries(entries: readonly YamlEntry[], service: SwarmService): readonly YamlEntry[] {
  const find = (key: string): YamlEntry | undefined => entries.find(item => item.key === key);
  const mounts = scratchMounts(entries);
  const volumes = [...listOf(find("volumes")), ...mounts];
  const found = entries
    .filter(({ key }) => !LEFT_OUT.has(key) && key !== "volumes")
    .flatMap((item): readonly YamlEntry[] => {
      switch (item.key) {
        case "image":
          return [service.image === null ? item : entry("image", service.image, item.why)];
        case "env_file":
          return service.hasEnvFile ? [entry("env_file", flow([".env"]), item.why)] : [];
        case "ports":
          return [entry("ports", list(listOf(item).map(port => treeOf(withoutAddress(port)))), item.why)];
        default:
          return [item];
      }
    });
  return [
    ...found,
    ...(volumes.length === 0 ? [] : [entry("volumes", list(volumes.map(treeOf)), "data.folders")]),
    entry("deploy", treeOf(deployOf(find("deploy"), service)), "resources.memory"),
  ];
}

function listOf(item: YamlEntry | undefined): readonly Plain[] {
  const value = item === undefined ? [] : plainOf(item.value);
  return Array.isArray(value) ? (value as readonly Plain[]) : [];
}

/** `tmpfs` and `shm_size` are not known there; mounts of that type are, and are writable for every user. */
function scratchMounts(entries: readonly YamlEntry[]): readonly Plain[] {
  const scratch = listOf(entries.find(({ key }) => key === "tmpfs")).map(text => String(text).split(":")[0] ?? "");
  const shared = entries.some(({ key }) => key === "shm_size") ? ["/dev/shm"] : [];
  return [...scratch, ...shared].map(target => ({ type: "tmpfs", target }));
}

/** The routing mesh listens on every node, so an address of one host means nothing. */
function withoutAddress(port: Plain): Plain {
  return typeof port === "string" ? port.replace(/^\d+\.\d+\.\d+\.\d+:/, "") : port;
}

function deployOf(item: YamlEntry | undefined, { running, keepsData }: SwarmService): Plain {
  const resources = item === undefined ? {} : (plainOf(item.value) as { readonly [key: string]: Plain });
  // Volumes lie on one machine, so what writes to them has to come back to it.
  const placement = keepsData ? { placement: { constraints: ["node.role == manager"] } } : {};
  if (running.kind !== "service") {
    return { restart_policy: { condition: "on-failure", delay: "5s", max_attempts: 12 }, ...placement, ...resources };
  }
  const isAlone = keepsData || running.isPeriodic;
  return {
    replicas: running.replicas,
    update_config: { order: isAlone ? "stop-first" : "start-first", failure_action: "rollback" },
    restart_policy: { condition: "any", delay: "5s" },
    ...placement,
    ...resources,
  };
}

function lossesOf(blueprint: Blueprint, services: readonly AppService[]): readonly string[] {
  const has = (key: string): boolean => services.some(({ entries }) => entries.some(item => item.key === key));
  const called = services.filter(service => runningOf(service).kind === "by-hand").map(({ name }) => name);
  const once = services.filter(service => runningOf(service).kind === "once").map(({ name }) => name);
  const keeping = services.filter(({ entries }) => entries.some(({ key }) => key === "volumes"));
  const hasData = keeping.length > 0 || blueprint.services.some(({ volume }) => volume !== null);
  return [
    "Nothing is built: push the images first, to a registry that every node reaches.",
    ...(has("depends_on")
      ? ["No start order: a service that starts before its database ends and is started again until it is there."]
      : []),
    ...(once.length > 0
      ? [`Nothing waits for ${once.join(", ")}, which is tried again up to 12 times until it ends well.`]
      : []),
    ...(has("ports")
      ? ["Ports are published on every node, not on one address: a proxy or a firewall decides who reaches them."]
      : []),
    ...(has("security_opt") ? ["no-new-privileges is not known there; set it for the engine of each node."] : []),
    ...(has("tmpfs") ? ["Folders in memory have neither an owner nor a limit of their own."] : []),
    ...(hasData
      ? [
          "Volumes are local to a node: their services are kept on a manager, which is one machine only with one manager.",
        ]
      : []),
    ...(blueprint.units.some(({ gpu }) => gpu?.isWanted)
      ? ["No graphics card is reserved: Swarm knows them as generic resources of a node, which its engine has to name."]
      : []),
    ...(called.length > 0 ? [`${called.join(", ")}: called by hand, so no service of the stack.`] : []),
    ...(envNeeds(blueprint).length > 0
      ? ["The stack does not read .env by itself: its values come from the shell that deploys it."]
      : []),
  ];
}
