import { located } from "../../../docker/compose/scalars";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { insert, shorten, suggestion } from "../../query/fixing";

const PATHS: readonly (readonly string[])[] = [
  ["healthcheck", "interval"],
  ["healthcheck", "timeout"],
  ["healthcheck", "start_period"],
  ["healthcheck", "start_interval"],
  ["stop_grace_period"],
  ["deploy", "restart_policy", "delay"],
  ["deploy", "restart_policy", "window"],
  ["deploy", "update_config", "delay"],
  ["deploy", "update_config", "monitor"],
];

/** One or more numbers with units, in Go's notation with days and weeks as compose-go adds them. */
function isDuration(text: string): boolean {
  if (text === "0") return true;
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (/[\d.]/.test(text[at] ?? "")) at++;
    const number = at;
    while (/[a-zµμ]/.test(text[at] ?? "")) at++;
    if (number === start || !["ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "w"].includes(text.slice(number, at)))
      return false;
  }
  return text !== "";
}

export const rule = defineRule({
  target: "compose",
  id: "invalid-duration",
  code: "DD2074",
  severity: "error",
  mirrors: [],
  what: "A length of time without a unit, or with an unknown one.",
  why: "Compose refuses the project.",
  todo: "Write number and unit, such as `30s` or `1m30s`.",
  bad: 'services:\n  web:\n    image: shop:1\n    healthcheck:\n      test: ["CMD", "check"]\n      interval: "«30»"\n',
  good: 'services:\n  web:\n    image: shop:1\n    healthcheck:\n      test: ["CMD", "check"]\n      interval: "30s"\n',
  check: context => {
    for (const service of context.document.services) {
      for (const path of PATHS) {
        const value = located(at(service.node, ...path));
        if (value === null || value.text.includes("$") || isDuration(value.text)) continue;
        // A plain number is of the wrong type, which the schema says.
        if (value.node.kind === "scalar" && typeof value.node.value !== "string") continue;
        const offset = context.text.slice(value.span.start, value.span.end).indexOf(value.text);
        const start = value.span.start + Math.max(0, offset);
        const span = offset === -1 ? value.span : { start, end: start + value.text.length };
        const canFix = /^\d{1,6}$/.test(value.text) && offset !== -1;
        context.report(
          span,
          `\`${shorten(value.text, 30)}\` is no length of time, so Compose refuses the project. Write a unit, such as \`30s\`.`,
          {
            fixes: canFix ? [suggestion(`Change to ${value.text}s`, insert(span.end, "s"))] : [],
          },
        );
      }
    }
  },
});
