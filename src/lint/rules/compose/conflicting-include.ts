import { isDeepStrictEqual } from "node:util";
import { joinPath, parentOf } from "../../../model/paths";
import { toValue } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

const SECTIONS = ["services", "networks", "volumes", "secrets", "configs", "models"] as const;

export const rule = defineRule({
  target: "compose",
  id: "conflicting-include",
  code: "DD2135",
  severity: "error",
  mirrors: [],
  what: "A name that the file and a file that it includes define differently.",
  why: "Compose merges nothing into what is included, and refuses the project.",
  todo: "Define it once. To change what is included, list a file with the changes behind it in `path`.",
  bad: {
    "compose.yaml": "include:\n  - db.yaml\nservices:\n  «db»:\n    image: postgres:17\n    ports: ['5432']\n",
    "db.yaml": "services:\n  db:\n    image: postgres:17\n",
  },
  good: {
    "compose.yaml": "include:\n  - path: [db.yaml, ports.yaml]\nservices:\n  web:\n    image: shop:1\n",
    "db.yaml": "services:\n  db:\n    image: postgres:17\n",
    "ports.yaml": "services:\n  db:\n    ports: ['5432']\n",
  },
  check: context => {
    const paths = context.document.includes.flatMap(each => each.paths);
    for (const { text } of paths) {
      const path = joinPath(parentOf(context.path), text);
      const included = context.project.files.find(each => each.path === path);
      if (included === undefined) continue;
      for (const section of SECTIONS) {
        for (const own of context.document[section]) {
          const other = included.document[section].find(each => each.name === own.name);
          // Compose compares what the two mean, whatever the order of their keys.
          if (other === undefined || isDeepStrictEqual(toValue(own.node), toValue(other.node))) continue;
          context.report(
            own.keySpan,
            `\`${shorten(own.name, 30)}\` is defined in \`${shorten(text, 40)}\` as well, so Compose refuses the project. Remove one, or give the changes in a file of \`include.path\`.`,
            { related: [context.placeOf(other.keySpan, path)] },
          );
        }
      }
    }
  },
});
