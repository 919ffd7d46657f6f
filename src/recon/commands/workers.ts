import { optionOf, parseAddress, parseArguments, portOf } from "./arguments";
import { reading, type ReadTool } from "./reading";

const set = (...words: readonly string[]): ReadonlySet<string> => new Set(words);

const CELERY_FLAGS = set(
  "-B",
  "--beat",
  "-E",
  "--task-events",
  "--without-gossip",
  "--without-mingle",
  "--without-heartbeat",
  "-D",
  "--detach",
  "--purge",
  "--discard",
  "--quiet",
  "-q",
  "--no-color",
  "--no-execv",
  "--events",
  "--skip-checks",
  "-f",
);
/** Options of worker programs that take no value. */
export const WORKER_FLAGS = set(
  "--with-scheduler",
  "--burst",
  "-b",
  "-v",
  "--verbose",
  "-q",
  "--quiet",
  "--reload",
  "--watch-use-polling",
  "--use-spawn",
  "-n",
  "-C",
  "--check",
  "--fs-discover",
  "-fsd",
  "-r",
  "--no-periodic",
  "--tasks",
);

const celery: ReadTool = (rest, words) => {
  const args = parseArguments(rest, CELERY_FLAGS);
  const target = optionOf(args, "-A", "--app") ?? "";
  const verb = args.positionals.find(word => CELERY_VERBS.has(word));
  const facts = { words, target, framework: "celery", folder: optionOf(args, "--workdir") ?? null };
  if (verb === "worker") return reading("celery", "worker", { ...facts, kind: "worker" });
  if (verb === "beat") return reading("celery", "beat", { ...facts, kind: "beat" });
  if (verb === "flower") {
    return reading("celery", "monitor", {
      ...facts,
      kind: "server",
      framework: null,
      port: portOf(optionOf(args, "--port")) ?? 5555,
    });
  }
  return reading("celery", "other", facts);
};
const CELERY_VERBS = set(
  "worker",
  "beat",
  "flower",
  "inspect",
  "control",
  "events",
  "status",
  "call",
  "purge",
  "multi",
  "shell",
  "report",
  "migrate",
  "list",
);

/** A worker program whose first positional argument is what it runs. */
function workerOf(tool: string, framework: string, kind: "worker" | "beat" = "worker"): ReadTool {
  return (rest, words) => {
    const args = parseArguments(rest, WORKER_FLAGS);
    return reading(tool, kind, {
      words,
      kind,
      framework,
      target: args.positionals[0] ?? "",
      isDevelopment: args.options.has("--watch"),
    });
  };
}

/** A program with a verb: `rq worker high low`, `taskiq worker pkg:broker`. */
function verbOf(
  tool: string,
  framework: string,
  verbs: Readonly<Record<string, "worker" | "beat" | "other">>,
): ReadTool {
  return (rest, words) => {
    const args = parseArguments(rest, WORKER_FLAGS);
    const at = args.positionals.findIndex(word => word in verbs);
    const role = verbs[args.positionals[at] ?? ""] ?? "other";
    const target = optionOf(args, "-A", "--app", "-c") ?? args.positionals[at + 1] ?? "";
    return reading(tool, role, {
      words,
      framework,
      kind: role === "other" ? null : role,
      target,
      isDevelopment: args.options.has("--reload"),
    });
  };
}

const rq: ReadTool = (rest, words) =>
  rest[0] === "worker" || rest[0] === "worker-pool"
    ? reading("rq", "worker", { words, kind: "worker", framework: "rq", target: "rq" })
    : reading("rq", "other", { words, framework: "rq" });

const mlflow: ReadTool = (rest, words) => {
  if (rest[0] !== "server" && rest[0] !== "ui") return null;
  const args = parseArguments(rest.slice(1), set("--serve-artifacts", "--no-serve-artifacts", "--dev"));
  return reading("mlflow", "serve", {
    words,
    kind: "server",
    framework: "mlflow",
    target: "mlflow",
    host: optionOf(args, "--host", "-h") ?? null,
    port: portOf(optionOf(args, "--port", "-p")) ?? 5000,
  });
};

