import type { CommandReading } from "./reading";

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/;

/** How each server is told where to listen; `joined` takes host and port in one word. */
const LISTEN: Readonly<
  Record<
    string,
    {
      readonly joined?: string;
      readonly host?: string;
      readonly port?: string;
      readonly short?: Readonly<Record<string, string>>;
    }
  >
> = {
  gunicorn: { joined: "--bind", short: { "-b": "--bind" } },
  hypercorn: { joined: "--bind", short: { "-b": "--bind" } },
  uvicorn: { host: "--host", port: "--port" },
  granian: { host: "--host", port: "--port" },
  daphne: { host: "-b", port: "-p", short: { "--bind": "-b", "--port": "-p" } },
  "waitress-serve": { host: "--host", port: "--port" },
  fastapi: { host: "--host", port: "--port" },
  flask: { host: "--host", port: "--port", short: { "-h": "--host", "-p": "--port" } },
  quart: { host: "--host", port: "--port", short: { "-h": "--host", "-p": "--port" } },
  litestar: { host: "--host", port: "--port", short: { "-H": "--host", "-p": "--port" } },
  sanic: { host: "--host", port: "--port", short: { "-H": "--host", "-p": "--port" } },
  streamlit: { host: "--server.address", port: "--server.port" },
  chainlit: { host: "--host", port: "--port" },
  panel: { host: "--address", port: "--port" },
  bokeh: { host: "--address", port: "--port" },
  solara: { host: "--host", port: "--port" },
  shiny: { host: "--host", port: "--port" },
  jupyter: { host: "--ip", port: "--port" },
  mlflow: { host: "--host", port: "--port", short: { "-h": "--host", "-p": "--port" } },
  dagster: { host: "--host", port: "--port", short: { "-h": "--host", "-p": "--port", "-s": "--socket" } },
  "dagster-webserver": { host: "--host", port: "--port", short: { "-h": "--host", "-p": "--port" } },
  chalice: { host: "--host", port: "--port" },
  "functions-framework": { host: "--host", port: "--port" },
};

const RELOAD = new Set(["--reload", "--debug", "--dev", "--auto-reload", "--autoreload"]);

/** How servers and workers are told to leave the terminal, which would end the container. */
const DAEMON: Readonly<Record<string, ReadonlySet<string>>> = {
  gunicorn: new Set(["--daemon", "-D"]),
  celery: new Set(["--detach", "-D"]),
  luigid: new Set(["--background"]),
};

/**
 * What belongs to the machine that it was written for: a container's log is what it prints, nobody looks for its number, and
 * the image says who runs it.
 */
const OF_MACHINE: Readonly<Record<string, ReadonlySet<string>>> = {
  gunicorn: new Set(["--pid", "-p", "--user", "-u", "--group", "-g"]),
  celery: new Set(["--logfile", "-f", "--pidfile", "--uid", "--gid"]),
};

function inForeground({ tool, words }: CommandReading): readonly string[] {
  const stays = words.filter(word => !DAEMON[tool]?.has(word));
  const left = OF_MACHINE[tool];
  return stays.filter((word, at) => !left?.has(word.replace(/=.+$/s, "")) && !left?.has(stays[at - 1] ?? ""));
}

/**
 * The command as it must be inside a container: listening on every interface at `port`, without automatic reload. What a
 * configuration file decides is left to it.
 */
export function containerCommand(
  reading: CommandReading,
  port: number | null,
  options: { readonly keepsReload?: boolean } = {},
): readonly string[] {
  const words = inForeground(reading).filter(
    word => options.keepsReload === true || !RELOAD.has(word) || reading.tool === "jupyter",
  );
  if (reading.tool === "manage.py") return words.map(word => (reading.role === "serve" ? anyHost(word) : word));
  const listen = LISTEN[reading.tool];
  if (!listen || reading.role !== "serve") return words;
  if (reading.tool === "fastapi" && !options.keepsReload) return words.map(word => (word === "dev" ? "run" : word));
  if (listen.joined !== undefined)
    return withBind(words, listen.joined, Object.keys(listen.short ?? {}), port, reading.configuration !== null);
  return withHostAndPort(words, reading, listen, port);
}

