import { lineEndOf } from "../../../docker/line-map";
import { matchIgnore } from "../../../docker/dockerignore";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildsOf, copiesFromContext, literalSources, matchingPaths } from "../../query/builds";
import { shorten, suggestion } from "../../query/fixing";
import { exists, filesBelow, inContext, isFolder, lineOf } from "../../query/workspace-paths";

export const rule = defineRule({
  target: "workspace",
  id: "ignored-copy-source",
  code: "DD3001",
  severity: "error",
  mirrors: ["CopyIgnoredFile"],
  what: "COPY or ADD of a file that .dockerignore keeps out of the build context.",
  why: "The build stops: the file is there, but the engine never gets it.",
  todo: "Add `!file` behind the line that excludes it, or remove the COPY.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY «README.md» ./\n",
    ".dockerignore": "*.md\n",
    "README.md": "Shop\n",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY README.md ./\n",
    ".dockerignore": "*.md\n!README.md\n",
    "README.md": "Shop\n",
  },
  check: context => {
    for (const { view, folder, ignore } of buildsOf(context)) {
      if (folder === null || ignore === null) continue;
      for (const instruction of copiesFromContext(view)) {
        for (const { path, word } of literalSources(instruction)) {
          const whole = inContext(folder, path);
          if (whole === null) continue;
          if (whole === folder) {
            // Copying what is left of the context is what `.dockerignore` is for, unless nothing is left.
            const all = filesBelow(context, folder);
            const by = all.map(each => matchIgnore(ignore.file, folder === "" ? each : each.slice(folder.length + 1)));
            const last = by.at(-1)?.by;
            if (last == null || !by.every(each => each.ignored)) continue;
            context.report(
              view.path,
              word.span,
              `\`${shorten(ignore.path, 40)}\` excludes every file of the build context, so this copies nothing. Exclude less there.`,
              { severity: "warning", related: [context.placeOf(ignore.path, lineOf(context, ignore.path, last.line))] },
            );
            continue;
          }
          const found = /[*?[]/.test(whole) ? matchingPaths(context, whole) : exists(context, whole) ? [whole] : [];
          // A folder is copied with what is left of it, so it must be empty to fail.
          const files = found.flatMap(each => (isFolder(context, each) ? filesBelow(context, each) : [each]));
          const match = (each: string) =>
            matchIgnore(ignore.file, folder === "" ? each : each.slice(folder.length + 1));
          const [first] = files;
          const deciding = first === undefined ? null : match(first).by;
          if (deciding == null || !files.every(each => match(each).ignored)) continue;
          const text = context.read(ignore.path) ?? "";
          const line = lineOf(context, ignore.path, deciding.line);
          const own = folder === "" ? whole : whole.slice(folder.length + 1);
          const end = lineEndOf(text);
          const isLast = line.end === text.length;
          const insertion = isLast
            ? { at: text.length, text: `${end}!${own}` }
            : { at: line.end + 1, text: `!${own}${end}` };
          const name = nameOf(ignore.path);
          context.report(
            view.path,
            word.span,
            `\`${shorten(path, 34)}\` is excluded by \`${shorten(name, 30)}\` line ${String(deciding.line)}, so this COPY fails. Add \`!${shorten(own, 34)}\` after that line.`,
            {
              related: [context.placeOf(ignore.path, line)],
              fixes: own.includes("[")
                ? []
                : [
                    suggestion(`Add !${own} to ${name}`, {
                      path: ignore.path,
                      span: { start: insertion.at, end: insertion.at },
                      text: insertion.text,
                    }),
                  ],
            },
          );
        }
      }
    }
  },
});
