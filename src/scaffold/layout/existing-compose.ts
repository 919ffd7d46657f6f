import { asString, asText, at, entries, items, toValue, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { scriptLines, type StartLine } from "./existing-start";
import { splitWords } from "../decider";
import { joinPath } from "../text/paths";

/** A service of the person's Compose file, as far as the plan has to agree with it. */
export interface ExistingService {
  readonly name: string;
  readonly image: string | null;
  /** Context and Dockerfile of a service that is built, by itself or by another of the same image; null where it is not. */
  readonly build: {
    readonly context: string;
    readonly dockerfile: string | null;
    readonly target: string | null;
  } | null;
  readonly environment: ReadonlyMap<string, string>;
  readonly ports: readonly string[];
  /** Networks that it names; none stands for the default network of the project. */
  readonly networks: readonly string[];
  /** What its own `entrypoint` and `command` run, scripts included; null where the image's are left as they are. */
  readonly start: readonly StartLine[] | null;
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
  const services = entries(at(root, "services")).map(({ key, value }) => ({
    ...readService(key, value),
    start: readOwnStart(workspace, path, value),
  }));
  return { path, services: services.map(service => withSharedBuild(service, services)) };
}

/** A service that names the image which another one builds runs that build. */
function withSharedBuild(service: ExistingService, all: readonly ExistingService[]): ExistingService {
  if (service.build !== null || service.image === null) return service;
  const builder = all.find(({ build, image }) => build !== null && image === service.image);
  return builder ? { ...service, build: builder.build } : service;
}

/** The services that run the image of this Dockerfile. */
export function servicesOf(compose: ExistingCompose | null, dockerfile: string): readonly ExistingService[] {
  return (compose?.services ?? []).filter(
    ({ build }) => build !== null && joinPath(normalContext(build.context), build.dockerfile ?? "Dockerfile") === dockerfile,
  );
}

function normalContext(context: string): string {
  return context === "." ? "" : context.replace(/^\.\//, "").replace(/\/$/, "");
}

function readOwnStart(workspace: Workspace, path: string, node: DataNode): readonly StartLine[] | null {
  const parts = [at(node, "entrypoint"), at(node, "command")].filter(part => part !== undefined);
  if (parts.length === 0) return null;
  return parts.flatMap(part => {
    const text =
      asText(part) ??
      items(part)
        .map(item => asText(item) ?? "")
        .join(" ");
    const line = workspace.text(path)?.slice(0, part.span.start).split("\n").length ?? 1;
    return [{ path, line, text }, ...splitWords(text).flatMap(word => scriptLines(workspace, path, word))];
  });
}

function readService(name: string, node: DataNode): Omit<ExistingService, "start"> {
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
