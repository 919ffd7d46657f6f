import type { Evidence } from "../../model/evidence";
import { parentOf } from "../../model/paths";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector, type DetectContext } from "../define-detector";
import { CHAT_CLIENTS } from "../integrations/chat-clients";
import type { PythonFile, PythonProject } from "../../python/project";
import { applicationIndex } from "../applications/application-index";
import { importedBy, scriptFor } from "../targets/script-for";
import { runCalls } from "../web/run-calls";
import { scriptEvidence, startsItself } from "../workers/script-evidence";

/** Clients that hold a connection of their own, by framework. */
const FRAMEWORK = new Map(CHAT_CLIENTS.flatMap(({ framework, bots }) => bots.map(name => [name, framework] as const)));
const MODULES = [...new Set([...FRAMEWORK.keys()].map(name => name.split(".")[0] ?? ""))];

const FRAMEWORK_OF_MODULE = new Map(
  [...FRAMEWORK].map(([name, framework]) => [name.split(".")[0] ?? "", framework] as const),
);

/** Chat bots that connect outwards: a process without a port. */
export const detector = defineDetector({
  id: "bots",
  title: "Chat bots",
  reads: { calls: [...FRAMEWORK.keys()], modules: MODULES },
  detect(context) {
    const { project } = context;
    const out: Evidence[] = [];
    const started = new Set<string>();
    const add = (file: (typeof context.python)[number], offset: number, framework: string): void => {
      if (!isOwnCode(file)) return;
      out.push({ claim: "framework", name: framework, place: project.place(file, offset) });
      // What a package loads by name no import leads to, but its own main module is there to start it.
      const main = startsItself(context, file) ? null : project.file(`${parentOf(file.path)}/__main__.py`);
      if (main === undefined || (main && !startsItself(context, main))) return;
      if (isServed(project, main ?? scriptFor(project, file))) return;
      const of = { kind: "bot", name: "bot", isScript: main !== null } as const;
      const evidence = { ...scriptEvidence(context, main ?? file, 0, of), place: project.place(file, offset) };
      if (started.has(evidence.target)) return;
      started.add(evidence.target);
      out.push(evidence);
    };
    for (const { file, call, name } of context.calls) {
      const framework = FRAMEWORK.get(name);
      if (framework) add(file, call.offset, framework);
    }
    // `class MyBot(commands.Bot)`: the class is the client, wherever it is made.
    for (const file of context.python) {
      for (const { kind, bases, offset } of file.facts.definitions) {
        if (kind !== "class") continue;
        for (const base of bases) {
          const framework = base.kind === "name" ? FRAMEWORK.get(project.qualify(file, base.path)) : undefined;
          if (framework) add(file, offset, framework);
        }
      }
    }
    if (out.length === 0) out.push(...runnersOf(context));
    return out;
  },
});

/** What prepares and then is over: things that are made, put in, looked up or written down. Any other call may go on by itself. */
const PREPARES =
  /(?:^|\.)(?:(?:add|include|register|mount|set|get|load|init|setup|configure|on|basicConfig|log|info|debug|print|post|put|delete|patch|route|command|event|message|callback|middleware|exception)(?:_\w+)?|getLogger|[A-Z]\w*)$|^(?:os|sys|re|json|pathlib|logging)\./;
const GOES_ON = /(?:Thread|Process|Timer)$/;

/** Whether a server of the file's web application is all that running it starts: its life is the bot's, in one process. */
function isServed(project: PythonProject, { facts, path }: PythonFile): boolean {
  const guard = facts.mainGuards[0]?.offset ?? null;
  const runs = runCalls(project).filter(({ file, call }) => file.path === path && call.scope === -1);
  const isOffered = applicationIndex(project).applications.some(each => each.file.path === path);
  if (guard === null ? !isOffered : runs.length === 0) return false;
  return facts.calls.every(
    call =>
      call.scope !== -1 ||
      call.offset < (guard ?? 0) ||
      (PREPARES.test(call.callee) && !GOES_ON.test(call.callee)) ||
      runs.some(run => run.call.offset === call.offset),
  );
}

/** Bots whose client comes from a library of their makers: what can be run and reaches a chat framework by its imports. */
function runnersOf(context: DetectContext): readonly Evidence[] {
  const { project, python } = context;
  const users = new Map(python.filter(isOwnCode).map(file => [file.path, file]));
  const next = importedBy(project);
  const serving = new Set(runCalls(project).map(({ file }) => file));
  for (const file of project.files) {
    const isRunnable =
      file.path.endsWith("__main__.py") ||
      (file.facts.mainGuards.length > 0 && /(?:^|\/)(?:bot|main|run|app)\.py$/.test(file.path));
    // What serves a web application may use a chat framework for its types alone.
    if (!isOwnCode(file) || !isRunnable || serving.has(file) || !startsItself(context, file)) continue;
    if (context.unit !== "" && !file.path.startsWith(`${context.unit}/`)) continue;
    let level = [file.path];
    for (let depth = 0; depth < 3; depth++) {
      const found = level.map(path => users.get(path)).find(user => user !== undefined);
      const fact = found?.facts.imports.find(({ module }) => MODULES.includes(module.split(".")[0] ?? ""));
      const framework = fact && FRAMEWORK_OF_MODULE.get(fact.module.split(".")[0] ?? "");
      if (found && fact && framework !== undefined) {
        return [
          { claim: "framework", name: framework, place: project.place(found, fact.offset) },
          scriptEvidence(context, file, file.facts.mainGuards[0]?.offset ?? 0, {
            kind: "bot",
            name: "bot",
            isScript: true,
            confidence: "medium",
          }),
        ];
      }
      level = level.flatMap(path => next.get(path) ?? []);
    }
  }
  return [];
}
