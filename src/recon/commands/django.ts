import { parseArguments, parseAddress, portOf, optionOf } from "./arguments";
import { reading, type CommandReading } from "./reading";

const FLAGS = new Set([
  "--noinput",
  "--no-input",
  "--insecure",
  "--noreload",
  "--nothreading",
  "--clear",
  "-c",
  "--link",
  "-l",
  "--fake",
  "--fake-initial",
  "--run-syncdb",
  "--plan",
  "--check",
  "--keepdb",
  "--parallel",
  "--failfast",
  "--verbose",
  "--with-scheduler",
  "--ipv6",
  "-6",
  "--nostatic",
  "--traceback",
  "--skip-checks",
]);

/** Management commands of Django and of well-known applications that stay running. */
const WORKERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    rqworker: "rq",
    "rqworker-pool": "rq",
    qcluster: "django-q",
    rundramatiq: "dramatiq",
    run_huey: "huey",
    process_tasks: "django-background-tasks",
    runworker: "channels",
    db_worker: "django-tasks",
    celeryd: "celery",
    celery_worker: "celery",
    procrastinate: "procrastinate",
  }),
);
const BEATS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    rqscheduler: "rq",
    celerybeat: "celery",
    celery_beat: "celery",
    runapscheduler: "apscheduler",
    scheduler: "",
  }),
);

const DEVELOPMENT_SERVERS = new Set(["runserver", "runserver_plus", "testserver"]);
/** Production servers that applications of Django's add as a command. */
const SERVERS = new Set(["run_gunicorn", "runuwsgi", "gunicorn", "waitress", "runmodwsgi"]);
/** Commands that end. */
const TASKS: ReadonlyMap<string, CommandReading["role"]> = new Map([
  ["migrate", "migrate"],
  ["migrate_schemas", "migrate"],
  ["syncdb", "migrate"],
  ["collectstatic", "static"],
  ["test", "test"],
]);
/** A project's own command that by its name stays running. */
const STAYS_RUNNING =
  /(?:^|_)(?:worker|consumer|consume|listen|listener|daemon|subscriber|bot|poll|poller)(?:s?$|_)|^run_?(?:bot|worker|consumer)/;

/** Further commands of Django and of well-known applications that end, though a script may start them in the background. */
const ENDING =
  /^manage\.py (?:makemigrations|createsuperuser|createcachetable|loaddata|dumpdata|flush|check|clearsessions|compilemessages|compress|(?:search|rebuild|update)_index|wait_for_\w+)$/;

/** Whether a management command (`manage.py makemigrations`) ends by itself, wherever it is started. */
export function endsByItself(target: string): boolean {
  return ENDING.test(target);
}

/** Reads the words after `manage.py` or `django-admin`. */
export function readManagement(rest: readonly string[], words: readonly string[], tool: string): CommandReading {
  const args = parseArguments(rest, FLAGS);
  const [verb = "", ...tail] = args.positionals;
  const facts = { words, framework: "django", target: tool };
  const task = TASKS.get(verb);
  if (task) return reading("manage.py", task, facts);
  if (DEVELOPMENT_SERVERS.has(verb)) {
    const { host, port } = parseAddress(tail[0] ?? "8000");
    return reading("manage.py", "serve", { ...facts, kind: "wsgi", host, port: port ?? 8000, isDevelopment: true });
  }
  if (SERVERS.has(verb)) {
    const { host, port } = parseAddress(optionOf(args, "-b", "--bind") ?? tail[0]);
    return reading("manage.py", "serve", {
      ...facts,
      kind: "wsgi",
      host,
      port: port ?? portOf(optionOf(args, "--port")) ?? 8000,
    });
  }
  if (verb === "celery") {
    const inner = tail[0];
    if (inner === "worker" || inner === "beat") return reading("manage.py", inner, { ...facts, kind: inner });
  }
  const target = `manage.py ${verb}`;
  if (WORKERS.has(verb))
    return reading("manage.py", "worker", { ...facts, kind: "worker", target, framework: WORKERS.get(verb) ?? null });
  if (BEATS.has(verb)) return reading("manage.py", "beat", { ...facts, kind: "beat", target });
  if (STAYS_RUNNING.test(verb))
    return reading("manage.py", "worker", { ...facts, kind: /bot/.test(verb) ? "bot" : "worker", target });
  return reading("manage.py", "other", { ...facts, target: verb === "" ? tool : target });
}
