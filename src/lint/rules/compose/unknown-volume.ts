import { lineEndOf } from "../../../docker/line-map";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { isBroughtByOverlay, isName, quoted } from "../../query/compose";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import type { ComposeContext } from "../../compose-context";
import type { ReportedFix } from "../../rule";

/** Adds the volume to `volumes:`, or the section at the file's end; null where it stands in braces or is empty. */
function define(context: ComposeContext, name: string): ReportedFix | null {
  const { text, document } = context;
  if (!isName(name)) return null;
  const end = lineEndOf(text);
  const first = document.volumes[0];
  const key = /^[a-zA-Z][\w.-]*$/.test(name) ? name : quoted(name);
  const line = first === undefined ? -1 : text.lastIndexOf("\n", first.keySpan.start - 1) + 1;
  if (first !== undefined && text.slice(line, first.keySpan.start).trim() === "") {
    const indent = text.slice(line, first.keySpan.start);
    return suggestion(`Define ${name}`, { span: { start: line, end: line }, text: `${indent}${key}:${end}` });
  }
  if (at(document.root, "volumes") !== undefined) return null;
  const gap = text.endsWith("\n") ? "" : end;
  return suggestion(`Define ${name}`, {
    span: { start: text.length, end: text.length },
    text: `${gap}volumes:${end}  ${key}:${end}`,
  });
}

export const rule = defineRule({
  target: "compose",
  id: "unknown-volume",
  code: "DD2012",
  severity: "error",
  mirrors: [],
  what: "A service mounts a named volume that is not defined at the top level.",
  why: "Compose refuses the project.",
  todo: "Define the volume under `volumes:`; a folder of the host begins with `./`.",
  bad: 'services:\n  db:\n    image: postgres:17\n    volumes:\n      - "«data»:/var/lib/postgresql/data"\n',
  good: 'services:\n  db:\n    image: postgres:17\n    volumes:\n      - "data:/var/lib/postgresql/data"\nvolumes:\n  data:\n',
  check: context => {
    const { project, document } = context;
    if (!project.isComplete) return;
    const known = [...project.volumes].filter(isName);
    for (const service of document.services) {
      for (const mount of service.volumes) {
        const { source, type, sourceSpan } = mount;
        if (type !== "volume" || source === null || source === "" || source.includes("$")) continue;
        if (project.volumes.has(source) || mount.problem !== null) continue;
        if (isBroughtByOverlay(context, "volumes", source)) continue;
        const hint = nearest(source, known);
        const name = shorten(source, 24);
        const isFolder = source.includes("/");
        const todo =
          hint !== null
            ? `Write \`${hint}\`.`
            : isFolder
              ? `A folder begins with \`./\`: write \`./${name}\`.`
              : `Define it under \`volumes:\`, or write \`./${name}\` for a folder.`;
        const fix =
          hint !== null
            ? suggestion(`Change to ${hint}`, replace(sourceSpan, hint))
            : isFolder
              ? suggestion(`Change to ./${source}`, replace(sourceSpan, `./${source}`))
              : define(context, source);
        const isExact = context.text.slice(sourceSpan.start, sourceSpan.end) === source;
        context.report(
          sourceSpan,
          `\`${shorten(service.name, 24)}\` mounts the volume \`${name}\`, which is not defined. ${todo}`,
          { fixes: fix !== null && isExact ? [fix] : [] },
        );
      }
    }
  },
});
