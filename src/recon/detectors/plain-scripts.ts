import type { Evidence } from "../../model/evidence";
import type { PythonFile } from "../../python/project";
import { nameOf } from "../../model/paths";
import { doesSomething } from "../commands/command-evidence";
import { defineDetector } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { importersOf } from "../targets/script-for";
import { servedScript } from "../web/served-script";
import { handlersOf } from "../workers/lambda-handlers";
import { scriptEvidence } from "../workers/script-evidence";

const USUAL = [
  "main.py",
  "app.py",
  "run.py",
  "start.py",
  "server.py",
  "bot.py",
  "worker.py",
  "index.py",
  "cli.py",
  "__main__.py",
  "hello.py",
];
const MAXIMUM = 5;
const SERVES = 4;

const RUNNABLE = among(isOwnCode, (_project, file) => (isRunnable(file) ? [file] : []));

/**
 * Files that a person would run, where nothing better is known: usual names first, then main guards (trap: a repository may
 * have dozens, so only the likeliest are told).
 */
export const detector = defineDetector({
  id: "plain-scripts",
  title: "Plain scripts",
  reads: { everything: true },
  detect(context) {
    const importers = importersOf(context.project);
    const ranked = context
      .each(RUNNABLE)
      .map(file => {
        const served = servedScript(context, file);
        const score = scoreOf(file, context.unit, (importers.get(file.path) ?? []).length);
        // What starts a server is what a person runs, whatever it is called: `run(port=8080)` of Bottle, without an object.
        return { file, served, score: served && file.facts.mainGuards.length === 0 ? score + SERVES : score };
      })
      .filter(({ score }) => score > 0)
      .sort((left, right) => right.score - left.score);
    const best = ranked[0]?.score ?? 0;
    return ranked
      .slice(0, MAXIMUM)
      .filter(({ score }) => score >= best - 4)
      .map(({ file, served, score }): Evidence => {
        const evidence = scriptEvidence(
          context,
          file,
          file.facts.mainGuards[0]?.offset ?? file.facts.calls.find(({ scope }) => scope === -1)?.offset ?? 0,
          {
            kind: served ? "server" : "script",
            port: served?.port ?? null,
            name: nameOf(file.path).replace(/\.py$/, ""),
            source: "convention",
            confidence: score >= 8 ? "medium" : "low",
            isScript: true,
          },
        );
        if (served === null) return evidence;
        const command = [...evidence.command, ...served.options];
        return { ...evidence, command, devCommand: command };
      });
  },
});

/** A main guard, or calls at the top of a file that is no package's `__init__`. */
function isRunnable(file: PythonFile): boolean {
  if (/(?:^|\/)(?:__init__|setup|conftest|manage|noxfile|fabfile|tasks|settings|config)\.py$/.test(file.path))
    return false;
  // What Lambda imports and calls does nothing when it is run.
  if (file.facts.mainGuards.length === 0 && handlersOf(file).length > 0) return false;
  return doesSomething(file);
}

function scoreOf(file: PythonFile, unit: string, importers: number): number {
  const inside = unit === "" ? file.path : file.path.slice(unit.length + 1);
  const depth = inside.split("/").length - 1;
  const usual = USUAL.indexOf(nameOf(inside));
  let score = 0;
  if (usual >= 0) score += 8 - Math.min(usual, 4) / 2;
  if (file.facts.mainGuards.length > 0) score += 4;
  else if (usual < 0) score -= 1;
  if (importers > 0) score -= file.facts.mainGuards.length === 0 ? 6 : 2;
  if (file.role === "script") score -= 3;
  return score - depth * 2;
}
