import { messageOf } from "../model/error";
import { readConfig } from "./context-store";
import type { EngineDeps } from "./deps";
import { isRecord, parseJson, textField } from "./json-lines";

/** What BuildKit is told for one registry. An identity token goes alone, with an empty name. */
export interface RegistryCredentials {
  readonly username: string;
  readonly secret: string;
}

/** Docker Hub's entry in the configuration bears the address of its first API. */
const HUB = "https://index.docker.io/v1/";
const HUB_HOSTS = new Set(["registry-1.docker.io", "docker.io", "index.docker.io"]);
/** The user name by which a credential helper says that the secret is an identity token. */
const TOKEN_USER = "<token>";
/** Part of a program's name: anything else in the configuration is not started. */
const HELPER_NAME = /^[A-Za-z0-9._-]+$/;

/**
 * The credentials for a registry as `docker login` left them: a helper of `credHelpers` or `credsStore`, else `auths` of
 * config.json. Null where there are none; a helper that fails is logged and means none, as for the docker CLI.
 */
export async function registryCredentials(
  deps: Pick<EngineDeps, "env" | "homedir" | "platform" | "readText" | "processes" | "log">,
  host: string,
  signal?: AbortSignal,
): Promise<RegistryCredentials | null> {
  const config = await readConfig(deps);
  const key = HUB_HOSTS.has(host) ? HUB : host;
  const helpers = config["credHelpers"];
  const helper = textField(helpers, key) || textField(helpers, host) || textField(config, "credsStore");
  if (helper !== "") {
    const found = await askHelper(deps, helper, key, signal);
    if (found !== null) return found;
  }
  return fromAuths(config["auths"], key);
}

async function askHelper(
  deps: Pick<EngineDeps, "processes" | "log">,
  helper: string,
  key: string,
  signal: AbortSignal | undefined,
): Promise<RegistryCredentials | null> {
  if (!HELPER_NAME.test(helper)) return null;
  try {
    const result = await deps.processes.run(`docker-credential-${helper}`, ["get"], {
      input: key,
      timeoutMs: 30_000,
      ...(signal === undefined ? {} : { signal }),
    });
    const answer = result.exit === 0 ? parseJson(result.stdout) : undefined;
    const username = textField(answer, "Username");
    const secret = textField(answer, "Secret");
    if (secret === "") return null;
    return username === TOKEN_USER ? { username: "", secret } : { username, secret };
  } catch (error) {
    deps.log.warn(`engine: docker-credential-${helper} could not be asked: ${messageOf(error)}`);
    return null;
  }
}

function fromAuths(auths: unknown, key: string): RegistryCredentials | null {
  if (!isRecord(auths)) return null;
  const wanted = bareHost(key);
  const entry = auths[key] ?? Object.entries(auths).find(([name]) => bareHost(name) === wanted)?.[1];
  const token = textField(entry, "identitytoken");
  if (token !== "") return { username: "", secret: token };
  const decoded = Buffer.from(textField(entry, "auth"), "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon <= 0) return null;
  return { username: decoded.slice(0, colon), secret: decoded.slice(colon + 1).replaceAll("\0", "") };
}

function bareHost(name: string): string {
  return name.replace(/^https?:\/\//, "").split("/")[0] ?? name;
}
