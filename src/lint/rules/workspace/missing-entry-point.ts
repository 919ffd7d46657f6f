import type { Stage } from "../../../docker/dockerfile/stages";
import { nameOf } from "../../../model/paths";
import type { WorkspaceContext } from "../../workspace-context";
import { defineRule } from "../../define-rule";
import type { Build } from "../../query/builds";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { findModule, scriptOf, scriptPath, searchFolders } from "../../query/entry-files";
import { startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import { literalPattern } from "../../../model/patterns";

const SERVERS: ReadonlySet<string> = new Set([
  "gunicorn",
  "uvicorn",
  "hypercorn",
  "daphne",
  "granian",
  "waitress-serve",
]);

interface Target {
  readonly module: string;
  readonly attribute: string;
}

function readTarget(text: string): Target | null {
  const match = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)(?:\(.*\))?$/.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? null : { module: match[1], attribute: match[2] };
}

/** Whether a module's file binds a name at its top level; null where a star import or code decides. */
function binds(text: string, name: string): boolean | null {
  if (/^\s*from\s+\S+\s+import\s+\*/m.test(text) || text.includes("__getattr__") || text.includes("globals()"))
    return null;
  const lines = text.split("\n");
  const isWord = (line: string): boolean => new RegExp(`(?:^|[^\\w.])${literalPattern(name)}(?:\\W|$)`).test(line);
  return lines.some(line => {
    const trimmed = line.trim();
    if (!isWord(trimmed) || trimmed.startsWith("#")) return false;
    return /^(?:from|import|def|async|class|with|for|try|if|else|except|\)|,)|[=:,)]|^\w+$/.test(trimmed);
  });
}

