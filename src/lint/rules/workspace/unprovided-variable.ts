import { envValues } from "../../../docker/compose/env-file";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { Place } from "../../../model/place";
import type { EnvironmentVariable } from "../../../model/recon";
import { unitOf } from "../../query/builds";
import { isInside, joinPath, parentOf } from "../../../model/paths";
import { loadedFiles } from "../../../recon/loaded-files";
import type { WorkspaceContext } from "../../workspace-context";
import type { ReportedFix } from "../../rule";
import { addEntry, addItems, fixOf } from "../../query/compose";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { environmentOf } from "../../query/image-files";
import type { RunService } from "../../query/projects";
import { scriptOf, scriptPath } from "../../query/entry-files";
import { startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import { lineOf } from "../../query/workspace-paths";

/** What a service is given in its environment; null where a file that is not seen may give anything. */
function givenTo(context: WorkspaceContext, service: RunService): ReadonlySet<string> | null {
  const names = new Set<string>();
  for (const { file, service: part } of service.parts) {
    for (const variable of part.environment) names.add(variable.name);
    for (const each of part.envFiles) {
      const text = each.path.includes("$") ? null : context.read(joinPath(parentOf(file.path), each.path));
      if (text === null) return null;
      for (const name of envValues(text).keys()) names.add(name);
    }
    for (const secret of part.secrets) names.add(secret.name.toUpperCase());
  }
  return names;
}

/** Entries of the service's `environment` that take the values from `.env` or the shell; none where there is no place of its own. */
function giveFix(
  context: WorkspaceContext,
  { name, last }: RunService,
  missing: readonly string[],
): readonly ReportedFix[] {
  const text = context.read(last.file.path) ?? "";
  const { node } = last.service;
  const given = at(node, "environment");
  const entries = missing.map(each => [each, `\${${each}:?}`] as const);
  const isOwn = given !== undefined && given.span.start >= node.span.start && given.span.end <= node.span.end;
  const more = missing.length > 1 ? ` and ${String(missing.length - 1)} more` : "";
  const title = `Give ${shorten(missing[0] ?? "", 34)}${more} to ${shorten(name, 20)}`;
  const lines = entries.map(([key, value]) => `${key}: ${value}`);
  if (missing.some(each => !/^[A-Za-z_]\w*$/.test(each))) return [];
  if (given === undefined)
    return fixOf(title, false, addEntry(text, node, ["environment:", ...lines.map(line => `  ${line}`)]));
  if (!isOwn) return [];
  return fixOf(
    title,
    false,
    given.kind === "list"
      ? addItems(
          text,
          given,
          entries.map(([key, value]) => `${key}=${value}`),
        )
      : addEntry(text, given, lines),
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "unprovided-variable",
  code: "DD3024",
  severity: "error",
  mirrors: [],
  what: "The code reads a variable without a default, and nothing gives it to the service.",
  why: "The program stops at its start, or where it first needs the variable.",
  todo: "Give the variable with `environment` or `env_file`.",
  needs: ["entryPoints", "environment", "frameworks", "imports", "modules"],
  bad: {
    "compose.yaml": "services:\n  «web»:\n    build: .\n",
    Dockerfile: 'FROM python:3.13-slim\nCOPY app.py ./\nCMD ["gunicorn", "app:app"]\n',
    "app.py": 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n',
  },
  good: {
    "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      SECRET_KEY: ${SECRET_KEY:?}\n",
    Dockerfile: 'FROM python:3.13-slim\nCOPY app.py ./\nCMD ["gunicorn", "app:app"]\n',
    "app.py": 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n',
  },
  facts: {
    entryPoints: [
      {
        kind: "wsgi",
        name: "app",
        target: "app:app",
        command: [],
        devCommand: [],
        port: 8000,
        place: { path: "app.py", line: 1, column: 1, text: "import os", confidence: "high" },
        confidence: "high",
        rank: 1,
      },
    ],
    environment: [
      {
        name: "SECRET_KEY",
        default: null,
        hasDefault: false,
        required: true,
        secret: true,
        type: null,
        scope: "application",
        places: [
          { path: "app.py", line: 2, column: 14, text: 'SECRET_KEY = os.environ["SECRET_KEY"]', confidence: "high" },
        ],
      },
    ],
  },
  check: context => {
    const { recon } = context;
    if (recon === null) return;
    for (const start of startsOf(context)) {
      const { service, build } = start;
      if (service === null || build?.stage == null || !runsApplication(context, start)) continue;
      const { stage } = build;
      const unit = unitOf(recon, build);
      if (!startsPlainly(start, stage) || (unit === undefined && recon.units.length > 0)) continue;
      const given = givenTo(context, service);
      if (given === null) continue;
      const fixed = environmentOf(build.view, stage);
      const own = unit?.recon ?? recon;
      const folder = build.folder ?? "";
      // Settings for another place, which no code imports, are read by nobody here.
      const loaded = loadedFiles(own, ({ kind }) => kind !== "typing");
      const atStart = loadedFiles(own);
      const missing = own.environment.filter(
        variable =>
          !given.has(variable.name) &&
          !fixed.has(variable.name) &&
          isNeeded(variable) &&
          variable.places.some(place => isRead(place, folder, loaded)),
      );
      const isStopping = ({ places }: EnvironmentVariable): boolean =>
        places.some(place => isRead(place, folder, atStart) && stopsImport(context, place));
      const [first, ...others] = [...missing.filter(isStopping), ...missing.filter(each => !isStopping(each))];
      if (first === undefined) continue;
      const stops = isStopping(first);
      const them = others.length === 0 ? "it" : "them";
      const many = others.length === 0 ? "" : ` and ${String(others.length)} more`;
      context.report(
        service.last.file.path,
        service.last.service.keySpan,
        `\`${shorten(first.name, 34)}\`${many} ${others.length === 0 ? "is" : "are"} read without a default, and nothing gives ${them} to \`${shorten(service.name, 20)}\`${stops ? ", so it stops" : `: code that needs ${them} fails`}. Add ${them}.`,
        {
          ...(stops ? {} : { severity: "warning" as const }),
          fixes: giveFix(
            context,
            service,
            [first, ...others].map(each => each.name),
          ),
          related: missing.flatMap(each => each.places.find(place => isRead(place, folder, loaded)) ?? []),
        },
      );
    }
  },
});

/** A server, or a file that starts one itself. */
function runsApplication(context: WorkspaceContext, start: Start): boolean {
  if (start.reading?.role === "serve") return true;
  const script = start.reading?.role === "script" ? scriptOf(start) : null;
  const found = script === null ? null : scriptPath(context, start, script);
  return found?.kind === "found" && context.recon?.entryPoints.some(({ place }) => place.path === found.path) === true;
}

/** A start script may set what is missing. */
function startsPlainly({ words }: Start, { instructions }: Stage): boolean {
  return (
    !words.some(word => word.value === null) &&
    !instructions.some(each => each.kind === "ENTRYPOINT" && each.body.text.includes("."))
  );
}

function isNeeded(variable: EnvironmentVariable): boolean {
  return variable.required && !variable.hasDefault && variable.scope === "application";
}

/** Read with certainty by one of the files that a start can load and the build can hold. */
function isRead({ path, confidence }: Place, folder: string, loaded: ReadonlySet<string>): boolean {
  return confidence === "high" && isInside(folder, path) && !/(?:^|\/)tests?\//.test(path) && loaded.has(path);
}

/**
 * Whether importing the module fails without the variable: an expression on the left margin, so that no function holds it, or a field of
 * a settings class. What `get` gives is None, which may be looked at later.
 */
function stopsImport(context: WorkspaceContext, { path, line, text }: Place): boolean {
  if (/^(?!(?:else|try|finally|except|lambda)\b)\w+\s*:(?:[^=]*$|.*\bField\()/.test(text)) return true;
  // A place shows its line without the indentation.
  const { start, end } = lineOf(context, path, line);
  const isOnMargin = /^\w/.test(context.read(path)?.slice(start, end) ?? "");
  return isOnMargin && !/(?:\.get|\bgetenv)\(/.test(text);
}
