import { envValues, readEnvFile } from "../../../docker/compose/env-file";
import { isCredentialUrl, isSecretName } from "../../../workspace/mask";
import { joinPath, parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { removeInstruction, suggestion } from "../../query/fixing";

/** Values that many settings share, so that being equal proves nothing. */
function isCommon(value: string): boolean {
  return (
    value.length < 6 ||
    /^(?:true|false|[a-z]{1,8}|\d{1,6}|localhost|postgres|password|changeme|secret)$/i.test(value) ||
    value.includes("$")
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "secret-in-env",
  code: "DD3012",
  severity: "error",
  mirrors: [],
  what: "ENV or ARG whose value is a secret of `.env`.",
  why: "Everyone who has the image reads it with `docker history`.",
  todo: "Remove it from the Dockerfile, and give it at run time with `env_file`.",
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nENV SECRET_KEY=«k3y-9f8a7b6c»\nCMD ["python", "app.py"]\n',
    ".env": "SECRET_KEY=k3y-9f8a7b6c\n",
  },
  good: {
    Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
    ".env": "SECRET_KEY=k3y-9f8a7b6c\n",
  },
  check: context => {
    for (const { view, folder } of buildsOf(context)) {
      const folders = new Set(["", parentOf(view.path), folder ?? ""]);
      for (const each of folders) {
        const path = joinPath(each, ".env");
        const text = context.read(path);
        if (text === null) continue;
        const lines = readEnvFile(text).filter(
          line => !isCommon(line.value) && (isSecretName(line.name) || isCredentialUrl(line.value)),
        );
        if (lines.length === 0 || envValues(text).size === 0) continue;
        for (const instruction of [...view.instructions, ...view.graph.globalArguments]) {
          if (instruction.kind !== "ENV" && instruction.kind !== "ARG") continue;
          for (const pair of instruction.pairs) {
            const value = pair.value;
            const line = value === null ? undefined : lines.find(other => other.value === value.value);
            if (value === null || line === undefined) continue;
            context.report(
              view.path,
              value.span,
              `This value equals \`${line.name}\` in \`${path}\` and stays readable in the image history. Pass it at run time.`,
              {
                related: [context.placeOf(path, line.span)],
                fixes:
                  instruction.pairs.length === 1
                    ? [
                        suggestion("Remove and Read from env_file", {
                          ...removeInstruction(view, instruction),
                          path: view.path,
                        }),
                      ]
                    : [],
              },
            );
          }
        }
      }
    }
  },
});
