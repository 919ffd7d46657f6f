import { cite } from "../cite";
import { hasOwnImage } from "../layout/own-dockerfile";
import { programName } from "./commands";
import type { Subject } from "./subject";

/** Module of the generated file, and what the server starts in the application's place. */
const MODULE = "serve_static";
export const STATIC_SERVER_FILE = `${MODULE}.py`;
export const STATIC_SERVER_FOLDER = "/opt";
/** Where static files are collected to if a variable alone says so. */
export const STATIC_FOLDER = "/srv/static";
const TARGET = `${MODULE}:application`;

/** An application object whose static files are handed out beside it. */
export interface StaticServer {
  readonly command: readonly string[];
  /** The application itself, such as `site.wsgi:application`. */
  readonly target: string;
  readonly isAsgi: boolean;
  /** Whether the files lie in one folder; if not, each lies where its application has it. */
  readonly isCollected: boolean;
}

/** Servers that find the generated file by the search path of the image, since they take no folder of modules. */
const ASGI_SERVERS = new Set(["uvicorn", "hypercorn", "daphne"]);
/** Servers of WSGI that take such a folder in their command. */
const WSGI_SERVERS = new Set(["gunicorn", "uwsgi"]);
/** The modules that Django makes for servers, which set Django up where they are imported. */
const DJANGO_MODULE = /(?:^|\.)[aw]sgi:\w+$/;

/**
 * The server's command with the application behind WhiteNoise; null where something hands static files out already, where
 * the command names the application in no word of its own, or where an image of the person's own is kept, which gets neither
 * the file nor WhiteNoise.
 */
export function withStaticServer(
  subject: Subject,
  kind: string,
  target: string,
  command: readonly string[],
): StaticServer | null {
  const { layout, decider } = subject;
  const unserved = layout.unservedStatic;
  const at = command.findIndex(word => word === target || (word.includes(".") && `${word}:application` === target));
  const program = programName(command);
  // uWSGI's own way ("Serving static files with uWSGI").
  if (command.some(word => /^--(?:static-map2?|check-static|static-index)(?:=|$)/.test(word))) return null;
  const isServed =
    kind === "wsgi"
      ? WSGI_SERVERS.has(program) && (unserved?.isCollected === true || DJANGO_MODULE.test(target))
      : kind === "asgi" && DJANGO_MODULE.test(target) && (program === "gunicorn" || ASGI_SERVERS.has(program));
  if (unserved === null || !isServed || at < 0 || hasOwnImage(subject)) return null;
  const { place, isCollected } = unserved;
  const serves = decider.flag({
    key: "static.serve",
    value: true,
    reason: `${isCollected ? "Static files are collected" : "There are static files, and no folder to collect them to"} (${cite(place)}), and nothing here hands them out: Django does so in its development server alone. So WhiteNoise stands before the application; switch this off where a web server in front has them.`,
    places: [place],
  });
  if (!serves) return null;
  const folder = WSGI_SERVERS.has(program) ? ["--pythonpath", STATIC_SERVER_FOLDER] : [];
  return {
    command: command.with(at, TARGET).toSpliced(at + 1, 0, ...folder),
    target,
    isAsgi: kind === "asgi",
    isCollected,
  };
}

/** Whether a command starts the generated file. */
export function servesStatic(command: readonly string[]): boolean {
  return command.includes(TARGET);
}

/** What the search path of the image needs besides, so that the server finds the generated file; none where its command says so. */
export function staticSearchPath(command: readonly string[] | undefined): readonly string[] {
  return command && servesStatic(command) && !command.includes("--pythonpath") ? [STATIC_SERVER_FOLDER] : [];
}
