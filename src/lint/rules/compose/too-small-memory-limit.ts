import { located } from "../../../docker/compose/scalars";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { insert, shorten, suggestion } from "../../query/fixing";

/** The engine refuses a limit below this (Docker, "Runtime options with memory"). */
const LEAST = 6 * 1024 * 1024;

const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({ "": 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2 }),
);

export const rule = defineRule({
  target: "compose",
  id: "too-small-memory-limit",
  code: "DD2141",
  severity: "error",
  mirrors: [],
  what: "A memory limit below 6 MB, mostly a number without a unit.",
  why: "A number without a unit counts bytes, and the engine refuses to make a container with less than 6 MB.",
  todo: "Write the unit: `512m`.",
  bad: "services:\n  web:\n    image: shop:1\n    mem_limit: «512»\n",
  good: "services:\n  web:\n    image: shop:1\n    mem_limit: 512m\n",
  check: context => {
    for (const service of context.document.services) {
      for (const node of [at(service.node, "mem_limit"), at(service.node, "deploy", "resources", "limits", "memory")]) {
        const limit = located(node);
        const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(limit?.text.trim() ?? "");
        if (limit === null || match === null) continue;
        const [, amount = "", unit = ""] = match;
        const factor = UNITS.get(unit.toLowerCase());
        const bytes = factor === undefined ? LEAST : Number(amount) * factor;
        if (bytes >= LEAST || bytes === 0) continue;
        const isQuoted = /["']/.test(context.text[limit.span.end - 1] ?? "");
        context.report(
          limit.span,
          unit === ""
            ? `\`${shorten(amount, 20)}\` are bytes, and the engine refuses less than 6 MB. Write a unit, such as \`${shorten(amount, 20)}m\`.`
            : `The engine refuses a limit below 6 MB. Write a larger one.`,
          {
            fixes:
              unit === "" && Number(amount) >= 6
                ? [suggestion(`Write ${amount}m`, insert(limit.span.end - (isQuoted ? 1 : 0), "m"))]
                : [],
          },
        );
      }
    }
  },
});
