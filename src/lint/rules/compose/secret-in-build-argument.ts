import { isSecretName } from "../../../workspace/mask";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "secret-in-build-argument",
  code: "DD2045",
  severity: "warning",
  mirrors: [],
  what: "A password, key or token given as a build argument.",
  why: "Build arguments stay in the image's history, where everyone who has the image reads them.",
  todo: "Give it with `build.secrets`, and read it in the Dockerfile with `RUN --mount=type=secret`.",
  bad: "services:\n  web:\n    build:\n      context: .\n      args:\n        «PYPI_TOKEN»: ${PYPI_TOKEN}\n",
  good: "services:\n  web:\n    build:\n      context: .\n      secrets:\n        - pypi_token\nsecrets:\n  pypi_token:\n    environment: PYPI_TOKEN\n",
  check: context => {
    for (const service of context.document.services) {
      for (const argument of service.build?.arguments ?? []) {
        if (!isSecretName(argument.name) || argument.value === "") continue;
        context.report(
          argument.nameSpan,
          `\`${shorten(argument.name, 40)}\` stays readable in the image's history. Give it with \`build.secrets\` and \`RUN --mount=type=secret\`.`,
        );
      }
    }
  },
});
