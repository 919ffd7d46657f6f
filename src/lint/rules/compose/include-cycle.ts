import { joinPath, parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { fixOf, removeLines } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "include-cycle",
  code: "DD2130",
  severity: "error",
  mirrors: [],
  what: "A file that includes itself, directly or through the files that it includes.",
  why: "Compose refuses the project.",
  todo: "Remove the `include` that leads back; what both files need belongs in a third one.",
  bad: {
    "compose.yaml": "include:\n  - infra.yaml\n  - «base.yaml»\nservices:\n  web:\n    image: nginx:1.27\n",
    "infra.yaml": "services:\n  db:\n    image: postgres:17\n",
    "base.yaml": "include:\n  - compose.yaml\nservices:\n  cache:\n    image: redis:7.4\n",
  },
  good: {
    "compose.yaml": "include:\n  - infra.yaml\nservices:\n  web:\n    image: nginx:1.27\n",
    "infra.yaml": "services:\n  db:\n    image: postgres:17\n",
    "base.yaml": "include:\n  - compose.yaml\nservices:\n  cache:\n    image: redis:7.4\n",
  },
  check: context => {
    const included = new Map(
      context.project.files.map(({ path, document }) => [
        path,
        document.includes.flatMap(each => each.paths.map(to => joinPath(parentOf(path), to.text))),
      ]),
    );
    for (const include of context.document.includes) {
      for (const path of include.paths) {
        const first = joinPath(parentOf(context.path), path.text);
        // Each file is visited once, so the walk ends whatever the files say.
        const reached = new Set([first]);
        for (const file of reached) for (const next of included.get(file) ?? []) reached.add(next);
        if (!reached.has(context.path)) continue;
        const isAlone = context.document.includes.length < 2;
        context.report(
          path.span,
          `\`${shorten(path.text, 50)}\` leads back to this file, so Compose refuses the project. Remove one of the two includes.`,
          { fixes: isAlone ? [] : fixOf("Remove the Include", false, removeLines(context.text, path.span)) },
        );
      }
    }
  },
});
