import { located } from "../../../docker/compose/scalars";
import { at, items } from "../../../workspace/data-node";
import type { ComposeService } from "../../../docker/compose/types";
import type { ComposeContext } from "../../compose-context";
import { defineRule } from "../../define-rule";
import { isUnclosed, uncastable } from "../../query/compose-casts";
import type { CastKind } from "../../query/compose-casts";
import { schemaProblems } from "../../query/compose-schema";
import { shorten } from "../../query/fixing";

const WANTED: Readonly<Record<CastKind, string>> = {
  whole: "a whole number",
  count: "a whole number that is not below zero",
  number: "a number",
  switch: "`true` or `false`",
};

export const rule = defineRule({
  target: "compose",
  id: "malformed-value",
  code: "DD2007",
  severity: "error",
  mirrors: ["service-container-name-regex"],
  what: "A value outside the form or the range that the Compose specification demands.",
  why: "Compose or the engine refuses it.",
  todo: "Write a value of the form that the message names.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    oom_score_adj: «2000»\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    oom_score_adj: 500\n",
  check: context => {
    for (const { path, span, value, form } of schemaProblems(context.document, "wrong-form")) {
      const shown = form.startsWith("[a-zA-Z0-9]")
        ? "a letter or digit, then letters, digits, `_`, `.`, `-`"
        : form.startsWith("always")
          ? "`always`, `never`, `missing`, `build`, `daily`, `weekly` or `every_…`"
          : form;
      const name = path.at(-1) ?? "";
      context.report(
        span,
        `\`${shorten(value, 24)}\` is no \`${shorten(name, 20)}\` that Compose accepts. Write ${shown}.`,
        {
          mirrors: name === "container_name" ? ["service-container-name-regex"] : [],
        },
      );
    }
    if (context.document.problems.length > 0) return;
    reportUncastable(context);
    for (const service of context.document.services) {
      reportUnclosed(context, service);
      reportHosts(context, service);
      reportContainerName(context, service);
    }
  },
});

function reportUncastable(context: ComposeContext): void {
  for (const { key, value, kind } of uncastable(context.document.root)) {
    context.report(
      value.span,
      `\`${shorten(value.text, 24)}\` is no \`${shorten(key, 30)}\` that Compose accepts. Write ${WANTED[kind]}.`,
    );
  }
}

function reportUnclosed(context: ComposeContext, { command, entrypoint }: ComposeService): void {
  for (const each of [command, entrypoint]) {
    if (each === null || each.words !== null || each.text.includes("${") || !isUnclosed(each.text)) continue;
    context.report(
      each.span,
      "This command line has a quote that nothing closes, so Compose refuses the service. Close it, or write a list.",
    );
  }
}

function reportHosts(context: ComposeContext, { node }: ComposeService): void {
  for (const item of items(at(node, "extra_hosts"))) {
    const host = located(item);
    if (host === null || host.text.includes("$") || /^[^:=]+[:=]./.test(host.text)) continue;
    context.report(
      host.span,
      `\`${shorten(host.text, 30)}\` is no host with its address, so Compose refuses the service. Write \`name=10.0.0.1\`.`,
    );
  }
}

function reportContainerName(context: ComposeContext, { containerName }: ComposeService): void {
  if (containerName === null || containerName.text.includes("$")) return;
  if (
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(containerName.text) ||
    !/[a-zA-Z0-9][a-zA-Z0-9_.-]+/.test(containerName.text)
  ) {
    return;
  }
  context.report(
    containerName.span,
    `The engine refuses the container name \`${shorten(containerName.text, 30)}\`. Write a letter or digit, then letters, digits, \`_\`, \`.\`, \`-\`.`,
  );
}
