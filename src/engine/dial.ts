import { Agent } from "node:http";
import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { TlsMaterial } from "./context-store";
import type { EngineDeps } from "./deps";

/** Where an engine listens. */
export type Target =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number; readonly tls: TlsMaterial | null }
  | {
      readonly kind: "ssh";
      readonly host: string;
      readonly user: string | null;
      readonly port: string | null;
      /** Socket on the other machine, null for its default. */
      readonly path: string | null;
    };

/**
 * Reads an address as DOCKER_HOST and contexts hold it; a text says why it cannot be used. Without a scheme it is TCP,
 * as for the docker command line.
 */
export function parseHost(address: string, tls: TlsMaterial | null): Target | string {
  const text = address.trim();
  for (const [scheme, word] of LOCAL_SCHEMES) {
    const path = text.slice(scheme.length);
    if (text.startsWith(scheme)) return path === "" ? `names no ${word}` : { kind: "socket", path };
  }
  // `tcp://:2375` means this machine, as for the docker command line.
  const url = parseUrl((text.includes("://") ? text : `tcp://${text}`).replace("://:", "://127.0.0.1:"));
  if (url === null || url.hostname === "") return "is not an address";
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  switch (url.protocol) {
    case "tcp:":
    case "http:":
    case "https:": {
      const secured = url.protocol === "https:" && tls === null ? NO_MATERIAL : tls;
      return { kind: "tcp", host, port: Number(url.port || (secured === null ? 2375 : 2376)), tls: secured };
    }
    case "ssh:":
      return sshTarget(url, host);
    default:
      return `uses ${url.protocol}//, which is not known`;
  }
}

function sshTarget(url: URL, host: string): Target | string {
  // A host that begins with a hyphen would be read as an option of ssh.
  if (host.startsWith("-") || url.username.startsWith("-")) return "is not an address";
  return {
    kind: "ssh",
    host,
    user: url.username === "" ? null : decodeURIComponent(url.username),
    port: url.port === "" ? null : url.port,
    path: url.pathname === "" || url.pathname === "/" ? null : url.pathname,
  };
}

/** What stands before a path on this machine, with a word for what is there. */
const LOCAL_SCHEMES = [
  ["unix://", "socket"],
  ["npipe://", "pipe"],
] as const;
const NO_MATERIAL: TlsMaterial = { ca: null, cert: null, key: null, verify: true };

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** The arguments of `ssh` that join its standard input and output to the engine's socket over there, as the docker CLI does. */
export function sshArguments(target: Extract<Target, { readonly kind: "ssh" }>): readonly string[] {
  const remote = target.path === null ? [] : ["--host", `unix://${target.path}`];
  return [
    "-o",
    "ConnectTimeout=30",
    "-T",
    ...(target.user === null ? [] : ["-l", target.user]),
    ...(target.port === null ? [] : ["-p", target.port]),
    "--",
    target.host,
    "docker",
    ...remote,
    "system",
    "dial-stdio",
  ];
}

/** Opens one connection to the engine. Failures come as the stream's `error`. */
function dial(target: Target, deps: Pick<EngineDeps, "openProcess">): Duplex {
  switch (target.kind) {
    case "socket":
      return connectSocket({ path: target.path });
    case "ssh":
      return deps.openProcess("ssh", sshArguments(target));
    case "tcp": {
      const { host, port, tls } = target;
      if (tls === null) return connectSocket({ host, port });
      return connectTls({
        host,
        port,
        servername: isAddress(host) ? "" : host,
        rejectUnauthorized: tls.verify,
        ...(tls.ca === null ? {} : { ca: tls.ca }),
        ...(tls.cert === null ? {} : { cert: tls.cert }),
        ...(tls.key === null ? {} : { key: tls.key }),
      });
    }
  }
}

/** TLS forbids a server name that is an IP address. */
function isAddress(host: string): boolean {
  return host.includes(":") || /^[\d.]+$/.test(host);
}

/**
 * An HTTP agent whose every request opens a connection of its own by `dial`. Nothing is kept open between requests: a
 * connection that the engine closed meanwhile would look like an engine that was lost.
 */
export function createAgent(target: Target, deps: Pick<EngineDeps, "openProcess">): Agent {
  return Object.assign(new Agent({ keepAlive: false }), { createConnection: () => dial(target, deps) });
}
