import type { ImportTimes } from "../model/verification";
import { execWhileRunning, type ExecPorts } from "./exec-in-service";

/** Imports from this time on are looked into by sampling. */
const SLOW_MS = 1500;
const SAMPLES = 20;

export interface ImportProfile extends ImportTimes {
  /** The line of the application on which most samples found the import, as the image names it; null for quick imports. */
  readonly hottest: { readonly path: string; readonly line: number; readonly share: number } | null;
}

/** The module that a start command serves: `wsgi:app`, `-A shop.tasks`, `-m shop`; null where it names none. */
export function moduleOf(command: readonly string[]): string | null {
  for (const [index, word] of command.entries()) {
    if (/^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(?:\(\))?$/.test(word)) return word.slice(0, word.indexOf(":"));
    const next = command[index + 1] ?? "";
    if (/^(?:-A|--app|-m)$/.test(word) && /^[A-Za-z_][\w.]*(?::\w+)?$/.test(next) && !SERVERS.has(next))
      return next.split(":", 1)[0] ?? null;
    const [, value] = /^--app=([A-Za-z_][\w.]*)(?::\w+)?$/.exec(word) ?? [];
    if (value !== undefined) return value;
  }
  return null;
}

const SERVERS = new Set(["gunicorn", "uvicorn", "hypercorn", "flask", "celery", "waitress", "daphne", "streamlit"]);

/**
 * How long the program's import takes, asked by `python -X importtime` in the running container, so with its own
 * environment. A slow one is imported once more while its stack is written down at intervals: that names the line.
 */
export async function measureImport(
  ports: ExecPorts,
  container: string,
  module: string,
  signal?: AbortSignal,
): Promise<ImportProfile | null> {
  const command = ["python", "-X", "importtime", "-c", `import ${module}`];
  const result = await execWhileRunning(ports, container, command, signal);
  if (typeof result === "string" || result.exit !== 0) return null;
  const times = readImportTimes(result.stderr);
  const ms = timeOf(module, times);
  if (ms === null) return null;
  const slowest = times
    .filter(({ name, depth }) => depth === 1 || !name.includes("."))
    .filter(({ name }) => name !== module && !module.startsWith(`${name}.`))
    .sort((left, right) => right.cumulativeMs - left.cumulativeMs)
    .slice(0, 8)
    .map(({ name, cumulativeMs }) => ({ module: name, ms: Math.round(cumulativeMs) }));
  return {
    module,
    ms: Math.round(ms),
    slowest,
    hottest: ms < SLOW_MS ? null : await hottestLine(ports, container, module, ms, signal),
  };
}

/**
 * The module's own time and that of the packages round it: Python imports those first, each with everything that it
 * imports, and counts none of it to the module. Null where the module was not imported.
 */
export function timeOf(module: string, times: readonly ModuleTime[]): number | null {
  const words = module.split(".");
  const names = new Set(words.map((_, index) => words.slice(0, index + 1).join(".")));
  const own = times.filter(({ name }) => names.has(name));
  const outermost = Math.min(...own.map(({ depth }) => depth));
  return own.some(({ name }) => name === module)
    ? own.filter(({ depth }) => depth === outermost).reduce((sum, { cumulativeMs }) => sum + cumulativeMs, 0)
    : null;
}

interface ModuleTime {
  readonly name: string;
  readonly depth: number;
  readonly cumulativeMs: number;
}

/** Lines such as `import time:       123 |        456 |   package.module`; indentation is the depth. Times in microseconds. */
export function readImportTimes(stderr: string): readonly ModuleTime[] {
  return stderr.split("\n").flatMap(line => {
    const [, cumulative, indent = "", name] = /^import time:\s+\d+ \|\s+(\d+) \|( +)(\S+)\s*$/.exec(line) ?? [];
    return name === undefined
      ? []
      : [{ name, depth: (indent.length - 1) / 2, cumulativeMs: Number(cumulative) / 1000 }];
  });
}

async function hottestLine(
  ports: ExecPorts,
  container: string,
  module: string,
  ms: number,
  signal?: AbortSignal,
): Promise<ImportProfile["hottest"]> {
  const interval = (ms / 1000 / SAMPLES).toFixed(3);
  const code = `import faulthandler; faulthandler.dump_traceback_later(${interval}, repeat=True); import ${module}`;
  const result = await execWhileRunning(ports, container, ["python", "-c", code], signal);
  return typeof result === "string" ? null : readSamples(result.stderr);
}

/** The line that most stacks of faulthandler hold: the innermost one of each that is no library's. */
export function readSamples(stderr: string): ImportProfile["hottest"] {
  const counts = new Map<string, number>();
  let samples = 0;
  for (const stack of stderr.split(/^Timeout \(.*$/m).slice(1)) {
    samples += 1;
    const frames = [...stack.matchAll(/^ {2}File "([^"]+)", line (\d+) in /gm)];
    const own = frames.find(([, path = ""]) => !/^<|\/(?:site-packages|lib\/python[\d.]*)\//.test(path));
    if (own) counts.set(`${own[1]}:${own[2]}`, (counts.get(`${own[1]}:${own[2]}`) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, left], [, right]) => right - left);
  if (!first) return null;
  const colon = first[0].lastIndexOf(":");
  return { path: first[0].slice(0, colon), line: Number(first[0].slice(colon + 1)), share: first[1] / samples };
}
