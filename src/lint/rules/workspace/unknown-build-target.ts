import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { nearest } from "../../../model/nearest";
import { shorten } from "../../query/fixing";
import { changeTo } from "../../query/compose";

export const rule = defineRule({
  target: "workspace",
  id: "unknown-build-target",
  code: "DD3021",
  severity: "error",
  mirrors: [],
  what: "`build.target` names a stage that the Dockerfile does not have.",
  why: "The build stops.",
  todo: "Write the name of a stage.",
  bad: {
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      target: «prod»\n",
    Dockerfile: "FROM python:3.13-slim AS base\nFROM base AS production\n",
  },
  good: {
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      target: production\n",
    Dockerfile: "FROM python:3.13-slim AS base\nFROM base AS production\n",
  },
  check: context => {
    for (const { service, view } of buildsOf(context)) {
      if (service === null) continue;
      const { stages } = view.graph;
      for (const part of service.parts) {
        const target = part.service.build?.target;
        if (target == null || target.text.includes("$")) continue;
        const names = stages.flatMap(stage => stage.name ?? []);
        const isIndex = /^\d+$/.test(target.text) && Number(target.text) < stages.length;
        if (isIndex || names.includes(target.text.toLowerCase())) continue;
        const hint =
          nearest(target.text, names) ?? names.find(name => name.startsWith(target.text.toLowerCase())) ?? null;
        context.report(
          part.file.path,
          target.span,
          `\`${shorten(view.path, 40)}\` has no stage \`${shorten(target.text, 30)}\`, so the build stops. ${hint === null ? "Write the name of a stage." : `Write \`${shorten(hint, 30)}\`.`}`,
          {
            related: stages[0]?.from == null ? [] : [context.placeOf(view.path, stages[0].from.span)],
            fixes: changeTo(hint, part.file.document.text, { name: target.text, span: target.span }),
          },
        );
      }
    }
  },
});
