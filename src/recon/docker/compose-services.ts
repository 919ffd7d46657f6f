import type { Place } from "../../model/place";
import { asText, at, entries, entry, items, type DataNode } from "../../workspace/data-node";
import { splitWords } from "../../workspace/split-words";
import type { Workspace } from "../../workspace/workspace";
import { parentOf, pathInside } from "../../model/paths";
import { envValues } from "../../docker/compose/env-file";
import { wholeServices } from "../../docker/compose/whole-services";
import { portOf } from "../commands/arguments";
import { expandText } from "../commands/expand";
import type { CommandForm, Copy } from "./image-facts";

/** One service of a Compose file, as far as recon needs it. */
export interface ComposeService {
  readonly path: string;
  readonly name: string;
  readonly place: Place;
  readonly image: string | null;
  readonly build: {
    readonly context: string;
    readonly dockerfile: string;
    readonly target: string | undefined;
    readonly args: ReadonlyMap<string, string>;
  } | null;
  readonly command: CommandForm | null;
  readonly entrypoint: CommandForm | null;
  /** Container ports with where they are published. */
  readonly ports: readonly { readonly port: number; readonly place: Place }[];
  readonly variables: ReadonlyMap<string, string>;
  readonly workdir: string | null;
  readonly mounts: readonly Copy[];
}

/** Files that Compose reads, by their usual names in any folder. */
export const COMPOSE_GLOBS = [
  "compose*.{yml,yaml}",
  "docker-compose*.{yml,yaml}",
  "*.compose.{yml,yaml}",
  "*compose*.{yml,yaml}",
  // Names that people give to Compose files without the word; what they hold decides.
  "{dev,develop,development,local,prod,production,staging,stack,swarm,test,tests,docker}.{yml,yaml}",
] as const;

/** Every file that may be a Compose file, by its name. */
export function composePaths(workspace: Workspace): readonly string[] {
  return workspace.paths(...COMPOSE_GLOBS);
}

/**
 * Whether a YAML file is a Compose file: it has services, and under a name that does not say so each of them has an image,
 * is built, or extends another.
 */
export function isComposeFile(workspace: Workspace, path: string): boolean {
  const services = entries(at(workspace.data(path).root, "services"));
  if (/compose[^/]*\.ya?ml$/i.test(path)) return services.some(({ value }) => value.kind === "map");
  if (path.startsWith(".github/") || services.length === 0) return false;
  const isWhole = ({ value }: { readonly value: DataNode }): boolean =>
    [at(value, "image"), at(value, "build"), at(value, "extends")].some(Boolean);
  // An overlay says of some services only what differs.
  return services.every(isWhole) || (services.some(isWhole) && services.every(({ value }) => isOverlaid(value)));
}

const SERVICE_KEYS =
  /^(?:build|cap_add|cap_drop|command|configs|container_name|cpus|depends_on|deploy|devices|dns|entrypoint|env_file|environment|expose|extends|extra_hosts|healthcheck|hostname|image|init|labels|links|logging|mem_limit|network_mode|networks|platform|ports|privileged|profiles|pull_policy|restart|scale|secrets|security_opt|shm_size|stdin_open|sysctls|tmpfs|tty|ulimits|user|volumes|working_dir|x-.+)$/;

function isOverlaid(service: DataNode): boolean {
  const keys = entries(service).map(({ key }) => key);
  return keys.length > 0 && keys.every(key => SERVICE_KEYS.test(key));
}

export function composeServices(workspace: Workspace, path: string): readonly ComposeService[] {
  const folder = parentOf(path);
  const dotenv = environmentFile(workspace, pathInside(folder, ".env") ?? ".env");
  return wholeServices(workspace, path).flatMap(({ key, keySpan, value, isIncluded }) =>
    value.kind === "map" && !isIncluded ? [serviceOf(workspace, path, folder, key, keySpan.start, value, dotenv)] : [],
  );
}

/** The services of every Compose file. */
export function allComposeServices(workspace: Workspace): readonly ComposeService[] {
  return workspace
    .paths(...COMPOSE_GLOBS)
    .filter(path => isComposeFile(workspace, path))
    .flatMap(path => composeServices(workspace, path));
}

/** The build context of each Dockerfile for which Compose files name one, and only one. */
export function composeContexts(workspace: Workspace): ReadonlyMap<string, string> {
  const contexts = new Map<string, Set<string>>();
  for (const { build } of allComposeServices(workspace))
    if (build) contexts.set(build.dockerfile, (contexts.get(build.dockerfile) ?? new Set()).add(build.context));
  return new Map(
    [...contexts].flatMap(([path, [only, ...others]]) =>
      others.length > 0 || only === undefined ? [] : [[path, only]],
    ),
  );
}

