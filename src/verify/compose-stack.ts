import type { ComposeMount } from "../docker/compose/mounts";
import { readCompose } from "../docker/compose/read-compose";
import { joinPath, nameOf, parentOf, withoutFolder } from "../model/paths";
import { asString, asText, at, entries, items, toValue, type DataNode } from "../workspace/data-node";

export interface StackBuild {
  /** Build context relative to the analysed folder, "" for the folder itself. */
  readonly context: string;
  /** Dockerfile relative to the build context. */
  readonly dockerfile: string;
  readonly target: string | null;
  readonly args: Readonly<Record<string, string>>;
  /** Top-level secrets that the build may read, and what its instructions call them. */
  readonly usedSecrets: readonly { readonly name: string; readonly id: string }[];
}

export interface StackService {
  readonly name: string;
  readonly image: string | null;
  /** What is built here; null also for what Compose builds elsewhere. */
  readonly build: StackBuild | null;
  /** Compose builds it from a folder that lies outside of the workspace. */
  readonly isBuiltElsewhere: boolean;
  /** Container ports that are published. */
  readonly ports: readonly number[];
  /** Container ports that it names for other services (`expose`). */
  readonly exposed: readonly number[];
  readonly profiles: readonly string[];
  readonly hasHealthcheck: boolean;
  /** `healthcheck: { disable: true }`: also the image's own check does not count. */
  readonly isCheckDisabled: boolean;
  /** Ends by itself: others wait for `service_completed_successfully`, or its restart policy is "no" under a profile. */
  readonly isOneShot: boolean;
  /** What it mounts: names of volumes and paths as in `binds`. */
  readonly volumes: readonly string[];
  /** Folders and files of this machine. */
  readonly binds: readonly StackBind[];
  /** Volumes that this run mounts in place of what the file has there. */
  readonly ownVolumes: readonly OwnVolume[];
  /** Networks it joins; "default" where it names none. */
  readonly networks: readonly string[];
  readonly containerName: string | null;
  /** Services that have to be there before it. */
  readonly dependsOn: readonly string[];
}

export interface StackBind {
  /** Relative to the analysed folder, "" for the folder itself; absolute, or with `..` or `~`, where it lies outside. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface OwnVolume {
  readonly name: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface StackNetwork {
  readonly name: string;
  /** What fixed addresses rest on, that nothing outside is reached and the like, as the file has it; the rest is this run's own. */
  readonly kept: Readonly<Record<string, unknown>>;
}

export interface Stack {
  /** Compose file relative to the analysed folder. */
  readonly path: string;
  readonly services: readonly StackService[];
  readonly networks: readonly StackNetwork[];
  readonly volumes: readonly string[];
  /** Those of them that stand for data which is there already: `external`, or a device or folder that they name. */
  readonly theirVolumes: readonly string[];
}

/** The project of a stack as Compose is asked for it: paths in its file are relative to the folder that it stands in. */
export function projectOf(
  { path }: Stack,
  root: string,
): { readonly folder: string; readonly files: readonly string[] } {
  const folder = parentOf(path);
  return { folder: folder === "" ? root : `${root}/${folder}`, files: [nameOf(path)] };
}

/**
 * What verification needs to know of a Compose file: services, builds, published ports. Never throws. `text` is the file, or
 * what Compose makes of it (`docker compose config`), whose paths are absolute: those below `workspace` are made relative.
 */
export function readStack(path: string, text: string, workspace = ""): Stack {
  const compose = readCompose(text);
  const { root } = compose;
  const mounts = new Map(compose.services.map(({ name, volumes }) => [name, volumes]));
  const folder = parentOf(path);
  const pathOf = (written: string): string => normalise(folder, written, workspace);
  const services = entries(at(root, "services"));
  const awaited = new Set(
    services.flatMap(({ value }) =>
      entries(at(value, "depends_on")).flatMap(({ key, value: rule }) =>
        asString(at(rule, "condition")) === "service_completed_successfully" ? [key] : [],
      ),
    ),
  );
  return {
    path,
    services: services.map(({ key, value }) => service(pathOf, key, value, mounts.get(key) ?? [], awaited)),
    networks: entries(at(root, "networks")).map(({ key, value }) => ({ name: key, kept: keptOf(value) })),
    volumes: entries(at(root, "volumes")).map(({ key }) => key),
    theirVolumes: entries(at(root, "volumes")).flatMap(({ key, value }) => (isTheirs(value) ? key : [])),
  };
}

/**
 * The stack of a workspace that starts nothing, such as a library, from the file that runs its tests: the shipped image of
 * each test service is built and tested, and no container is kept running.
 */
export function readTestedStack(path: string, text: string): Stack {
  const stack = readStack(path, text);
  return {
    ...stack,
    services: stack.services.flatMap(tested =>
      tested.build === null
        ? []
        : [
            {
              ...tested,
              image: tested.image?.replace(/:test$/, ":latest") ?? null,
              build: { ...tested.build, target: null },
              profiles: ["tests"],
            },
          ],
    ),
  };
}

/** The stack with what is built here and serves other services alone published as well, so that it can be asked. */
export function openedStack(stack: Stack): Stack {
  const services = stack.services.map(one =>
    one.build !== null && one.ports.length === 0 ? { ...one, ports: one.exposed } : one,
  );
  return { ...stack, services };
}

type PathOf = (written: string) => string;

