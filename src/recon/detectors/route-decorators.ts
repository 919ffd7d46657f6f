import type { Evidence } from "../../model/evidence";
import type { CallFact } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { isOwnCode } from "../integrations/own-code";
import { keywordOf } from "../../python/values";
import { defineDetector, type DetectContext } from "../define-detector";
import { isProbePath, joinRoute } from "../routes/probe-paths";
import { routePrefixes } from "../routes/prefixes";
import { symbolOf } from "../applications/symbols";

const METHODS = /\.(?:route|get|head|api_route|view)$/;

/** Index and health paths that decorated functions serve, with the prefixes of their routers and blueprints. */
export const detector = defineDetector({
  id: "route-decorators",
  title: "Routes of decorated functions",
  reads: {
    modules: [
      "flask",
      "fastapi",
      "quart",
      "sanic",
      "bottle",
      "litestar",
      "starlette",
      "blacksheep",
      "apiflask",
      "flask_openapi3",
      "robyn",
      "fasthtml",
      "aiohttp",
      "flask_smorest",
      "connexion",
      "dash",
    ],
  },
  detect(context) {
    const prefixes = routePrefixes(context.project);
    return context.python.filter(isOwnCode).flatMap(file =>
      file.facts.definitions.flatMap(({ decorators }) =>
        decorators.flatMap((value): readonly Evidence[] => {
          if (value.kind !== "call" || !METHODS.test(value.callee)) return [];
          const path = context.project.string(
            file,
            value.arguments[0] ?? keywordOf(value, "path") ?? keywordOf(value, "rule"),
            value.scope,
          );
          if (path === null || !servesGet(context, file, value)) return [];
          const owner = value.callee.slice(0, value.callee.lastIndexOf("."));
          if (isNamespace(file, owner)) return [];
          const symbol = symbolOf(context.project, file, owner);
          return (symbol === null ? [""] : prefixes.of(symbol))
            .map(prefix => joinRoute(prefix, path))
            .filter(isProbePath)
            .map(full => ({
              claim: "route" as const,
              path: full,
              method: "GET",
              place: context.project.place(file, value.offset),
            }));
        }),
      ),
    );
  },
});

/** A namespace of Flask-RESTX takes its path from its name and the API it is added to: its "" is not the index. */
function isNamespace({ facts }: PythonFile, owner: string): boolean {
  return facts.assignments.some(
    ({ target, value }) => target === owner && value?.kind === "call" && /(?:^|\.)Namespace$/.test(value.callee),
  );
}

function servesGet(
  context: DetectContext,
  file: Parameters<DetectContext["project"]["place"]>[0],
  call: CallFact,
): boolean {
  const methods = keywordOf(call, "methods") ?? keywordOf(call, "method");
  if (methods === undefined) return true;
  const names =
    methods.kind === "sequence"
      ? methods.items.map(item => context.project.string(file, item))
      : [context.project.string(file, methods)];
  return names.some(name => name?.toUpperCase() === "GET");
}
