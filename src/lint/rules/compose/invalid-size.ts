import { located } from "../../../docker/compose/scalars";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

const PATHS: readonly (readonly string[])[] = [
  ["mem_limit"],
  ["mem_reservation"],
  ["memswap_limit"],
  ["shm_size"],
  ["build", "shm_size"],
  ["deploy", "resources", "limits", "memory"],
  ["deploy", "resources", "reservations", "memory"],
];

export const rule = defineRule({
  target: "compose",
  id: "invalid-size",
  code: "DD2075",
  severity: "error",
  mirrors: [],
  what: "A size in bytes that Compose cannot read.",
  why: "Compose refuses the project.",
  todo: "Write a number with `b`, `k`, `m` or `g`, such as `512m`.",
  bad: "services:\n  web:\n    image: shop:1\n    mem_limit: «512meg»\n",
  good: "services:\n  web:\n    image: shop:1\n    mem_limit: 512m\n",
  check: context => {
    for (const service of context.document.services) {
      for (const path of PATHS) {
        const value = located(at(service.node, ...path));
        if (value === null || value.text.includes("$") || value.text === "") continue;
        if (/^-?\d{1,20}(?:\.\d{1,10})?\s?(?:[kmgtp]i?b?|b)?$/i.test(value.text)) continue;
        context.report(
          value.span,
          `\`${shorten(value.text, 30)}\` is no size, so Compose refuses the project. Write a number and \`m\` or \`g\`, such as \`512m\`.`,
        );
      }
    }
  },
});