function service(
  pathOf: PathOf,
  name: string,
  node: DataNode,
  mounts: readonly ComposeMount[],
  awaited: ReadonlySet<string>,
): StackService {
  const healthcheck = at(node, "healthcheck");
  const networks = [
    ...items(at(node, "networks")).flatMap(item => asText(item) ?? []),
    ...entries(at(node, "networks")).map(({ key }) => key),
  ];
  return {
    name,
    image: asString(at(node, "image")) ?? null,
    build: build(pathOf, at(node, "build")),
    isBuiltElsewhere: false,
    ports: withoutRanges(items(at(node, "ports")).flatMap(item => askedTarget(item) ?? [])),
    exposed: items(at(node, "expose")).flatMap(item => askedTarget(item) ?? []),
    profiles: items(at(node, "profiles")).flatMap(item => asText(item) ?? []),
    isCheckDisabled:
      asText(at(healthcheck, "disable")) === "true" || asText(items(at(healthcheck, "test"))[0]) === "NONE",
    hasHealthcheck: healthcheck !== undefined && asText(at(healthcheck, "disable")) !== "true",
    isOneShot: awaited.has(name),
    volumes: mounts.flatMap(({ type, source }) =>
      source === null ? [] : type === "bind" ? pathOf(source) || "." : source,
    ),
    binds: mounts.flatMap(({ type, source, target, readOnly }) =>
      type === "bind" && source !== null && target !== null ? [{ source: pathOf(source), target, readOnly }] : [],
    ),
    ownVolumes: [],
    networks: networks.length > 0 ? networks : ["default"],
    containerName: asText(at(node, "container_name")) ?? null,
    dependsOn: [
      ...items(at(node, "depends_on")).flatMap(item => asText(item) ?? []),
      ...entries(at(node, "depends_on")).map(({ key }) => key),
    ],
  };
}

/**
 * Whether the outside world reaches what is built here through it: a proxy, of whatever image, publishes a port and waits
 * for a service of ours that answers on one.
 */
export function isGateway(service: StackService, services: readonly StackService[]): boolean {
  const behind = services.filter(({ name }) => service.dependsOn.includes(name));
  return (
    service.build === null &&
    service.ports.length > 0 &&
    behind.some(one => one.build !== null && !one.isOneShot && one.ports.length + one.exposed.length > 0)
  );
}

function isTheirs(volume: DataNode): boolean {
  const external = at(volume, "external");
  const isExternal = external?.kind === "map" || asText(external) === "true";
  return isExternal || at(volume, "driver_opts", "device") !== undefined;
}

/** Settings of a network that a stack of its own needs as well. */
function keptOf(node: DataNode): StackNetwork["kept"] {
  return Object.fromEntries(
    ["internal", "ipam", "enable_ipv6", "driver_opts"].flatMap(key => {
      const value = toValue(at(node, key));
      return value === undefined || value === null ? [] : [[key, value] as const];
    }),
  );
}

function build(pathOf: PathOf, node: DataNode | undefined): StackBuild | null {
  if (!node) return null;
  const short = asString(node);
  const args = at(node, "args");
  const listed = items(args).flatMap(item => {
    const [key, ...rest] = (asText(item) ?? "").split("=");
    return key && rest.length > 0 ? [[key, rest.join("=")] as const] : [];
  });
  const mapped = entries(args).flatMap(({ key, value }) =>
    asText(value) === undefined ? [] : [[key, asText(value) ?? ""] as const],
  );
  return {
    context: pathOf(short ?? asString(at(node, "context")) ?? "."),
    dockerfile: asString(at(node, "dockerfile")) ?? "Dockerfile",
    target: asString(at(node, "target")) ?? null,
    args: Object.fromEntries([...listed, ...mapped].map(([key, value]) => [key, value.replaceAll("$$", "$")])),
    usedSecrets: items(at(node, "secrets")).flatMap(item => {
      const name = asText(item) ?? asText(at(item, "source"));
      return name === undefined ? [] : [{ name, id: asText(at(item, "target")) ?? name }];
    }),
  };
}

/** Windows' own paths, as Compose gives them there, with the workspace's `/`. */
function forward(path: string): string {
  return /^[A-Za-z]:[\\/]/.test(path) ? path.replaceAll("\\", "/") : path;
}

function normalise(folder: string, context: string, workspace: string): string {
  const [path, root] = [forward(context), forward(workspace)];
  if (root !== "" && path === root) return "";
  if (/^(?:\/|[A-Za-z]:)/.test(path)) return withoutFolder(root, path);
  if (folder !== "" && !/^[/~$]|:\/\//.test(context)) return joinPath(folder, context);
  return context
    .replace(/^(?:\.\/)+/, "")
    .replace(/\/+$/, "")
    .replace(/^\.$/, "");
}

/** Ports of which a service may have each asked; more are ranges, which Compose writes out. */
const MOST_PORTS = 5;

function withoutRanges(ports: readonly number[]): readonly number[] {
  return ports.length > MOST_PORTS ? ports.filter(port => !ports.includes(port - 1)) : ports;
}

/** The TCP port in the container that can be asked: `127.0.0.1:8000:80/tcp`, `8000:80`, `80`, `{ target: 80 }`; of a range the first. */
function askedTarget(node: DataNode): number | null {
  const long = asText(at(node, "target"));
  const text = long ?? asText(node);
  if (text === undefined || text.endsWith("/udp") || asText(at(node, "protocol")) === "udp") return null;
  const last = text
    .replace(/\$\{[^}]*\}/g, "0")
    .split("/", 1)[0]
    ?.split(":")
    .at(-1)
    ?.split("-", 1)[0];
  const port = Number(last);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}
