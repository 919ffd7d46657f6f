import { asString, asText, at, entries, items, toValue, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** A service of the person's Compose file, as far as the plan has to agree with it. */
export interface ExistingService {
  readonly name: string;
  readonly image: string | null;
  /** Context and Dockerfile of a service that is built; null where it is not. */
  readonly build: {
    readonly context: string;
    readonly dockerfile: string | null;
    readonly target: string | null;
  } | null;
  readonly environment: ReadonlyMap<string, string>;
  readonly ports: readonly string[];
  /** Networks that it names; none stands for the default network of the project. */
  readonly networks: readonly string[];
}

export interface ExistingCompose {
  readonly path: string;
  readonly services: readonly ExistingService[];
}

const NAMES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/** The main Compose file at the root, in the order in which Compose itself looks for it. */
export function readExistingCompose(workspace: Workspace): ExistingCompose | null {
  const path = NAMES.find(name => workspace.text(name) !== null);
  if (path === undefined) return null;
  const root = workspace.data(path).root;
  const services = entries(at(root, "services")).map(({ key, value }) => readService(key, value));
  return { path, services };
}

function readService(name: string, node: DataNode): ExistingService {
  const build = at(node, "build");
  const context = asString(build) ?? asString(at(build, "context")) ?? (build ? "." : null);
  return {
    name,
    image: asText(at(node, "image")) ?? null,
    build:
      context === null
        ? null
        : { context, dockerfile: asText(at(build, "dockerfile")) ?? null, target: asText(at(build, "target")) ?? null },
    environment: readEnvironment(at(node, "environment")),
    ports: items(at(node, "ports")).map(port => asText(port) ?? JSON.stringify(toValue(port))),
    networks: [
      ...entries(at(node, "networks")).map(({ key }) => key),
      ...items(at(node, "networks")).flatMap(item => asText(item) ?? []),
    ],
  };
}

function readEnvironment(node: DataNode | undefined): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { key, value } of entries(node)) values.set(key, asText(value) ?? "");
  for (const item of items(node)) {
    const text = asText(item) ?? "";
    const equals = text.indexOf("=");
    values.set(equals < 0 ? text : text.slice(0, equals), equals < 0 ? "" : text.slice(equals + 1));
  }
  return values;
}

/** `ghcr.io/x/postgres:16-alpine@sha256:…` is `postgres` of version 16. */
export function parseImage(image: string): {
  readonly name: string;
  readonly tag: string | null;
  readonly major: number | null;
} {
  const bare = image.split("@")[0] ?? image;
  const last = bare.slice(bare.lastIndexOf("/") + 1);
  const [name = last, tag] = last.split(":");
  const major = tag?.match(/^(?:v|pg)?(\d+)/)?.[1];
  return { name, tag: tag ?? null, major: major === undefined ? null : Number(major) };
}
