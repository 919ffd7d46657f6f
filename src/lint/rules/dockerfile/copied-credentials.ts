import { cleanPath } from "../../../docker/dockerignore";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { copyTarget } from "../../query/image-files";

/** Variables that name a file with credentials. */
const FILE_VARIABLES: ReadonlySet<string> = new Set([
  "AWS_CONFIG_FILE",
  "HF_TOKEN_PATH",
  "GOOGLE_APPLICATION_CREDENTIALS",
]);

/** A folder that is laid over `/` says nothing of what lies in it. */
function isBelow(path: string, folder: string): boolean {
  const inner = cleanPath(path.replace(/^\.?\/?/, "/"));
  const outer = cleanPath(folder.replace(/^\.?\/?/, "/"));
  return inner === outer || (outer !== "/" && inner.startsWith(`${outer}/`));
}

export const rule = defineRule({
  target: "dockerfile",
  id: "copied-credentials",
  code: "DD1082",
  severity: "warning",
  mirrors: ["DS-0031"],
  what: "A variable names a credentials file that COPY puts into the image.",
  why: "Everyone who has the image has the credentials.",
  todo: "Mount the file when the container starts.",
  bad: "FROM python:3.13-slim\nCOPY . /app/\nENV «GOOGLE_APPLICATION_CREDENTIALS»=/app/key.json\n",
  good: "FROM python:3.13-slim\nCOPY . /app/\n",
  check: context => {
    const stage = context.graph.stages.at(-1);
    if (stage === undefined) return;
    const copies = stage.instructions.flatMap(each => (each.kind === "COPY" ? each : []));
    for (const instruction of stage.instructions) {
      if (instruction.kind !== "ENV" && instruction.kind !== "ARG") continue;
      for (const pair of instruction.pairs) {
        const value = pair.value?.value ?? "";
        if (!FILE_VARIABLES.has(pair.key.value) || value === "") continue;
        const isCopied = copies.some(copy => {
          const { destination, sources } = copy;
          if (destination === null) return false;
          if (destination.variables.some(each => each.name === pair.key.value)) return true;
          if (isBelow(value, destination.value)) return true;
          const folder = copyTarget(context, stage, copy);
          return (
            folder !== null && sources.some(each => cleanPath(`${folder}/${nameOf(each.value)}`) === cleanPath(value))
          );
        });
        if (!isCopied) continue;
        context.report(
          pair.key.span,
          `\`${shorten(value)}\` is copied into the image, and its credentials with it. Mount the file at run time.`,
        );
      }
    }
  },
});
