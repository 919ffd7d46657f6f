import type { Dependency } from "../../model/recon";

/** Best first; Apache's module is no choice of ours, since an image would need Apache with it. */
const WSGI_SERVERS = ["gunicorn", "waitress", "uwsgi", "granian"] as const;
const ASGI_SERVERS = ["uvicorn", "hypercorn", "granian", "daphne"] as const;

type Server = (typeof WSGI_SERVERS | typeof ASGI_SERVERS)[number];

/** The production command for an application: with the server that the project declares, else gunicorn or uvicorn. */
export function serveCommand(
  kind: "wsgi" | "asgi",
  target: string,
  port: number,
  dependencies: readonly Dependency[],
): readonly string[] {
  const running = inProduction(dependencies);
  return serverCommand(
    chooseServer(kind, target, name => bringsServer(running, name)),
    kind,
    target,
    port,
  );
}

/** What Gunicorn is to an application: it serves it, as it would without a better server; it is only brought; or neither. */
export function gunicornUse(kind: "wsgi" | "asgi", dependencies: readonly Dependency[]): "serves" | "brought" | null {
  const running = inProduction(dependencies);
  if (chooseServer(kind, "", name => bringsServer(running, name)) === "gunicorn") return "serves";
  return bringsServer(running, "gunicorn") ? "brought" : null;
}

function inProduction(dependencies: readonly Dependency[]): readonly Dependency[] {
  return dependencies.filter(({ group }) => group !== "dev" && group !== "test" && group !== "docs");
}

/** Whether one of these distributions brings a server, itself or by an extra (`fastapi[standard]` brings uvicorn). */
export function bringsServer(dependencies: readonly Dependency[], name: string): boolean {
  return dependencies.some(
    dependency =>
      dependency.name === name ||
      (name === "uwsgi" && dependency.name === "pyuwsgi") ||
      (name === "uvicorn" &&
        ["fastapi", "litestar", "starlite"].includes(dependency.name) &&
        dependency.extras.some(extra => extra === "standard" || extra === "all")),
  );
}

/**
 * The server for an application among those that the project brings, else the usual one. An ASGI server that is `written` in
 * its files may be brought unsaid, as Daphne is by Channels before its release 4, and serves what the usual one does not:
 * plain uvicorn answers no WebSocket.
 */
export function chooseServer(
  kind: "wsgi" | "asgi",
  target: string,
  brings: (name: string) => boolean,
  written: string | null = null,
): Server {
  if (isDeep(target)) return "waitress";
  if (kind === "wsgi") return WSGI_SERVERS.find(brings) ?? "gunicorn";
  return ASGI_SERVERS.find(brings) ?? ASGI_SERVERS.find(name => name === written) ?? "uvicorn";
}

/** An attribute of an attribute, such as `app:app.server`, which of the WSGI servers waitress alone looks up. */
function isDeep(target: string): boolean {
  return /:\w+\.\w/.test(target);
}

/** `module:attribute` with or without the call of a factory. */
export interface Target {
  readonly bare: string;
  readonly isFactory: boolean;
}

export function parseTarget(target: string): Target {
  return { bare: target.replace(/\(.*\)$/, ""), isFactory: target.endsWith(")") };
}

/** How a server is told what to serve, on every interface of its container. */
export function serverCommand(server: Server, kind: "wsgi" | "asgi", target: string, port: number): readonly string[] {
  const { bare, isFactory } = parseTarget(target);
  const factory = isFactory ? ["--factory"] : [];
  const address = ["--host", "0.0.0.0", "--port", String(port)];
  switch (server) {
    case "waitress":
      return ["waitress-serve", `--listen=0.0.0.0:${port}`, ...(isFactory ? ["--call"] : []), bare];
    case "uwsgi":
      return ["uwsgi", "--http-socket", `0.0.0.0:${port}`, "--master", "--die-on-term", "--module", target];
    case "granian":
      return ["granian", "--interface", kind, ...address, ...factory, bare];
    case "hypercorn":
      return ["hypercorn", target, "--bind", `0.0.0.0:${port}`];
    case "daphne":
      return ["daphne", "-b", "0.0.0.0", "-p", String(port), bare];
    case "uvicorn":
      return ["uvicorn", ...factory, bare, ...address];
    case "gunicorn":
      return ["gunicorn", target, "--bind", `0.0.0.0:${port}`];
  }
}

/** The command that reloads on changes, of the framework where it has one of its own. */
export function reloadCommand(
  framework: string,
  kind: string,
  target: string,
  path: string,
  port: number,
): readonly string[] {
  const { bare, isFactory } = parseTarget(target);
  switch (framework) {
    case "flask":
      return ["flask", "--app", bare, "run", "--host", "0.0.0.0", "--port", String(port), "--debug"];
    case "quart":
      return ["quart", "--app", bare, "run", "--host", "0.0.0.0", "--port", String(port), "--reload"];
    case "django":
      return ["python", path === "" ? "manage.py" : path, "runserver", `0.0.0.0:${port}`];
    case "litestar":
      return ["litestar", "--app", bare, "run", "--host", "0.0.0.0", "--port", String(port), "--reload"];
    default:
      return kind === "asgi"
        ? [
            "uvicorn",
            ...(isFactory ? ["--factory"] : []),
            bare,
            "--host",
            "0.0.0.0",
            "--port",
            String(port),
            "--reload",
          ]
        : ["gunicorn", "--bind", `0.0.0.0:${port}`, "--reload", target];
  }
}
