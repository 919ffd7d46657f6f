import type { Evidence } from "../../model/evidence";
import type { CallFact, Value } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { callsIn } from "../../python/values";
import { defineDetector, type DetectContext } from "../define-detector";
import { djangoSites, settingString } from "../django/sites";
import { isProbePath, joinRoute } from "../routes/probe-paths";

const MAXIMUM_DEPTH = 8;
const PATTERNS = /(?:^|\.)(?:path|re_path|url)$/;

/** Applications that bring health paths of their own when their URLs are included. */
const INCLUDED: Readonly<Record<string, string>> = {
  "health_check.urls": "",
  "watchman.urls": "ping/",
  "django_healthz.urls": "",
};

/** Index and health paths of a Django site, from its root URL configuration through every include. */
export const detector = defineDetector({
  id: "django-urls",
  title: "URLs of Django sites",
  reads: { everything: true },
  detect(context) {
    return djangoSites(context.project).flatMap(site => {
      const module = settingString(context.project, site.settingsFiles, "ROOT_URLCONF");
      const origin = site.settingsFiles[0]?.path;
      const file = module === undefined ? undefined : context.project.module(module, origin);
      return file && context.owns(file) ? routesOf(context, file, "", 0, new Set()) : [];
    });
  },
});

function routesOf(
  context: DetectContext,
  file: PythonFile,
  prefix: string,
  depth: number,
  seen: ReadonlySet<string>,
): readonly Evidence[] {
  const key = `${file.path}\n${prefix}`;
  if (depth > MAXIMUM_DEPTH || seen.has(key)) return [];
  const visited = new Set([...seen, key]);
  return file.facts.assignments
    .filter(({ target, scope }) => target.replace(/\[.*$/, "") === "urlpatterns" && scope === -1)
    .flatMap(({ value }) =>
      outermost(value).flatMap(call => patternRoutes(context, file, call, prefix, depth, visited)),
    );
}

/** The calls of path and url in a list of patterns, without those inside another. */
function outermost(value: Value | null): readonly CallFact[] {
  const calls = callsIn(value).filter(({ callee }) => PATTERNS.test(callee));
  return calls.filter(
    call => !calls.some(other => other !== call && other.offset < call.offset && other.end >= call.end),
  );
}

function patternRoutes(
  context: DetectContext,
  file: PythonFile,
  call: CallFact,
  prefix: string,
  depth: number,
  seen: ReadonlySet<string>,
): readonly Evidence[] {
  const { project } = context;
  const route = project.string(file, call.arguments[0], call.scope);
  if (route === null) return [];
  const isExpression = !/(?:^|\.)path$/.test(call.callee) || /re_path$/.test(call.callee);
  const text = isExpression
    ? route
        .replace(/^\^/, "")
        .replace(/\$$/, "")
        .replace(/\/\?$/, "/")
        .replace(/\\([./-])/g, "$1")
    : route;
  const full = joinRoute(prefix, text);
  const view = call.arguments[1];
  const include = view?.kind === "call" && /(?:^|\.)include$/.test(view.callee) ? view : null;
  if (!include) {
    const path = text === "" ? joinRoute(prefix, "") : full;
    const slashed = prefix !== "" && text === "" ? `${path}/`.replace(/\/+$/, "/") : path;
    return isProbePath(slashed)
      ? [{ claim: "route", path: slashed, method: "GET", place: project.place(file, call.offset) }]
      : [];
  }
  const name = project.string(file, include.arguments[0], call.scope);
  if (name === null) {
    return outermost(include.arguments[0] ?? null).flatMap(inner =>
      patternRoutes(context, file, inner, full, depth + 1, seen),
    );
  }
  const included = INCLUDED[name];
  if (included !== undefined) {
    return [
      {
        claim: "route",
        path: joinRoute(prefix, text + included),
        method: "GET",
        place: project.place(file, call.offset),
      },
    ];
  }
  const target = project.module(name, file.path);
  return target ? routesOf(context, target, full, depth + 1, seen) : [];
}
