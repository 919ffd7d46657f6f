import { chainOf } from "../../../docker/dockerfile/stages";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { buildsOf, type Build } from "../../query/builds";
import { variablesOf } from "../../query/container-files";
import { replace, shorten, suggestion } from "../../query/fixing";
import { valueOf } from "../../query/start-variables";
import { startsOf, type Start } from "../../query/starts";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";

/** Dockerfiles, stages and folders that are meant for a person's own machine, by their names. */
const FOR_DEVELOPMENT =
  /(?:^|[./_-])(?:dev|devel|develop|development|local|debug|tests?|testing|ci|devcontainer)(?:$|[./_-])/i;
/** Options that make a server for production one for development. */
const SWITCH = /^--(?:reload|debug|dev|auto-?reload)$/;

/** The image of a service, or one built by hand, that others get as it is. */
function isReleased(path: string, build: Build | null): boolean {
  const { stage = null } = build ?? {};
  return stage !== null && stage.final && !FOR_DEVELOPMENT.test(path) && !FOR_DEVELOPMENT.test(stage.name ?? "");
}

/** Switches of frameworks; `SQL_DEBUG` and its like say more in a log, and nothing to visitors. */
const DEBUG = /^(?:(?:APP|DJANGO|FLASK)_)?DEBUG$/;

/** Reports the last `ENV DEBUG=1` of each image whose code reads the name, unless its service says otherwise. */
function reportDebug(context: WorkspaceContext): void {
  const { recon } = context;
  const units = recon === null ? [] : [recon, ...recon.units.map(unit => unit.recon)];
  const read = new Set(["FLASK_DEBUG", ...units.flatMap(each => each.environment.map(({ name }) => name))]);
  const told = new Set<unknown>();
  for (const build of buildsOf(context)) {
    const { view, stage, service } = build;
    if (stage === null || !isReleased(view.path, build)) continue;
    const given = service === null ? new Set<string>() : variablesOf(context, service);
    const pairs = chainOf(stage).flatMap(part =>
      part.instructions.flatMap(each => (each.kind === "ENV" ? each.pairs : [])),
    );
    const last = new Map(pairs.map(pair => [pair.key.value, pair.value]));
    for (const [name, value] of last) {
      if (value === null || !DEBUG.test(name) || !read.has(name) || given?.has(name) !== false) continue;
      if (!/^(?:1|true|yes|on)$/i.test(value.value) || told.has(value)) continue;
      told.add(value);
      context.report(
        view.path,
        value.span,
        `\`${shorten(name, 30)}\` is on for whoever starts this image, and shows code and settings to visitors. Switch it on in a Compose file instead.`,
      );
    }
  }
}

/** Without the option the same server is one for production. */
function dropSwitch({ words, reading, build }: Start, at: number): readonly ReportedFix[] {
  const [before, word] = [words[at - 1], words[at]];
  if (!before || !word || !build) return [];
  // The words may stand in two instructions, and the option in a variable.
  const written = build.view.text.slice(before.span.end, word.span.end);
  if (
    !/^"?(?:[\s,]|\\\r?\n)*"?--[\w-]+"?$/.test(written) ||
    !/^(?:uvicorn|gunicorn|hypercorn|granian|daphne|sanic)$/.test(reading?.tool ?? "")
  )
    return [];
  return [suggestion(`Drop ${word.text}`, replace({ start: before.span.end, end: word.span.end }, ""))];
}

export const rule = defineRule({
  target: "workspace",
  id: "development-server",
  code: "DD3039",
  severity: "warning",
  mirrors: [],
  needs: ["frameworks", "environment"],
  what: "The final image starts a server for development, such as `manage.py runserver`, one with `--reload`, or switches debugging on with ENV. Dockerfiles, stages and folders named for development or tests are left alone, and so are commands of Compose files.",
  why: "Such a server is made for one person: it checks little, answers one request after the other or watches files that never change, and in debug mode runs code that a visitor sends.",
  todo: "Start gunicorn, uvicorn or another server for production, and leave the other to a Compose file for development.",
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", «"--reload"»]\n',
    "app.py": "",
  },
  good: {
    Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
    "app.py": "",
  },
  check: context => {
    reportDebug(context);
    const told = new Set<string>();
    for (const start of startsOf(context)) {
      const { path, words, reading, isCompose } = start;
      if (isCompose || reading?.role !== "serve" || !reading.isDevelopment || !isReleased(path, start.build)) continue;
      const at = words.findIndex(word => SWITCH.test(valueOf(word)));
      const span: Span = words[at]?.span ?? start.span;
      // Several services may start the same image.
      const key = `${path}:${span.start}`;
      if (told.has(key)) continue;
      told.add(key);
      const verb = words.map(valueOf).find(word => /^run-?_?server$|^run$/.test(word)) ?? reading.tool;
      const shown = at >= 0 ? null : verb === "run" ? `${reading.tool} run` : verb;
      context.report(
        path,
        span,
        shown === null
          ? `With \`${valueOf(words[at] as (typeof words)[number])}\` the server is one for development: it watches files that never change there, or shows its code to visitors. Leave it to a Compose file.`
          : `\`${shown}\` is a server for development, made for one person and no load. Start gunicorn, uvicorn or another one.`,
        { fixes: at < 0 ? [] : dropSwitch(start, at) },
      );
    }
  },
});