const airflow: ReadTool = (rest, words) => {
  const verb = rest[0] ?? "";
  const facts = { words, framework: "airflow", target: `airflow ${verb}` };
  if (verb === "webserver" || verb === "api-server" || verb === "standalone")
    return reading("airflow", "serve", { ...facts, kind: "server", port: 8080 });
  if (verb === "scheduler" || verb === "dag-processor" || verb === "triggerer")
    return reading("airflow", "worker", { ...facts, kind: "worker" });
  if (verb === "celery" && rest[1] === "flower")
    return reading("airflow", "monitor", { ...facts, target: "airflow celery flower", kind: "server", port: 5555 });
  if (verb === "celery") return reading("airflow", "worker", { ...facts, kind: "worker" });
  if (verb === "db") return reading("airflow", "migrate", facts);
  return reading("airflow", "other", facts);
};

/** Load generators and spiders: processes that a service of their own is made of. */
const locust: ReadTool = (rest, words) => {
  const args = parseArguments(rest, set("--headless", "--master", "--worker", "--autostart", "--only-summary"));
  return reading("locust", "script", {
    words,
    kind: "script",
    framework: "locust",
    target: optionOf(args, "-f", "--locustfile") ?? "locustfile.py",
  });
};
const scrapy: ReadTool = (rest, words) =>
  rest[0] === "crawl"
    ? reading("scrapy", "script", { words, kind: "script", framework: "scrapy", target: `scrapy ${rest[1] ?? ""}` })
    : null;

const LUIGI_FLAGS = set("--background", "--local-scheduler", "--no-lock", "--no-configure-logging");

/** Luigi's scheduler with its page (Luigi documentation, "Using the Central Scheduler"). */
const luigid: ReadTool = (rest, words) => {
  const args = parseArguments(rest, LUIGI_FLAGS);
  return reading("luigid", "monitor", {
    words,
    kind: "server",
    framework: "luigi",
    target: "luigid",
    host: optionOf(args, "--address") ?? null,
    port: portOf(optionOf(args, "--port")) ?? 8082,
  });
};
const luigi: ReadTool = (rest, words) => {
  const target = optionOf(parseArguments(rest, LUIGI_FLAGS), "--module");
  return target === undefined
    ? null
    : reading("luigi", "script", { words, kind: "script", framework: "luigi", target });
};

export const WORKERS: Readonly<Record<string, ReadTool>> = {
  celery,
  celeryd: (rest, words) => celery(["worker", ...rest], words),
  celerybeat: (rest, words) => celery(["beat", ...rest], words),
  flower: (rest, words) =>
    reading("flower", "monitor", { words, kind: "server", port: parseAddress(rest[0]).port ?? 5555, target: "flower" }),
  rq,
  rqworker: (_rest, words) => reading("rq", "worker", { words, kind: "worker", framework: "rq", target: "rq" }),
  rqscheduler: (_rest, words) => reading("rq", "beat", { words, kind: "beat", framework: "rq", target: "rqscheduler" }),
  dramatiq: workerOf("dramatiq", "dramatiq"),
  "dramatiq-gevent": workerOf("dramatiq", "dramatiq"),
  periodiq: workerOf("periodiq", "dramatiq", "beat"),
  arq: workerOf("arq", "arq"),
  saq: workerOf("saq", "saq"),
  huey_consumer: workerOf("huey_consumer", "huey"),
  "huey_consumer.py": workerOf("huey_consumer", "huey"),
  taskiq: verbOf("taskiq", "taskiq", { worker: "worker", scheduler: "beat" }),
  faust: verbOf("faust", "faust", { worker: "worker" }),
  faststream: verbOf("faststream", "faststream", { run: "worker" }),
  procrastinate: verbOf("procrastinate", "procrastinate", { worker: "worker" }),
  nameko: verbOf("nameko", "nameko", { run: "worker" }),
  prefect: verbOf("prefect", "prefect", { worker: "worker", agent: "worker" }),
  mlflow,
  airflow,
  locust,
  scrapy,
  luigid,
  luigi,
};
