import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { isPublicValue, suspectName } from "../../query/secrets";
import { instructionsOf } from "../../query/stages";

/**
 * A switch such as `USE_AUTH=true`, a mark that a start script replaces, the path of what is secret, or what only the
 * build takes for one: with `ENV SECRET_KEY=placeholder` the server would run.
 */
function isHarmless(kind: "ARG" | "ENV" | "LABEL", name: string, value: string): boolean {
  return (
    /^(?:true|false|yes|no|on|off|0|1)$/i.test(value) ||
    /^__[A-Z][A-Z0-9_]*__$/.test(value) ||
    (kind === "ARG" && /placeholder/i.test(value)) ||
    (/_(?:PATH|DIR|DIRECTORY|FOLDER)$/i.test(name) && /^(?:[/~.$]|[A-Z]:\\)/i.test(value))
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "secret-variable",
  code: "DD1080",
  severity: "warning",
  mirrors: ["SecretsUsedInArgOrEnv", "DL3064", "DS-0031"],
  what: "ARG or ENV with a name that says it holds a secret.",
  why: "Its value stays readable in the image's history for everyone who has the image.",
  todo: "Pass it at run time, or to one step with `RUN --mount=type=secret`.",
  bad: "FROM python:3.13-slim\nENV «DATABASE_PASSWORD»=hunter2\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const instruction of instructionsOf(context, "ARG", "ENV")) {
      // Before the first FROM an ARG leaves no trace in the image unless a stage declares it again.
      if (instruction.kind === "ARG" && context.stageOf(instruction) === null) continue;
      for (const pair of instruction.pairs) {
        const suspicion = suspectName(pair.key.value);
        const value = pair.value?.value ?? "";
        if (suspicion === null || !suspicion.isSecret || isHarmless(instruction.kind, pair.key.value, value)) continue;
        if (isPublicValue(pair.key.value, value)) continue;
        const name = shorten(pair.key.value, 30);
        // Nothing is told yet, but whoever fills it in here tells it.
        const isEmpty = instruction.kind === "ENV" && pair.value?.value === "";
        context.report(
          pair.key.span,
          isEmpty
            ? `\`${name}\` is empty here, and a value written here would stay readable in the image. Leave it out and pass it at run time.`
            : instruction.kind === "ARG"
              ? `The value of \`${name}\` stays readable in the image history. Use \`RUN --mount=type=secret\` in the step that needs it.`
              : `The value of \`${name}\` stays readable in the image. Pass it at run time, or use \`RUN --mount=type=secret\`.`,
          { mirrors: suspicion.mirrors, ...(isEmpty ? { severity: "info" as const } : {}) },
        );
      }
    }
  },
});