function withBind(
  words: readonly string[],
  option: string,
  short: readonly string[],
  port: number | null,
  isConfigured: boolean,
): readonly string[] {
  const out: string[] = [];
  let isBound = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [name, ...rest] = word.split("=");
    if (name === option && rest.length > 0) {
      isBound = true;
      out.push(`${option}=${everywhere(rest.join("="), port)}`);
    } else if ((word === option || short.includes(word)) && words[at + 1] !== undefined) {
      isBound = true;
      out.push(word, everywhere(words[++at] ?? "", port));
    } else if (short.some(flag => word.startsWith(flag) && word.length > 2 && !word.startsWith("--"))) {
      isBound = true;
      out.push(word.slice(0, 2), everywhere(word.slice(2), port));
    } else out.push(word);
  }
  if (isBound || isConfigured || port === null) return out;
  return insertAfterProgram(out, [option, `0.0.0.0:${port}`]);
}

/** An address on every interface: loopback hosts and sockets are replaced, a port that was left out is added. */
function everywhere(address: string, port: number | null): string {
  if (address.startsWith("unix:") || address.startsWith("/")) return `0.0.0.0:${port ?? 8000}`;
  if (/^fd:/.test(address)) return address;
  const match = /^(.*?):(\d+)$/.exec(address);
  if (match) return match[1] === "" || LOOPBACK.test(match[1] ?? "") ? `0.0.0.0:${match[2] ?? ""}` : address;
  if (/^\d+$/.test(address)) return `0.0.0.0:${address}`;
  return LOOPBACK.test(address) || address === "0.0.0.0" ? `0.0.0.0:${port ?? 8000}` : address;
}

/** `127.0.0.1:8000` on every interface; other words as they are. */
function anyHost(word: string): string {
  const match = /^(.*):(\d+)$/.exec(word);
  return match && LOOPBACK.test(match[1] ?? "") ? `0.0.0.0:${match[2] ?? ""}` : word;
}

function withHostAndPort(
  words: readonly string[],
  reading: CommandReading,
  listen: { readonly host?: string; readonly port?: string; readonly short?: Readonly<Record<string, string>> },
  port: number | null,
): readonly string[] {
  const names = (option: string | undefined): readonly string[] => [
    ...(option === undefined ? [] : [option]),
    ...Object.entries(listen.short ?? {}).flatMap(([alias, full]) => (full === option ? [alias] : [])),
  ];
  const hosts = names(listen.host);
  const ports = names(listen.port);
  let hasHost = false;
  let hasPort = false;
  const out = words.map((word, at) => {
    const [name = "", ...rest] = word.split("=");
    const value = rest.length > 0 ? rest.join("=") : null;
    const before = words[at - 1] ?? "";
    if (hosts.includes(before)) return LOOPBACK.test(word) ? "0.0.0.0" : word;
    if (hosts.includes(name) && (value !== null || words[at + 1] !== undefined)) {
      hasHost = true;
      return value !== null && LOOPBACK.test(value) ? `${name}=0.0.0.0` : word;
    }
    if (ports.includes(name)) hasPort = true;
    if (/^--(?:listen|uds|fd|socket)$/.test(listen.short?.[name] ?? name)) {
      hasHost = true;
      hasPort = true;
      return value === null ? word : `${name}=${anyHost(value)}`;
    }
    return before === "--listen" ? anyHost(word) : word;
  });
  const added: string[] = [];
  if (!hasHost && listen.host !== undefined) added.push(listen.host, "0.0.0.0");
  if (!hasPort && listen.port !== undefined && port !== null && needsPort(reading))
    added.push(listen.port, String(port));
  return [...out, ...added];
}

/** Servers whose own default is the port need no option for it. */
function needsPort(reading: CommandReading): boolean {
  return reading.port === null;
}

function insertAfterProgram(words: readonly string[], added: readonly string[]): readonly string[] {
  const isModule = /^python[\d.]*$/.test((words[0] ?? "").replace(/^.*\//, ""));
  const at = isModule ? words.indexOf("-m") + 2 : 1;
  return [...words.slice(0, at), ...added, ...words.slice(at)];
}
