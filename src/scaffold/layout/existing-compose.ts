import { isHostPath, readShortMount, type ComposeMount } from "../../docker/compose/mounts";
import { wholeServices, writtenServices } from "../../docker/compose/whole-services";
import { parseDockerfile } from "../../docker/dockerfile/parse";
import { chainOf, readStages } from "../../docker/dockerfile/stages";
import { asString, asText, at, entries, items, toValue, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { scriptLines, uwsgiLines, type StartLine } from "./existing-start";
import { splitWords } from "../../workspace/split-words";
import { isInside, joinPath, parentOf, relativeTo } from "../../model/paths";
import { normalizeName } from "../../python/packaging/names";
import { expandText } from "../../recon/commands/expand";
import { bindMount, composePaths } from "../../recon/docker/compose-services";
import { imageOfProject } from "../../recon/kubernetes/own-images";
import { copiedSources } from "./copied-sources";
import { outsidePorts, publishedPort, writtenTarget } from "./published-ports";
import { supervisedLines } from "./supervised";
import { fileVariables, insistedIn, missingEnvFiles, readEnvFiles, type MissingEnvFile } from "./their-env-files";

/** A service of the person's Compose file, as far as the plan has to agree with it. */
export interface ExistingService {
  readonly name: string;
  /** As it is written. */
  readonly image: string | null;
  /** The image that it runs, or that what it runs was built on: a database with scripts of their own is one all the same. */
  readonly base: string | null;
  /**
   * Context and Dockerfile of a service that is built, by itself or by another of the same image, or that runs the image which
   * the project publishes; null where it is not.
   */
  readonly build: {
    readonly context: string;
    readonly dockerfile: string | null;
    readonly target: string | null;
  } | null;
  /** It runs the image that the project publishes: nothing is built where it starts. */
  readonly isPublished: boolean;
  readonly environment: ReadonlyMap<string, string>;
  /**
   * Variables that others beside the file, which are laid over it, give where the file itself says nothing of variables; null
   * for all of them, where a file of variables gives them.
   */
  readonly givenBeside: ReadonlySet<string> | null;
  /** The part of it that stands under `environment` itself. */
  readonly ownEnvironment: ReadonlyMap<string, string>;
  readonly ports: readonly string[];
  /** Numbers that these have on this machine. */
  readonly publishedPorts: readonly number[];
  /** The number on this machine of each port inside the container that it publishes under one. */
  readonly outsidePorts: ReadonlyMap<number, number>;
  /** Numbers of the ports inside the container that it publishes; where it publishes none, of those that it exposes to a proxy. */
  readonly containerPorts: readonly number[];
  /** Folders of the container that belong to root and are written to: volumes, and what watch mode copies into. */
  readonly writtenFolders: readonly string[];
  /** Folders and files of the workspace that its volumes bring, those of the override included. */
  readonly mounted: readonly string[];
  /** Networks that it names; none stands for the default network of the project. */
  readonly networks: readonly string[];
  /** It starts only where one of these is asked for; none where it always does. */
  readonly profiles: readonly string[];
  /** Files of variables without which Compose refuses to start it. */
  readonly envFiles: readonly string[];
  /** What its own `entrypoint` and `command` run, scripts included; null where the image's are left as they are. */
  readonly start: readonly StartLine[] | null;
  /** Commands that a supervisor which these run keeps running. */
  readonly supervised: readonly StartLine[];
  /** Another file defines it, which this one includes: Compose takes no second definition here. */
  readonly isIncluded: boolean;
  /** Keys that it has from what it extends or, of an included one, at all; of variables `environment.NAME` as well. */
  readonly inherited: ReadonlySet<string>;
  /** It has an `entrypoint` of its own, so that the image's does not run. */
  readonly hasOwnEntrypoint: boolean;
  /** It says how its health is asked for, or that it is not. */
  readonly hasOwnCheck: boolean;
}

export interface ExistingCompose {
  /** Paths in it are relative to its folder; those of its services here are relative to the analysed folder, as everywhere. */
  readonly path: string;
  /** Environment files that it cannot do without, that are not there, with the sample that shows what goes into each. */
  readonly missingEnvFiles: readonly MissingEnvFile[];
  /** Variables without which Compose refuses the file: `${NAME:?…}`. */
  readonly insisted: readonly string[];
  readonly services: readonly ExistingService[];
}

/** The person's Compose file that the plan completes; `read` are the names of the variables that the code reads. */
export function readExistingCompose(
  workspace: Workspace,
  path: string | null,
  read: ReadonlySet<string>,
): ExistingCompose | null {
  if (path === null) return null;
  const givenBeside = variablesGivenBeside(workspace, path);
  const services = wholeServices(workspace, path).map(({ key, value, inherited, isIncluded }) => ({
    ...readService(workspace, parentOf(path), key, value),
    ...readOwnStart(workspace, path, value),
    hasOwnEntrypoint: at(value, "entrypoint") !== undefined,
    givenBeside: isGiven(value) ? NOTHING : givenBeside(key),
    isIncluded,
    inherited: keysOf(isIncluded ? value : inherited),
  }));
  const override = overridesIn(workspace, overridePath(path));
  const built = services.map(service =>
    withNamedDockerfile(
      workspace,
      path,
      withOverride(workspace, withPublishedBuild(workspace, service, read), parentOf(path), override.get(service.name)),
    ),
  );
  return {
    path,
    missingEnvFiles: missingEnvFiles(workspace, path, services),
    insisted: insistedIn(workspace.text(path) ?? ""),
    services: built.map(service => withSharedBuild(service, built)),
  };
}

const NOTHING: ReadonlySet<string> = new Set();

function keysOf(service: DataNode | null): ReadonlySet<string> {
  const variables = [...readEnvironment(at(service, "environment")).keys()].map(name => `environment.${name}`);
  return new Set([...entries(service).map(({ key }) => key), ...variables]);
}

/** Other Compose files of the folder; those for tests are laid over nothing that is used. */
function overlaysOf(workspace: Workspace, path: string): readonly string[] {
  return composePaths(workspace).filter(
    other => other !== path && parentOf(other) === parentOf(path) && !FOR_TESTS.test(other),
  );
}

/** What these give a service. */
function variablesGivenBeside(workspace: Workspace, path: string): (service: string) => ExistingService["givenBeside"] {
  const given = overlaysOf(workspace, path)
    .flatMap(other => writtenServices(workspace.data(other).root))
    .filter(({ value }) => isGiven(value));
  return service => {
    const own = given.filter(({ key }) => key === service).map(({ value }) => value);
    if (own.some(value => at(value, "env_file") !== undefined)) return null;
    return new Set(own.flatMap(value => [...readEnvironment(at(value, "environment")).keys()]));
  };
}

const FOR_TESTS = /(?:^|[/._-])(?:tests?|testing|e2e|ci)(?=$|[/._-])/i;

function isGiven(service: DataNode): boolean {
  return at(service, "environment") !== undefined || at(service, "env_file") !== undefined;
}

/** Variables that any program may be given. */
const ANYBODYS = /^(?:TZ|LANG|LC_\w+|PORT|HOST|DEBUG|LOG_?LEVEL|PUID|PGID|PYTHON\w*)$/;

/**
 * A service that only names an image runs this project where that is called as the project, or as its folder and is given
 * variables that the code reads: what the folder is called alone says nothing of who made an image.
 */
function withPublishedBuild(
  workspace: Workspace,
  service: ExistingService,
  read: ReadonlySet<string>,
): ExistingService {
  const { image, build } = service;
  if (build !== null || image === null || !workspace.has("Dockerfile")) return service;
  const isOwn = normalizeName(parseImage(image).name) === normalizeName(workspace.name);
  const isRead = [...service.environment.keys()].some(name => read.has(name) && !ANYBODYS.test(name));
  if (!isOwn || !isRead) return service;
  return {
    ...service,
    build: { context: "", dockerfile: "Dockerfile", target: null },
    base: builtOn(workspace, "Dockerfile"),
    isPublished: true,
  };
}

/** Compose looks for an override beside each name of the main file. */
export function overridePath(compose: string): string {
  return compose.replace(/\.(ya?ml)$/, ".override.$1");
}

function overridesIn(workspace: Workspace, path: string): ReadonlyMap<string, DataNode> {
  const isThere = workspace.text(path) !== null;
  return new Map(isThere ? writtenServices(workspace.data(path).root).map(({ key, value }) => [key, value]) : []);
}

/**
 * `docker compose up` reads the override by itself: what it mounts is there as well, and it may build what the main file has as
 * the image that a server pulls.
 */
function withOverride(
  workspace: Workspace,
  service: ExistingService,
  folder: string,
  override: DataNode | undefined,
): ExistingService {
  if (override === undefined) return service;
  const whole = { ...service, mounted: [...service.mounted, ...mountedBy(folder, override)] };
  const isBuilt = service.build !== null && !service.isPublished;
  const build = isBuilt || at(override, "build") === undefined ? null : readBuild(workspace, folder, override);
  if (build === null) return whole;
  // Its stage is the one for development.
  return {
    ...whole,
    isPublished: false,
    build: { ...build, target: null },
    base: builtOn(workspace, dockerfileOf(build)),
  };
}

/** Where its own Dockerfile is not there, it is built from the one that the override, else all other overlays alike, name. */
function withNamedDockerfile(workspace: Workspace, path: string, service: ExistingService): ExistingService {
  const own = service.build;
  if (own === null || workspace.has(dockerfileOf(own))) return service;
  const builds = overlaysOf(workspace, path).flatMap(overlay => {
    const node = writtenServices(workspace.data(overlay).root).find(({ key }) => key === service.name)?.value;
    const named = asText(at(node, "build", "dockerfile"));
    if (node === undefined || named === undefined) return [];
    const written = at(node, "build", "context") === undefined ? own : readBuild(workspace, parentOf(path), node);
    const build = { context: written?.context ?? own.context, dockerfile: named, target: null };
    return workspace.has(dockerfileOf(build)) ? [{ overlay, build }] : [];
  });
  const first = builds.find(({ overlay }) => overlay === overridePath(path)) ?? builds[0];
  const isAlike = new Set(builds.map(({ build }) => dockerfileOf(build))).size === 1;
  if (first === undefined || (!isAlike && first.overlay !== overridePath(path))) return service;
  return { ...service, build: first.build, base: builtOn(workspace, dockerfileOf(first.build)) };
}

function mountedBy(folder: string, service: DataNode): readonly string[] {
  return items(at(service, "volumes")).flatMap(item => bindMount(folder, item, new Map()).map(({ source }) => source));
}

/** A service that names the image which another one builds runs that build. */
function withSharedBuild(service: ExistingService, all: readonly ExistingService[]): ExistingService {
  if (service.build !== null || service.image === null) return service;
  const builder = all.find(({ build, image }) => build !== null && image === service.image);
  return builder ? { ...service, build: builder.build } : service;
}

/** The services that run the image of this Dockerfile. */
export function servicesOf(compose: ExistingCompose | null, dockerfile: string): readonly ExistingService[] {
  return (compose?.services ?? []).filter(({ build }) => build !== null && dockerfileOf(build) === dockerfile);
}

function readOwnStart(
  workspace: Workspace,
  path: string,
  node: DataNode,
): Pick<ExistingService, "start" | "supervised"> {
  const parts = [at(node, "entrypoint"), at(node, "command")].filter(part => part !== undefined);
  if (parts.length === 0) return { start: null, supervised: [] };
  const written = parts.map(part => ({
    line: workspace.text(path)?.slice(0, part.span.start).split("\n").length ?? 1,
    text:
      asText(part) ??
      items(part)
        .map(item => asText(item) ?? "")
        .join(" "),
  }));
  // Of several scripts of one name the image holds the one beside its Dockerfile.
  const build = readBuild(workspace, parentOf(path), node);
  const from = build !== null && workspace.has(dockerfileOf(build)) ? dockerfileOf(build) : path;
  const start = joined(written).flatMap(({ line, text }) => {
    const named = splitWords(text).flatMap(word => [
      ...scriptLines(workspace, from, word),
      ...uwsgiLines(workspace, from, word),
    ]);
    return [{ path, line, text }, ...named];
  });
  return { start, supervised: supervisedLines(workspace, start, copiedBy(workspace, parentOf(path), node)) };
}

/** A bare program as entry point makes one line with the command, which are its arguments; a script is a line of its own. */
function joined<Line extends { readonly text: string }>(lines: readonly Line[]): readonly Line[] {
  const [program, command] = lines;
  if (program === undefined || command === undefined || !/^[\w-]+$/.test(program.text)) return lines;
  return [{ ...command, text: `${program.text} ${command.text}` }];
}

/** What the Dockerfile of a service copies by name. */
function copiedBy(workspace: Workspace, folder: string, node: DataNode): readonly string[] {
  const build = readBuild(workspace, folder, node);
  const text = build === null ? null : workspace.text(dockerfileOf(build));
  return text === null ? [] : copiedSources(text);
}

function builtOn(workspace: Workspace, dockerfile: string): string | null {
  const text = workspace.text(dockerfile);
  const last = text === null ? null : readStages(parseDockerfile(text)).final;
  const image = last ? (chainOf(last)[0]?.from?.image?.value ?? null) : null;
  return image === null || image.includes("$") ? null : image;
}

/** Docker takes `dockerfile` where there is no `Dockerfile`. */
function usualDockerfile(workspace: Workspace, context: string | null): string | null {
  const isThere = (name: string): boolean => context !== null && workspace.has(joinPath(context, name));
  return !isThere("Dockerfile") && isThere("dockerfile") ? "dockerfile" : null;
}

function dockerfileOf({ context, dockerfile }: NonNullable<ExistingService["build"]>): string {
  return joinPath(context, dockerfile ?? "Dockerfile");
}

/** Defaults of the file itself hold here: what a machine sets beside them is that machine's. */
const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

function readBuild(workspace: Workspace, folder: string, service: DataNode): ExistingService["build"] {
  const build = at(service, "build");
  const named = asString(build) ?? asString(at(build, "context")) ?? (build ? "." : null);
  if (named === null) return publishedBuild(workspace, namedImage(service));
  const written = expandText(named, NO_VARIABLES);
  // What a variable, a repository elsewhere or the machine holds is no folder of the workspace.
  const context = /^[/~$]|:\/\//.test(written) ? written : joinPath(folder, written);
  const path = asText(at(build, "dockerfile"));
  const dockerfile = path === undefined ? usualDockerfile(workspace, context) : expandText(path, NO_VARIABLES);
  return { context, dockerfile, target: asText(at(build, "target")) ?? null };
}

function namedImage(service: DataNode): string | null {
  const image = asText(at(service, "image"));
  return image === undefined ? null : expandText(image, NO_VARIABLES);
}

/** What the image that the project itself publishes is built from. */
function publishedBuild(workspace: Workspace, image: string | null): ExistingService["build"] {
  const own = image === null ? null : imageOfProject(workspace, image);
  if (own?.dockerfile == null) return null;
  return { context: own.folder, dockerfile: relativeTo(own.folder, own.dockerfile), target: null };
}

function readService(
  workspace: Workspace,
  folder: string,
  name: string,
  node: DataNode,
): Omit<ExistingService, "start" | "supervised" | "hasOwnEntrypoint" | "givenBeside" | "isIncluded" | "inherited"> {
  const build = readBuild(workspace, folder, node);
  const ownEnvironment = readEnvironment(at(node, "environment"));
  const image = asText(at(node, "image")) ?? null;
  const envFiles = readEnvFiles(folder, node);
  const main = joinPath(folder, ".env");
  return {
    name,
    image,
    base: build === null ? namedImage(node) : builtOn(workspace, dockerfileOf(build)),
    build,
    isPublished: build !== null && at(node, "build") === undefined,
    environment: new Map([...envFiles.flatMap(({ path }) => fileVariables(workspace, path, main)), ...ownEnvironment]),
    ownEnvironment,
    profiles: items(at(node, "profiles")).flatMap(item => asText(item) ?? []),
    envFiles: envFiles.flatMap(({ path, isRequired }) => (isRequired ? [path] : [])),
    ports: items(at(node, "ports")).map(port => asText(port) ?? JSON.stringify(toValue(port))),
    publishedPorts: items(at(node, "ports")).flatMap(publishedPort),
    outsidePorts: outsidePorts(items(at(node, "ports"))),
    containerPorts: items(at(node, "ports") ?? at(node, "expose")).flatMap(writtenTarget),
    writtenFolders: [
      ...volumeFolders(items(at(node, "volumes"))),
      ...items(at(at(node, "develop"), "watch")).flatMap(syncedFolder),
    ],
    mounted: mountedBy(folder, node),
    hasOwnCheck: at(node, "healthcheck") !== undefined,
    networks: [
      ...entries(at(node, "networks")).map(({ key }) => key),
      ...items(at(node, "networks")).flatMap(item => asText(item) ?? []),
    ],
  };
}

/** Of its volumes but those that are read only. One inside a folder of the machine keeps what the image has there. */
function volumeFolders(volumes: readonly DataNode[]): readonly string[] {
  const mounts = volumes.map(readVolume);
  const bound = mounts.flatMap(({ type, target }) => (type === "bind" ? (target ?? []) : []));
  return mounts.flatMap(({ type, target, readOnly }) => {
    const keeps = type === "anonymous" && bound.some(folder => isInside(folder, target ?? ""));
    return readOnly || keeps || (type !== "volume" && type !== "anonymous") ? [] : (target ?? []);
  });
}

function readVolume(node: DataNode): Pick<ComposeMount, "type" | "target" | "readOnly"> {
  const short = asText(node);
  const target = asText(at(node, "target")) ?? null;
  if (short === undefined) {
    const type = asText(at(node, "type")) as ComposeMount["type"];
    const isAnonymous = type === "volume" && at(node, "source") === undefined;
    return { type: isAnonymous ? "anonymous" : type, target, readOnly: asText(at(node, "read_only")) === "true" };
  }
  const mount = readShortMount(short, node.span, null);
  if (mount.type !== "unknown") return mount;
  // What a variable names is a volume, where no preset shows a folder of the machine.
  const preset = /^\$\{\w+:?-([^}]*)\}/.exec(mount.source ?? "")?.[1] ?? "";
  return { ...mount, type: isHostPath(preset) ? "bind" : "volume" };
}

