import { joinPath, parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "missing-include",
  code: "DD2016",
  severity: "error",
  mirrors: [],
  what: "`include` names a file that does not exist.",
  why: "Compose refuses the project.",
  todo: "Correct the path, which counts from the folder of the file that includes.",
  bad: {
    "compose.yaml": "include:\n  - «infra/compose.yml»\nservices:\n  web:\n    image: nginx:1.27\n",
    "infra/compose.yaml": "services:\n  db:\n    image: postgres:17\n",
  },
  good: {
    "compose.yaml": "include:\n  - infra/compose.yaml\nservices:\n  web:\n    image: nginx:1.27\n",
    "infra/compose.yaml": "services:\n  db:\n    image: postgres:17\n",
  },
  check: context => {
    for (const include of context.document.includes) {
      for (const path of include.paths) {
        if (!context.project.missing.has(joinPath(parentOf(context.path), path.text))) continue;
        context.report(
          path.span,
          `\`${shorten(path.text, 50)}\` does not exist, so Compose refuses the project. Correct the path.`,
        );
      }
    }
  },
});
