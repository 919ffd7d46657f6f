import type { Recon } from "../../model/recon";
import { forFlask } from "../../recon/commands/old-flask";
import { chooseServer, parseTarget, serverCommand } from "../../recon/web/serve-command";
import { compareVersions, exactVersion, lowerBound, satisfies } from "../../python/packaging/versions";
import { DEBUGPY_PORT } from "../compose/debugged-units";
import { programName } from "./commands";
import { bringsServer, hasFramework, runs, type Subject } from "./subject";

/** Threads, so that a slow answer holds up no other. */
const THREADS = ["--threads", "4"];
/** Heartbeats in memory, since a file on disk may block a worker. */
const GUNICORN = ["--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"];

/**
 * The production command of an application object: with the server that the project brings, else `written`, which its own
 * files start, or the usual one.
 */
export function serve(
  subject: Subject,
  kind: "wsgi" | "asgi",
  target: string,
  port: number,
  written: string | null = null,
): readonly string[] {
  const server = chooseServer(kind, target, name => bringsServer(subject.recon, name), written);
  const command = serverCommand(server, kind, target, port);
  if (server !== "gunicorn") return command;
  const options = socketOptions(subject) ?? (hasOldGunicorn(subject) ? [] : THREADS);
  return [...command, ...options, ...GUNICORN];
}

/** Releases from 20.0 on, one of each time: a specifier that bounds from above excludes all of them or not. */
const LATER_GUNICORN = ["20.0", "20.0.4", "20.1", "21.2", "22.0", "23.0", "99"];

/** Threads of releases before 20.0 load a copy of `selectors` that takes `Mapping` from `collections`, where Python 3.10 has none. */
function hasOldGunicorn({ recon }: Subject): boolean {
  return recon.dependencies.some(({ name, locked, specifier }) => {
    if (name !== "gunicorn") return false;
    const lowest = locked ?? exactVersion(specifier) ?? lowerBound(specifier);
    if (lowest !== null && compareVersions(lowest, "20.0") >= 0) return false;
    return locked !== null || LATER_GUNICORN.every(version => !satisfies(version, specifier));
  });
}

/**
 * One worker, since gunicorn does not lead a client to the same one again, of the class that Socket.IO's mode needs; null
 * without Socket.IO. Source: https://flask-socketio.readthedocs.io/en/latest/deployment.html
 */
function socketOptions({ recon, layout }: Subject): readonly string[] | null {
  if (layout.socketServer === null) return null;
  // Without a name the library takes the first that it can import.
  const mode = layout.socketServer.mode ?? ["eventlet", "gevent"].find(name => runs(recon, name));
  if (mode === "eventlet") return ["-k", "eventlet", "-w", "1"];
  if (mode !== "gevent") return ["-w", "1", "--threads", "100"];
  const worker = runs(recon, "gevent-websocket") ? "geventwebsocket.gunicorn.workers.GeventWebSocketWorker" : "gevent";
  return ["-k", worker, "-w", "1"];
}

/** The same for a Django application whose module needs Django set up before it is imported; in one process. */
export function serveAfterSetup(
  { layout, recon }: Subject,
  target: string,
  port: number,
  written: string | null,
): readonly string[] {
  const settings = layout.djangoSettings?.value;
  const { bare } = parseTarget(target);
  const isDaphne = chooseServer("asgi", target, name => bringsServer(recon, name), written) === "daphne";
  const named = settings ? `import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}'); ` : "";
  const run = isDaphne
    ? `import daphne.cli; daphne.cli.CommandLineInterface().run(['-b', '0.0.0.0', '-p', '${port}', '${bare}'])`
    : `import uvicorn; uvicorn.run('${bare}', host='0.0.0.0', port=${port}, workers=1)`;
  return ["python", "-c", `${named}import django; django.setup(); ${run}`];
}

