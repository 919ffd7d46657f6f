import { joinPath, nameOf, parentOf } from "../../../model/paths";
import type { WorkspaceContext } from "../../workspace-context";
import { defineRule } from "../../define-rule";
import { lineEndOf } from "../../query/compose";
import { replace, shorten, suggestion } from "../../query/fixing";
import { isFolder, SAMPLE_ENDINGS } from "../../query/workspace-paths";

/** The committed pattern of an environment file, as people name it: `.env.example`, `env.sample`, `web.example.env`, `example.env`, `env_template`. */
function templateOf(context: WorkspaceContext, path: string): string | undefined {
  const folder = parentOf(path);
  const name = nameOf(path);
  const bare = name.replace(/^\./, "");
  const stem = name.replace(/\.?env$/, "");
  const names = SAMPLE_ENDINGS.flatMap(end => [
    `${name}.${end}`,
    `${name}-${end}`,
    `${name}_${end}`,
    `${bare}.${end}`,
    `${bare}-${end}`,
    `${bare}_${end}`,
    `${end}.${bare}`,
    `${end}${name.startsWith(".") ? "" : "."}${name}`,
    ...(stem === "" ? [] : [`${stem}.${end}.env`, `${stem}-${end}.env`, `${stem}_${end}.env`]),
  ]);
  return names.map(each => (folder === "" ? each : `${folder}/${each}`)).find(each => context.paths.has(each));
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-env-file",
  code: "DD3025",
  severity: "warning",
  mirrors: [],
  what: "`env_file` names a file that does not exist.",
  why: "Compose stops at every command, even at `config`.",
  todo: "Make the file, or write `required: false`.",
  bad: {
    "compose.yaml": "services:\n  web:\n    image: shop:1\n    env_file:\n      - «web.env»\n",
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n    env_file:\n      - path: web.env\n        required: false\n",
  },
  check: context => {
    if (context.paths.size === 0) return;
    for (const view of context.composeFiles) {
      for (const service of view.document.services) {
        for (const file of service.envFiles) {
          if (!file.isRequired || /[$~]|^\//.test(file.path)) continue;
          const path = joinPath(parentOf(view.path), file.path);
          if (
            path.startsWith("..") ||
            context.paths.has(path) ||
            context.read(path) !== null ||
            isFolder(context, path)
          )
            continue;
          const sample = templateOf(context, path);
          const start = view.text.lastIndexOf("\n", file.span.start - 1) + 1;
          const isItem = /^ *- +$/.test(view.text.slice(start, file.span.start));
          const indent = " ".repeat(file.span.start - start);
          const end = lineEndOf(view.text);
          const written = view.text.slice(file.span.start, file.span.end);
          context.report(
            view.path,
            file.span,
            `\`${shorten(path, 40)}\` does not exist, so Compose stops. ${sample === undefined ? "Make it, or write `required: false`." : `Make it from \`${shorten(sample, 40)}\`, or write \`required: false\`.`}`,
            {
              related: sample === undefined ? [] : [context.placeOf(sample, { start: 0, end: 0 })],
              fixes:
                isItem && file.isShort
                  ? [
                      suggestion(
                        "Write required: false",
                        replace(file.span, `path: ${written}${end}${indent}required: false`),
                      ),
                    ]
                  : [],
            },
          );
        }
      }
    }
  },
});