function serviceOf(
  workspace: Workspace,
  path: string,
  folder: string,
  name: string,
  offset: number,
  node: DataNode,
  dotenv: ReadonlyMap<string, string>,
): ComposeService {
  const text = (...keys: readonly string[]): string | null => {
    const value = asText(at(node, ...keys));
    return value === undefined ? null : expandText(value, dotenv);
  };
  const build = at(node, "build");
  const contextText = asText(build) ?? asText(at(build, "context")) ?? (build ? "." : undefined);
  const context = contextText === undefined ? null : pathInside(folder, expandText(contextText, dotenv));
  const dockerfile = expandText(asText(at(build, "dockerfile")) ?? "Dockerfile", dotenv);
  return {
    path,
    name,
    place: workspace.place(path, offset),
    image: text("image"),
    build:
      context === null
        ? null
        : {
            context,
            dockerfile: pathInside(context, dockerfile) ?? dockerfile,
            target: text("build", "target") ?? undefined,
            args: mapOf(at(build, "args"), dotenv),
          },
    command: formOf(entry(node, "command")?.value),
    entrypoint: formOf(entry(node, "entrypoint")?.value),
    ports: [...items(at(node, "ports")), ...items(at(node, "expose"))].flatMap(item => {
      const port = expandedTarget(item, dotenv);
      return port === null ? [] : [{ port, place: workspace.place(path, item.span.start) }];
    }),
    variables: new Map([
      ...environmentFiles(workspace, folder, at(node, "env_file")),
      ...mapOf(at(node, "environment"), dotenv),
    ]),
    workdir: text("working_dir"),
    mounts: items(at(node, "volumes")).flatMap(item => bindMount(folder, item, dotenv)),
  };
}

function formOf(node: DataNode | undefined): CommandForm | null {
  if (!node) return null;
  const offset = node.span.start;
  if (node.kind === "list") {
    const words = node.items.flatMap(item => asText(item) ?? []);
    return words.length === 0 ? null : { words, shell: null, offset };
  }
  const text = asText(node);
  // Compose splits a text into words as a shell does, but runs no shell (Compose specification, "command").
  return text === undefined || text.trim() === "" ? null : { words: splitWords(text), shell: null, offset };
}

/** The TCP port in the container, variables put in place: `8000`, `"80:8000"`, `"127.0.0.1:80:8000/tcp"`, `${PORT:-80}:8000` or the long form's `target`. */
function expandedTarget(node: DataNode, variables: ReadonlyMap<string, string>): number | null {
  const text = expandText(asText(node) ?? asText(at(node, "target")) ?? "", variables);
  if (/\/udp$/.test(text)) return null;
  const last =
    text
      .replace(/\/tcp$/, "")
      .split(":")
      .at(-1) ?? "";
  return portOf(last);
}

function mapOf(node: DataNode | undefined, dotenv: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { key, value } of entries(node)) {
    const text = asText(value);
    if (text !== undefined) map.set(key, expandText(text, dotenv));
  }
  for (const item of items(node)) {
    const text = asText(item) ?? "";
    const equals = text.indexOf("=");
    if (equals > 0) map.set(text.slice(0, equals), expandText(text.slice(equals + 1), dotenv));
  }
  return map;
}

/** What a volume brings of the workspace; none where it has a name or lies outside. */
export function bindMount(folder: string, node: DataNode, dotenv: ReadonlyMap<string, string>): readonly Copy[] {
  const short = asText(node);
  const [from, to] =
    short === undefined
      ? [asText(at(node, "source")), asText(at(node, "target"))]
      : expandText(short, dotenv).split(":");
  if (from === undefined || to === undefined || !/^\.{0,2}(?:\/|$)|^\.$/.test(from) || from.startsWith("/")) return [];
  const source = pathInside(folder, from);
  return source === null ? [] : [{ source, destination: to.replace(/\/+$/, "") || "/" }];
}

function environmentFiles(
  workspace: Workspace,
  folder: string,
  node: DataNode | undefined,
): ReadonlyMap<string, string> {
  const names = [asText(node), ...items(node).map(item => asText(item) ?? asText(at(item, "path")))];
  const map = new Map<string, string>();
  for (const name of names) {
    const path = name === undefined ? null : pathInside(folder, name);
    if (path !== null) for (const [key, value] of environmentFile(workspace, path)) map.set(key, value);
  }
  return map;
}

/** Variables of a loaded `.env` file. */
export function environmentFile(workspace: Workspace, path: string): ReadonlyMap<string, string> {
  return envValues(workspace.text(path) ?? "");
}
