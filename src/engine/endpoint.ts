import type { EngineEndpoint } from "../model/ports";
import type { TlsMaterial } from "./context-store";
import { configFolder, joinPath, readConfig, readContext, readTls } from "./context-store";
import type { StoreDeps } from "./context-store";
import type { Target } from "./dial";
import { parseHost } from "./dial";
import type { Attempt } from "./failure";

/** An endpoint worth a connection, and how it is called in the list of what was tried. */
export interface Candidate {
  readonly endpoint: EngineEndpoint;
  readonly target: Target;
  readonly label: string;
}

/** Which endpoints to try, in order, and what was looked at before and named none. */
export interface Resolution {
  readonly candidates: readonly Candidate[];
  readonly attempts: readonly Attempt[];
}

/**
 * Resolves the endpoint as the docker command line does (github.com/docker/cli, `resolveContextName`): a context asked
 * for by name, DOCKER_HOST, DOCKER_CONTEXT, `currentContext` of config.json, and only where none of them is set the
 * default sockets. What is set is taken at its word: no other engine is tried when it does not answer, because that one
 * may belong to something else.
 */
export async function resolveEndpoint(deps: StoreDeps, wanted?: string): Promise<Resolution> {
  const attempts: Attempt[] = [];
  if (wanted !== undefined && wanted !== "" && wanted !== "default") {
    return fromContext(deps, wanted, "chosen in Drydock", attempts);
  }
  const host = deps.env["DOCKER_HOST"];
  if (host !== undefined && host !== "") return fromHost(deps, host, attempts);
  attempts.push({ what: "DOCKER_HOST", why: "not set" });

  if (wanted !== "default") {
    const named = deps.env["DOCKER_CONTEXT"];
    if (named !== undefined && named !== "" && named !== "default") {
      return fromContext(deps, named, "from DOCKER_CONTEXT", attempts);
    }
    const current = (await readConfig(deps))["currentContext"];
    const overruled = named === "default";
    if (!overruled && typeof current === "string" && current !== "" && current !== "default") {
      return fromContext(deps, current, "from the docker configuration", attempts);
    }
  }
  const candidates = defaultSockets(deps).map(socket => {
    const scheme = deps.platform === "win32" ? "npipe" : "unix";
    const label = deps.platform === "win32" ? "pipe" : "socket";
    return {
      endpoint: { context: "default", host: `${scheme}://${socket}`, reason: `the default ${label}` },
      target: { kind: "socket", path: socket },
      label: `context default at ${socket}`,
    } as const;
  });
  return { candidates, attempts };
}

async function fromHost(deps: StoreDeps, host: string, attempts: readonly Attempt[]): Promise<Resolution> {
  const target = parseHost(host, await environmentTls(deps));
  const label = `DOCKER_HOST ${host}`;
  if (typeof target === "string") return { candidates: [], attempts: [...attempts, { what: label, why: target }] };
  const endpoint = { context: "default", host, reason: "from DOCKER_HOST" };
  return { candidates: [{ endpoint, target, label }], attempts };
}

/** TLS of DOCKER_HOST: DOCKER_TLS_VERIFY or DOCKER_TLS say so, DOCKER_CERT_PATH (else the docker configuration) has the files. */
async function environmentTls(deps: StoreDeps): Promise<TlsMaterial | null> {
  const verify = (deps.env["DOCKER_TLS_VERIFY"] ?? "") !== "";
  if (!verify && (deps.env["DOCKER_TLS"] ?? "") === "") return null;
  return readTls(deps, deps.env["DOCKER_CERT_PATH"] || configFolder(deps), verify);
}

async function fromContext(
  deps: StoreDeps,
  name: string,
  reason: string,
  attempts: readonly Attempt[],
): Promise<Resolution> {
  const label = `context ${name}`;
  const none = (why: string): Resolution => ({ candidates: [], attempts: [...attempts, { what: label, why }] });
  const context = await readContext(deps, name);
  if (context === null) return none(`${reason}, but there is no such context`);
  if (context.host === "") return none("names no Docker endpoint");
  const target = parseHost(context.host, context.tls);
  if (typeof target === "string") return none(`${context.host} ${target}`);
  return { candidates: [{ endpoint: { context: name, host: context.host, reason }, target, label }], attempts };
}

/** Where engines listen that were installed without any setting: system-wide, rootless, Docker Desktop. */
export function defaultSockets(deps: StoreDeps): readonly string[] {
  if (deps.platform === "win32") return ["//./pipe/docker_engine", "//./pipe/dockerDesktopLinuxEngine"];
  const runtime = deps.env["XDG_RUNTIME_DIR"];
  const sockets = ["/var/run/docker.sock"];
  if (deps.platform !== "darwin" && runtime !== undefined && runtime !== "") {
    sockets.push(joinPath(deps, runtime, "docker.sock"));
  }
  sockets.push(joinPath(deps, deps.homedir, ".docker", "run", "docker.sock"));
  if (deps.platform !== "darwin") sockets.push(joinPath(deps, deps.homedir, ".docker", "desktop", "docker.sock"));
  return sockets;
}

/** What a docker command must be given so that it speaks to this endpoint; an undefined value takes a variable away. */
export function endpointEnvironment({
  context,
  host,
}: Pick<EngineEndpoint, "context" | "host">): Readonly<Record<string, string | undefined>> {
  return context === "default"
    ? { DOCKER_HOST: host, DOCKER_CONTEXT: undefined }
    : { DOCKER_HOST: undefined, DOCKER_CONTEXT: context };
}
