import { PLATFORM_ARGUMENTS, PREDEFINED_ARGUMENTS } from "../../../docker/dockerfile/expand";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { nearest } from "../../../model/nearest";
import { shorten } from "../../query/fixing";
import { changeTo } from "../../query/compose";

/** Arguments that BuildKit itself reads. */
function isBuiltIn(name: string): boolean {
  return (
    PLATFORM_ARGUMENTS.includes(name) ||
    PREDEFINED_ARGUMENTS.includes(name) ||
    name.startsWith("BUILDKIT_") ||
    name === "SOURCE_DATE_EPOCH"
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "unknown-build-argument",
  code: "DD3022",
  severity: "warning",
  mirrors: [],
  what: "`build.args` gives an argument that the Dockerfile does not declare.",
  why: "The value goes nowhere, and the build uses its default.",
  todo: "Write the name of an ARG, or declare it in the Dockerfile.",
  bad: {
    "compose.yaml": 'services:\n  web:\n    build:\n      context: .\n      args:\n        «PYTHON_VERSIO»: "3.13"\n',
    Dockerfile: "ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION}-slim\n",
  },
  good: {
    "compose.yaml": 'services:\n  web:\n    build:\n      context: .\n      args:\n        PYTHON_VERSION: "3.13"\n',
    Dockerfile: "ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION}-slim\n",
  },
  check: context => {
    for (const { service, view } of buildsOf(context)) {
      // A base image's ONBUILD may declare arguments of its own; only ONBUILD images do, and none of them is known by its name.
      if (service === null || view.text.toLowerCase().includes("onbuild")) continue;
      const declared = [...view.instructions, ...view.graph.globalArguments].flatMap(each =>
        each.kind === "ARG" ? each.pairs.map(pair => pair.key.value) : [],
      );
      for (const part of service.parts) {
        for (const argument of part.service.build?.arguments ?? []) {
          if (declared.includes(argument.name) || isBuiltIn(argument.name) || argument.name.includes("$")) continue;
          const hint = nearest(argument.name, declared);
          context.report(
            part.file.path,
            argument.nameSpan,
            `\`${shorten(view.path, 34)}\` declares no ARG \`${shorten(argument.name, 30)}\`, so the value goes nowhere. ${hint === null ? "Declare it, or remove it." : `Write \`${shorten(hint, 30)}\`.`}`,
            {
              fixes: changeTo(hint, part.file.document.text, { name: argument.name, span: argument.nameSpan }),
            },
          );
        }
      }
    }
  },
});
