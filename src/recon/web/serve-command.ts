import type { Dependency } from "../../model/recon";

export interface Serving {
  readonly command: readonly string[];
  /** Distribution that the command needs. */
  readonly server: string;
  readonly isDeclared: boolean;
}

const WSGI_SERVERS = ["gunicorn", "waitress", "uwsgi", "granian", "mod-wsgi"] as const;
const ASGI_SERVERS = ["uvicorn", "hypercorn", "daphne", "granian"] as const;

/** Names of the distributions that run, tests and development left out. */
function declared(dependencies: readonly Dependency[]): ReadonlySet<string> {
  return new Set(
    dependencies.filter(({ group }) => group !== "dev" && group !== "test" && group !== "docs").map(({ name }) => name),
  );
}

/** The production command for an application: with the server that the project declares, else gunicorn or uvicorn. */
export function serveCommand(
  kind: "wsgi" | "asgi",
  target: string,
  port: number,
  dependencies: readonly Dependency[],
): Serving {
  const names = declared(dependencies);
  // `uvicorn` also comes with `fastapi[standard]`.
  const fastapi = dependencies.find(({ name }) => name === "fastapi");
  const brought = new Set(names);
  if (fastapi?.extras.some(extra => extra === "standard" || extra === "all")) brought.add("uvicorn");
  const servers: readonly string[] = isDeep(target) ? ["waitress"] : kind === "wsgi" ? WSGI_SERVERS : ASGI_SERVERS;
  const usual = isDeep(target) ? "waitress" : kind === "wsgi" ? "gunicorn" : "uvicorn";
  const server = servers.find(name => brought.has(name)) ?? usual;
  return { server, isDeclared: brought.has(server), command: commandFor(server, kind, target, port) };
}

/** An attribute of an attribute, such as `app:app.server`, which of the WSGI servers waitress alone looks up. */
export function isDeep(target: string): boolean {
  return /:\w+\.\w/.test(target);
}

function commandFor(server: string, kind: "wsgi" | "asgi", target: string, port: number): readonly string[] {
  const isFactory = target.endsWith("()");
  const bare = target.replace(/\(\)$/, "");
  switch (server) {
    case "waitress":
      return ["waitress-serve", "--host", "0.0.0.0", "--port", String(port), ...(isFactory ? ["--call"] : []), bare];
    case "uwsgi":
      return ["uwsgi", "--http-socket", `0.0.0.0:${port}`, "--master", "--die-on-term", "--module", target];
    case "granian":
      return [
        "granian",
        "--interface",
        kind,
        "--host",
        "0.0.0.0",
        "--port",
        String(port),
        ...(isFactory ? ["--factory"] : []),
        bare,
      ];
    case "mod-wsgi":
      return [
        "mod_wsgi-express",
        "start-server",
        "--port",
        String(port),
        "--log-to-terminal",
        "--callable-object",
        bare.split(":")[1] ?? "application",
        "--application-type",
        "module",
        bare.split(":")[0] ?? bare,
      ];
    case "hypercorn":
      return ["hypercorn", "--bind", `0.0.0.0:${port}`, target];
    case "daphne":
      return ["daphne", "-b", "0.0.0.0", "-p", String(port), bare];
    case "uvicorn":
      return ["uvicorn", ...(isFactory ? ["--factory"] : []), bare, "--host", "0.0.0.0", "--port", String(port)];
    default:
      return ["gunicorn", "--bind", `0.0.0.0:${port}`, target];
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
  const isFactory = target.endsWith("()");
  const bare = target.replace(/\(\)$/, "");
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
