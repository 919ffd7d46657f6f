import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { keywordOf, walk } from "../../python/values";
import { defineDetector } from "../define-detector";
import { isProbePath } from "../routes/probe-paths";

const CALLS =
  /(?:^|\.)(?:Route|APIRoute|add_route|add_get|add_api_route|add_url_rule|URLSpec)$|^web\.(?:get|view|route)$/;

/** Index and health paths of route tables: Starlette, aiohttp, Falcon, Tornado, Flask's `add_url_rule`. */
export const detector = defineDetector({
  id: "route-tables",
  title: "Routes of tables",
  reads: { modules: ["starlette", "fastapi", "aiohttp", "falcon", "tornado", "flask", "sanic", "quart", "litestar"] },
  detect(context) {
    const { project } = context;
    return context.python.filter(isOwnCode).flatMap((file): readonly Evidence[] => {
      const out: Evidence[] = [];
      const add = (path: string | null, offset: number): void => {
        const clean = path?.replace(/^\^|\$$|\/\?\$?$/g, "") ?? "";
        if (clean.startsWith("/") && isProbePath(clean))
          out.push({ claim: "route", path: clean, method: "GET", place: project.place(file, offset) });
      };
      for (const call of file.facts.calls) {
        if (CALLS.test(call.callee)) {
          const first = call.callee === "web.route" ? call.arguments[1] : call.arguments[0];
          add(
            project.string(file, first ?? keywordOf(call, "path") ?? keywordOf(call, "rule"), call.scope),
            call.offset,
          );
        } else if (/Application$/.test(call.callee) && call.arguments[0]) {
          // Tornado: `Application([(r"/", MainHandler)])`.
          walk(project.resolve(file, call.arguments[0], call.scope).value, value => {
            if (value.kind === "sequence" && value.type === "tuple")
              add(project.string(file, value.items[0]), value.offset);
          });
        }
      }
      return out;
    });
  },
});
