import { cleanPath } from "../../../docker/dockerignore";
import type { CopyInstruction } from "../../../docker/dockerfile/types";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import type { DockerfileContext, RunStep } from "../../dockerfile-context";
import { hasFlag, operands } from "../../query/commands";
import { shorten } from "../../query/fixing";
import { copyTarget, workdirOf } from "../../query/image-files";
import { staysInImage } from "../../query/layers";

/** Files that hold a secret, by their names; `*.key` and `*.pem` are public ones as often. */
const SECRET = /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.(?:npmrc|pypirc|netrc|pgpass|git-credentials))$/;
/** Archives and packages by their names; a list or a script of a few lines is not worth a word. */
const LARGE = /\.(?:whl|deb|rpm|apk|jar|zip|tar|tgz|[gx]z|bz2|run)$/;
const FOLDER = /^[^A-Z.][^.]*$/;

/** The absolute paths that a step removes, where they are written out, each with whether as a folder. */
function removedBy(
  context: DockerfileContext,
  { stage, instruction, commands }: RunStep,
): ReadonlyMap<string, boolean> {
  const moves = commands.some(({ name }) => name === "cd" || name === "pushd");
  const workdir = stage === null || moves ? null : workdirOf(context, stage, instruction.index);
  return new Map(
    commands.flatMap(command => {
      if (command.name !== "rm") return [];
      const isFolder = hasFlag(command, "r", "R", "recursive");
      return operands(command).flatMap(({ value }): [string, boolean][] => {
        if (value === null || /[*?[]/.test(value)) return [];
        if (value.startsWith("/")) return [[cleanPath(value), isFolder]];
        return workdir === null ? [] : [[cleanPath(`${workdir}/${value}`), isFolder]];
      });
    }),
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "removed-copy",
  code: "DD1195",
  severity: "info",
  mirrors: [],
  what: "A folder, an archive or a key is copied into the image, and a later RUN removes it.",
  why: "The layer of the COPY keeps it: the image is as large as before, and whoever has it reads a key that was removed.",
  todo: "Mount it in the step that needs it, with `RUN --mount=type=bind` or `type=secret`.",
  bad:
    "FROM python:3.13 AS build\nRUN pip wheel -w /wheels flask==3.1.0\n" +
    "FROM python:3.13-slim\nCOPY --from=build «/wheels» /wheels\n" +
    "RUN pip install --no-cache-dir /wheels/*.whl && rm -rf /wheels\nUSER 10001\n",
  good:
    "FROM python:3.13 AS build\nRUN pip wheel -w /wheels flask==3.1.0\n" +
    "FROM python:3.13-slim\n" +
    "RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*.whl\nUSER 10001\n",
  check: context => {
    const told = new Set<CopyInstruction>();
    for (const run of context.runs) {
      const { stage, instruction } = run;
      if (stage === null || instruction.onbuild || !staysInImage(context, run)) continue;
      const removed = removedBy(context, run);
      if (removed.size === 0) continue;
      for (const copy of stage.instructions) {
        if ((copy.kind !== "COPY" && copy.kind !== "ADD") || copy.index > instruction.index || told.has(copy)) continue;
        const target = copyTarget(context, stage, copy);
        if (target === null || copy.heredocs.length > 0) continue;
        const source = copy.sources.find(({ value }) => {
          const own = nameOf(cleanPath(value));
          const isFolder = removed.get(target) ?? removed.get(cleanPath(`${target}/${own}`));
          return isFolder !== undefined && (SECRET.test(own) || LARGE.test(own) || (isFolder && FOLDER.test(own)));
        });
        if (source === undefined) continue;
        const name = nameOf(cleanPath(source.value));
        told.add(copy);
        context.report(
          source.span,
          SECRET.test(name)
            ? `\`${shorten(name, 30)}\` stays readable in this layer, though a later step removes it. Use \`RUN --mount=type=secret\` in that step.`
            : `\`${shorten(name, 30)}\` stays in this layer, so removing it in a later step saves nothing. Use \`RUN --mount=type=bind\` in that step.`,
          SECRET.test(name) ? { severity: "warning" } : {},
        );
      }
    }
  },
});
