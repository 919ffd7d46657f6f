import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { isPublicValue, suspectName } from "../../query/secrets";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "suspicious-variable",
  code: "DD1079",
  severity: "hint",
  enabled: false,
  mirrors: ["DL3064", "SecretsUsedInArgOrEnv", "DS-0031"],
  what: "ARG or ENV with a name that might hold something private, such as a user name or the fingerprint of a key.",
  why: "Its value stays readable in the image's history. Off by default: most of these names hold nothing secret.",
  todo: "Pass it at run time where its value is private.",
  bad: "FROM python:3.13-slim\nENV «REGISTRY_USERNAME»=ada\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const instruction of instructionsOf(context, "ARG", "ENV")) {
      const isGlobal = instruction.kind === "ARG" && context.stageOf(instruction) === null;
      for (const pair of instruction.pairs) {
        const suspicion = suspectName(pair.key.value);
        if (suspicion === null) continue;
        const isPublic = isPublicValue(pair.key.value, pair.value?.value ?? "");
        if (!isPublic && ((suspicion.isSecret && !isGlobal) || !suspicion.mirrors.includes("DL3064"))) continue;
        const name = shorten(pair.key.value, 30);
        context.report(
          pair.key.span,
          `The value of \`${name}\` stays readable in the image history. Pass it at run time where it is private.`,
          { mirrors: isPublic ? suspicion.mirrors : ["DL3064"] },
        );
      }
    }
  },
});