/** True where the first part of the module is what a dependency or the installed project provides. */
function isInstalled(context: WorkspaceContext, build: Build, module: string): boolean {
  const first = module.split(".")[0] ?? "";
  // What the workspace holds is known by name, wherever an install puts it.
  const own = [context.recon, ...(context.recon?.units ?? []).map(unit => unit.recon)].flatMap(
    each => each?.modules ?? [],
  );
  if (own.some(({ name }) => name === first || name.startsWith(`${first}.`)))
    return own.some(({ name }) => name === module);
  const top = first.toLowerCase();
  const dependencies = context.recon?.dependencies ?? [];
  if (
    dependencies.some(
      each => each.name.replaceAll("-", "_").startsWith(top) || top.startsWith(each.name.replaceAll("-", "_")),
    )
  )
    return true;
  // The project's own package, where a step installs it.
  return build.view.runs.some(run =>
    run.commands.some(command => {
      const text = command.words.map(word => word.text).join(" ");
      return (
        /\bpip\d*\b.*\binstall\b.*(?:\s\.(?:\s|\[|$)|\s-e\b|\s\/|\.whl)/.test(text) ||
        (/\b(?:poetry|pdm|uv)\b.*\b(?:install|sync)\b/.test(text) &&
          !/--no-root|--no-self|--no-install-project/.test(text)) ||
        /setup\.py/.test(text)
      );
    }),
  );
}

/** `python manage.py …` with a file that is not there. */
function reportMissingScript(context: WorkspaceContext, start: Start): void {
  const script = scriptOf(start);
  if (script === null || script.isModule || scriptPath(context, start, script).kind !== "absent") return;
  const name = start.isCompose ? "The command" : "CMD";
  const hint = nearest(
    script.word.text,
    [...context.paths].filter(each => each.endsWith(".py")).map(each => nameOf(each)),
  );
  context.report(
    start.path,
    script.word.span,
    `${name} starts \`${shorten(script.word.text, 40)}\`, but the container has no such file. ${hint === null ? "Correct the path, or copy the file." : `Write \`${shorten(hint, 40)}\`.`}`,
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-entry-point",
  code: "DD3019",
  severity: "error",
  mirrors: [],
  what: "The container starts a module or an object that the image does not hold.",
  why: "The server stops at its start with an import error.",
  todo: "Name the module as Python finds it from WORKDIR, and an object that it defines.",
  needs: ["dependencies", "entryPoints"],
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY wsgi.py ./\nCMD ["gunicorn", «"shop.wsgi:app"»]\n',
    "wsgi.py": "from flask import Flask\napp = Flask(__name__)\n",
  },
  good: {
    Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY wsgi.py ./\nCMD ["gunicorn", "wsgi:app"]\n',
    "wsgi.py": "from flask import Flask\napp = Flask(__name__)\n",
  },
  facts: {
    entryPoints: [
      {
        kind: "wsgi",
        name: "wsgi",
        target: "wsgi:app",
        command: [],
        devCommand: [],
        port: 8000,
        place: { path: "wsgi.py", line: 2, column: 1, text: "app = Flask(__name__)", confidence: "high" },
        confidence: "high",
        rank: 1,
      },
    ],
  },
  check: context => {
    const { recon } = context;
    if (recon === null) return;
    for (const start of startsOf(context)) {
      const { reading, build } = start;
      const stage = build?.stage ?? null;
      reportMissingScript(context, start);
      if (
        build === null ||
        stage === null ||
        reading === null ||
        !SERVERS.has(reading.tool) ||
        reading.configuration !== null
      )
        continue;
      const target = readTarget(reading.target);
      const word = start.words.find(
        each =>
          each.value !== null && (each.text === reading.target || each.text.startsWith(`${target?.module ?? " "}:`)),
      );
      if (target === null || word === undefined) continue;
      const folders = searchFolders(start, build, stage);
      if (folders === null) continue;
      const found = findModule(context, build, stage, start.service, folders, target.module);
      if (found.kind === "unknown" || (found.kind === "absent" && isInstalled(context, build, target.module))) continue;
      const name = start.isCompose ? "The command" : "CMD";
      const others = recon.entryPoints.filter(each => each.kind === "wsgi" || each.kind === "asgi");
      const fitting = others.find(each => {
        const other = readTarget(each.target);
        return (
          other !== null &&
          each.target !== reading.target &&
          findModule(context, build, stage, start.service, folders, other.module).kind === "found"
        );
      });
      const shownTarget = shorten(`${target.module}:${target.attribute}`, 30);
      const written = word.text;
      const at = word.raw.indexOf(written);
      const canFix = fitting !== undefined && at !== -1 && word.span.end - word.span.start === word.raw.length;
      const fixes = canFix
        ? [
            suggestion(`Use ${fitting.target}`, {
              ...replace({ start: word.span.start + at, end: word.span.start + at + written.length }, fitting.target),
              path: start.path,
            }),
          ]
        : [];
      const related = fitting === undefined ? [] : [fitting.place];
      if (found.kind === "absent") {
        const attribute = readTarget(fitting?.target ?? "")?.attribute ?? "";
        context.report(
          start.path,
          word.span,
          `${name} starts \`${shownTarget}\`, but the image has no module \`${shorten(target.module, 24)}\`. ${fitting === undefined ? "Correct the name, or copy the module." : `\`${attribute}\` is in \`${shorten(fitting.place.path, 20)}\`: use \`${shorten(fitting.target, 22)}\`.`}`,
          { related, fixes },
        );
      } else if (found.kind === "found") {
        const text = context.read(found.path);
        if (text === null || binds(text, target.attribute) !== false) continue;
        const same = others.find(each => each.place.path === found.path);
        const better = same ?? fitting;
        const other = better === undefined ? null : readTarget(better.target);
        context.report(
          start.path,
          word.span,
          `${name} starts \`${shownTarget}\`, but \`${shorten(found.path, 24)}\` defines no \`${shorten(target.attribute, 20)}\`. ${better === undefined || other === null ? "Name an object that it defines." : `Use \`${shorten(better.target, 30)}\`.`}`,
          {
            related: better === undefined ? [context.placeOf(found.path, { start: 0, end: 0 })] : [better.place],
            fixes: same === undefined ? fixes : [],
          },
        );
      }
    }
  },
});
