import { lineEndOf } from "../../../docker/line-map";
import { joinPath, nameOf, parentOf } from "../../../model/paths";
import type { ComposeEnvFile } from "../../../docker/compose/types";
import type { ComposeView } from "../../compose-context";
import type { ReportedEdit } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";
import { defineRule } from "../../define-rule";
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
      for (const [path, files] of missingFiles(context, view)) {
        const sample = templateOf(context, path);
        const edits = files.map(file => optionalEdit(view.text, file));
        context.report(
          view.path,
          files[0].span,
          `\`${shorten(path, 40)}\` does not exist, so Compose stops. ${sample === undefined ? "Make it, or write `required: false`." : `Make it from \`${shorten(sample, 40)}\`, or write \`required: false\`.`}`,
          {
            related: sample === undefined ? [] : [context.placeOf(sample, { start: 0, end: 0 })],
            fixes: edits.every(edit => edit !== null) ? [suggestion("Write required: false", ...edits)] : [],
          },
        );
      }
    }
  },
});

/** The missing files with the places that name them, so that one which many services share is told once. */
function missingFiles(
  context: WorkspaceContext,
  view: ComposeView,
): ReadonlyMap<string, [ComposeEnvFile, ...ComposeEnvFile[]]> {
  const missing = new Map<string, [ComposeEnvFile, ...ComposeEnvFile[]]>();
  for (const file of view.document.services.flatMap(service => service.envFiles)) {
    if (!file.isRequired || /[$~]|^\//.test(file.path)) continue;
    const path = joinPath(parentOf(view.path), file.path);
    if (path.startsWith("..") || context.paths.has(path) || context.read(path) !== null || isFolder(context, path))
      continue;
    const places = missing.get(path);
    // An anchor brings the same place to several services.
    if (places === undefined) missing.set(path, [file]);
    else if (!places.some(each => each.span.start === file.span.start)) places.push(file);
  }
  return missing;
}

/** Makes an entry of a list optional; null for other forms. */
function optionalEdit(text: string, { span, isShort }: ComposeEnvFile): ReportedEdit | null {
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  if (!isShort || !/^ *- +$/.test(text.slice(start, span.start))) return null;
  const indent = " ".repeat(span.start - start);
  return replace(span, `path: ${text.slice(span.start, span.end)}${lineEndOf(text)}${indent}required: false`);
}
