import { isDeep } from "../../recon/web/serve-command";
import { bringsServer, hasFramework, type Subject } from "./subject";

/** `module:attribute` with or without the call of a factory. */
interface Target {
  readonly bare: string;
  readonly isFactory: boolean;
}

export function parseTarget(target: string): Target {
  const isFactory = target.endsWith(")");
  return { bare: target.replace(/\(.*\)$/, ""), isFactory };
}

/** The production command of an application object: with the server that the project brings, else the usual one. */
export function serve(subject: Subject, kind: string, target: string, port: number): readonly string[] {
  const { recon } = subject;
  const { bare, isFactory } = parseTarget(target);
  if (kind === "asgi") {
    const server = ["uvicorn", "hypercorn", "granian", "daphne"].find(name => bringsServer(recon, name)) ?? "uvicorn";
    if (server === "hypercorn") return ["hypercorn", isFactory ? `${bare}()` : bare, "--bind", `0.0.0.0:${port}`];
    if (server === "daphne") return ["daphne", "-b", "0.0.0.0", "-p", String(port), bare];
    if (server === "granian") {
      return [
        "granian",
        "--interface",
        "asgi",
        "--host",
        "0.0.0.0",
        "--port",
        String(port),
        ...(isFactory ? ["--factory"] : []),
        bare,
      ];
    }
    return ["uvicorn", ...(isFactory ? ["--factory"] : []), bare, "--host", "0.0.0.0", "--port", String(port)];
  }
  const server = isDeep(bare)
    ? "waitress"
    : (["gunicorn", "waitress", "uwsgi", "granian"].find(name => bringsServer(recon, name)) ?? "gunicorn");
  if (server === "waitress")
    return ["waitress-serve", `--listen=0.0.0.0:${port}`, ...(isFactory ? ["--call"] : []), bare];
  if (server === "uwsgi") {
    return [
      "uwsgi",
      "--http-socket",
      `0.0.0.0:${port}`,
      "--master",
      "--die-on-term",
      "--module",
      isFactory ? `${bare}()` : bare,
    ];
  }
  if (server === "granian") {
    return [
      "granian",
      "--interface",
      "wsgi",
      "--host",
      "0.0.0.0",
      "--port",
      String(port),
      ...(isFactory ? ["--factory"] : []),
      bare,
    ];
  }
  return [
    "gunicorn",
    isFactory ? `${bare}()` : bare,
    "--bind",
    `0.0.0.0:${port}`,
    "--threads",
    "4",
    "--worker-tmp-dir",
    "/dev/shm",
    "--access-logfile",
    "-",
  ];
}

/** The same for a Django application whose module needs Django set up before it is imported; in one process. */
export function serveAfterSetup({ layout }: Subject, target: string, port: number): readonly string[] {
  const settings = layout.djangoSettings?.value;
  const named = settings ? `import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}'); ` : "";
  const run = `import uvicorn; uvicorn.run('${parseTarget(target).bare}', host='0.0.0.0', port=${port}, workers=1)`;
  return ["python", "-c", `${named}import django; django.setup(); ${run}`];
}

export interface DevelopmentCommands {
  readonly reload: readonly string[];
  /** Under debugpy: no reloader, since it would start a child that nobody attached to. */
  readonly debug: readonly string[] | null;
}

/** The development server of the framework, on every interface of its container. */
export function serveForDevelopment(
  subject: Subject,
  kind: string,
  target: string,
  port: number,
  given: readonly string[],
): DevelopmentCommands {
  const { recon, layout, path } = subject;
  const { bare, isFactory } = parseTarget(target);
  const manage = layout.files.find(file => file === (path === "" ? "manage.py" : `${path}/manage.py`));
  const debugpy = ["python", "-m", "debugpy", "--listen", "0.0.0.0:5678"];
  if ((kind === "wsgi" || kind === "asgi") && hasFramework(recon, "django") && manage) {
    const run = ["manage.py", "runserver", `0.0.0.0:${port}`];
    return { reload: ["python", ...run], debug: [...debugpy, ...run, "--noreload", "--nothreading"] };
  }
  // Dash brings Flask, whose own command takes an object by its name.
  const isFlask = (kind === "wsgi" && hasFramework(recon, "flask")) || (kind === "dash" && /:\w+$/.test(target));
  if (isFlask) {
    const run = ["--app", target, "run", "--host", "0.0.0.0", "--port", String(port)];
    return {
      reload: ["flask", ...run, "--debug"],
      debug: [...debugpy, "-m", "flask", ...run, "--no-debugger", "--no-reload"],
    };
  }
  if (kind === "asgi") {
    const factory = isFactory ? ["--factory"] : [];
    if (bringsServer(recon, "uvicorn") || !["hypercorn", "granian", "daphne"].some(name => bringsServer(recon, name))) {
      const run = [...factory, bare, "--host", "0.0.0.0", "--port", String(port)];
      return { reload: ["uvicorn", ...run, "--reload"], debug: [...debugpy, "-m", "uvicorn", ...run] };
    }
    if (bringsServer(recon, "hypercorn")) {
      const run = [bare, "--bind", `0.0.0.0:${port}`];
      return { reload: ["hypercorn", "--reload", ...run], debug: [...debugpy, "-m", "hypercorn", ...run] };
    }
  }
  if (kind === "wsgi") {
    const app = isFactory ? `${bare}()` : bare;
    if (bringsServer(recon, "gunicorn") || !bringsServer(recon, "waitress")) {
      const run = [app, "--bind", `0.0.0.0:${port}`];
      return {
        reload: ["gunicorn", "--reload", ...run],
        debug: [...debugpy, "-m", "gunicorn", "--workers", "1", "--timeout", "0", ...run],
      };
    }
  }
  const command = given.length > 0 ? given : [];
  return { reload: command, debug: underDebugger(command) };
}

/** `python x.py` and console programs can be started by debugpy; anything else is left alone. */
export function underDebugger(command: readonly string[]): readonly string[] | null {
  const [program, ...rest] = command;
  if (program === undefined || program === "sh" || program === "env") return null;
  const debugpy = ["python", "-m", "debugpy", "--listen", "0.0.0.0:5678"];
  if (/^python[\d.]*$/.test(program)) return [...debugpy, ...rest];
  return ["streamlit", "celery", "flask", "uvicorn", "gunicorn"].includes(program)
    ? [...debugpy, "-m", program, ...rest]
    : null;
}
