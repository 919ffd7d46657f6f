import { createHash } from "node:crypto";
import { posix, win32 } from "node:path";
import type { EngineDeps } from "./deps";
import { isRecord, parseJson, textField } from "./json-lines";

/** Certificates in PEM; any may be missing. */
export interface TlsMaterial {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly verify: boolean;
}

/** A Docker context as `docker context create` stores it. */
export interface StoredContext {
  readonly name: string;
  readonly description: string;
  /** Such as `unix:///var/run/docker.sock` or `ssh://user@host`. */
  readonly host: string;
  readonly tls: TlsMaterial | null;
}

export type StoreDeps = Pick<EngineDeps, "env" | "homedir" | "platform" | "readText" | "listFolder">;

export function joinPath(deps: Pick<EngineDeps, "platform">, ...parts: readonly string[]): string {
  return (deps.platform === "win32" ? win32 : posix).join(...parts);
}

/** The folder of the docker configuration: DOCKER_CONFIG, else `.docker` in the home folder. */
export function configFolder(deps: Pick<EngineDeps, "env" | "homedir" | "platform">): string {
  return deps.env["DOCKER_CONFIG"] || joinPath(deps, deps.homedir, ".docker");
}

/** The docker configuration as it stands in config.json; empty where there is none or it is broken, as the CLI has it. */
export async function readConfig(
  deps: Pick<EngineDeps, "env" | "homedir" | "platform" | "readText">,
): Promise<Readonly<Record<string, unknown>>> {
  const text = await deps.readText(joinPath(deps, configFolder(deps), "config.json"));
  const value = text === null ? undefined : parseJson(text);
  return isRecord(value) ? value : {};
}

/** The three PEM files of a folder. */
export async function readTls(
  deps: Pick<EngineDeps, "platform" | "readText">,
  folder: string,
  verify: boolean,
): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "cert.pem", "key.pem"].map(name => deps.readText(joinPath(deps, folder, name))),
  );
  return { ca: ca ?? null, cert: cert ?? null, key: key ?? null, verify };
}

/**
 * The stored context of that name, or null. The store's folders bear the SHA-256 of the name
 * (github.com/docker/cli, cli/context/store).
 */
export async function readContext(deps: StoreDeps, name: string): Promise<StoredContext | null> {
  return readStored(deps, createHash("sha256").update(name).digest("hex"));
}

/** Every stored context, by name. The context `default` is not stored: it is what the environment says. */
export async function listContexts(deps: StoreDeps): Promise<readonly StoredContext[]> {
  const ids = await deps.listFolder(joinPath(deps, configFolder(deps), "contexts", "meta"));
  const contexts = await Promise.all(ids.map(id => readStored(deps, id)));
  return contexts.filter(context => context !== null).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

async function readStored(deps: StoreDeps, id: string): Promise<StoredContext | null> {
  const store = joinPath(deps, configFolder(deps), "contexts");
  const text = await deps.readText(joinPath(deps, store, "meta", id, "meta.json"));
  const meta = text === null ? undefined : parseJson(text);
  if (!isRecord(meta)) return null;
  const endpoints = meta["Endpoints"];
  const docker = isRecord(endpoints) ? endpoints["docker"] : undefined;
  const name = textField(meta, "Name");
  if (name === "") return null;
  const skipVerify = isRecord(docker) && docker["SkipTLSVerify"] === true;
  const tls = await readTls(deps, joinPath(deps, store, "tls", id, "docker"), !skipVerify);
  const hasTls = tls.ca !== null || tls.cert !== null || tls.key !== null || skipVerify;
  return {
    name,
    description: textField(meta["Metadata"], "Description"),
    host: textField(docker, "Host"),
    tls: hasTls ? tls : null,
  };
}