export interface DevelopmentCommands {
  readonly reload: readonly string[];
  /** Under debugpy: no reloader, since it would start a child that nobody attached to. */
  readonly debug: readonly string[] | null;
}

/** Reached from outside its container; `debugged-units.ts` publishes it. */
const DEBUGPY = ["python", "-m", "debugpy", "--listen", `0.0.0.0:${DEBUGPY_PORT}`] as const;

/** The development server of the framework, on every interface of its container. */
export function serveForDevelopment(
  subject: Subject,
  kind: string,
  target: string,
  port: number,
  given: readonly string[],
): DevelopmentCommands {
  const { recon, layout, path } = subject;
  const manage = layout.files.find(file => file === (path === "" ? "manage.py" : `${path}/manage.py`));
  if ((kind === "wsgi" || kind === "asgi") && hasFramework(recon, "django") && manage) {
    const run = ["manage.py", "runserver", `0.0.0.0:${port}`];
    return { reload: ["python", ...run], debug: [...DEBUGPY, ...run, "--noreload", "--nothreading"] };
  }
  // Dash brings Flask, whose own command takes an object by its name.
  const isFlask = (kind === "wsgi" && hasFramework(recon, "flask")) || (kind === "dash" && /:\w+$/.test(target));
  if (isFlask) {
    const run = ["--app", target, "run", "--host", "0.0.0.0", "--port", String(port)];
    return {
      reload: forFlask(["flask", ...run, "--debug"], recon.dependencies),
      debug: forFlask([...DEBUGPY, "-m", "flask", ...run, "--no-debugger", "--no-reload"], recon.dependencies),
    };
  }
  const asgi = kind === "asgi" ? reloadingAsgi(recon, target, port) : null;
  if (asgi !== null) return asgi;
  // A file of PasteDeploy is no object to import; what serves it reads it by a name of its own.
  const isPaste = target.endsWith(".ini") && ["pserve", "gunicorn"].includes(programName(given));
  if (isPaste && programName(given) === "pserve") return { reload: ["pserve", "--reload", target], debug: null };
  if (kind === "wsgi") {
    if (bringsServer(recon, "gunicorn") || !bringsServer(recon, "waitress")) {
      const run = [...(isPaste ? ["--paste"] : []), target, "--bind", `0.0.0.0:${port}`];
      return {
        reload: ["gunicorn", "--reload", ...run],
        debug: [...DEBUGPY, "-m", "gunicorn", "--workers", "1", "--timeout", "0", ...run],
      };
    }
  }
  return { reload: given, debug: underDebugger(given) };
}

/** The ASGI server that the project brings, or Uvicorn; null where the one that it brings has no reloader. */
function reloadingAsgi(recon: Recon, target: string, port: number): DevelopmentCommands | null {
  const { bare, isFactory } = parseTarget(target);
  if (bringsServer(recon, "uvicorn") || !["hypercorn", "granian", "daphne"].some(name => bringsServer(recon, name))) {
    const run = [...(isFactory ? ["--factory"] : []), bare, "--host", "0.0.0.0", "--port", String(port)];
    return { reload: ["uvicorn", ...run, "--reload"], debug: [...DEBUGPY, "-m", "uvicorn", ...run] };
  }
  if (!bringsServer(recon, "hypercorn")) return null;
  const run = [bare, "--bind", `0.0.0.0:${port}`];
  return { reload: ["hypercorn", "--reload", ...run], debug: [...DEBUGPY, "-m", "hypercorn", ...run] };
}

/** `python x.py` and console programs can be started by debugpy; anything else is left alone. */
export function underDebugger(command: readonly string[]): readonly string[] | null {
  const [program, ...rest] = command;
  if (program === undefined || program === "sh" || program === "env") return null;
  if (/^python[\d.]*$/.test(program)) return [...DEBUGPY, ...rest];
  return ["streamlit", "celery", "flask", "uvicorn", "gunicorn"].includes(program)
    ? [...DEBUGPY, "-m", program, ...rest]
    : null;
}