/** Watch mode copies as the user of the container: https://docs.docker.com/compose/how-tos/file-watch/#prerequisites. */
function syncedFolder(rule: DataNode): readonly string[] {
  return /^sync/.test(asText(at(rule, "action")) ?? "") ? [asText(at(rule, "target")) ?? ""] : [];
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

/** Whether both are one image, of whatever version and registry: `redis` and `docker.io/library/redis:7`. */
export function isSameImage(left: string, right: string): boolean {
  const pathOf = (image: string): string =>
    parseImage(image)
      .repository.replace(/^[^/]*[.:][^/]*\//, "")
      .replace(/^(?:docker\/)?library\//, "");
  return pathOf(left) === pathOf(right);
}

/** `ghcr.io/x/postgres:16-alpine@sha256:…` is `postgres` of version 16. */
export function parseImage(image: string): {
  /** Where it lies, without tag and digest. */
  readonly repository: string;
  readonly name: string;
  readonly tag: string | null;
  readonly major: number | null;
} {
  const bare = image.split("@")[0] ?? image;
  const last = bare.slice(bare.lastIndexOf("/") + 1);
  const [name = last, tag] = last.split(":");
  const major = tag?.match(/^(?:v|pg)?(\d+)/)?.[1];
  const repository = tag === undefined ? bare : bare.slice(0, -tag.length - 1);
  return { repository, name, tag: tag ?? null, major: major === undefined ? null : Number(major) };
}
