import { locatedAt } from "../../../docker/compose/scalars";
import { at, items } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { addEntry, fixOf } from "../../query/compose";
import { schemaProblems } from "../../query/compose-schema";
import { shorten } from "../../query/fixing";

/** The properties of which a secret or a config needs one. */
const SOURCES = {
  secrets: ["file", "environment", "external", "driver"],
  configs: ["file", "environment", "content", "external", "driver"],
} as const;

export const rule = defineRule({
  target: "compose",
  id: "missing-property",
  code: "DD2008",
  severity: "error",
  mirrors: [],
  what: "A map without a property that the Compose specification requires.",
  why: "Compose refuses the file.",
  todo: "Add the property.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        «restart»: true\n  db:\n    image: postgres:17\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        restart: true\n        condition: service_started\n  db:\n    image: postgres:17\n",
  check: context => {
    for (const { node, name } of context.document.services) {
      for (const watch of items(at(node, "develop", "watch"))) {
        const action = locatedAt(watch, "action");
        if (action === null || at(watch, "target") !== undefined) continue;
        if (["rebuild", "restart"].includes(action.text) || action.text.includes("$")) continue;
        context.report(
          action.span,
          `\`${shorten(action.text, 20)}\` in \`${shorten(name, 30)}.develop.watch\` has no \`target\`, so Compose refuses the file. Add it.`,
        );
      }
    }
    for (const section of ["secrets", "configs"] as const) {
      for (const { name, keySpan } of context.document[section]) {
        // Another file of the project may say where it comes from.
        const parts = context.project.files.flatMap(file => file.document[section].filter(each => each.name === name));
        const isGiven = parts.some(({ node }) => node.kind !== "map" || SOURCES[section].some(key => at(node, key)));
        if (isGiven || !context.project.isComplete || context.overlays.length > 0) continue;
        const [first = "", ...others] = SOURCES[section].filter(key => key !== "external" && key !== "driver");
        context.report(
          keySpan,
          `\`${shorten(name, 30)}\` says nowhere what it holds, so Compose refuses the project. Add \`${first}\` or ${others.map(each => `\`${each}\``).join(" or ")}.`,
        );
      }
    }
    for (const { path, span, key, node } of schemaProblems(context.document, "missing-property")) {
      const place = shorten(path.join("."), 50);
      context.report(span, `\`${place}\` has no \`${key}\`, so Compose refuses the file. Add it.`, {
        fixes:
          key === "condition"
            ? fixOf(
                "Add condition: service_started",
                false,
                addEntry(context.text, node, ["condition: service_started"]),
              )
            : [],
      });
    }
  },
});
