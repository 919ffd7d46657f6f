import { defineRule } from "../../define-rule";
import { isHidden, partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "ungranted-secret",
  code: "DD2144",
  severity: "error",
  mirrors: [],
  what: "A variable such as `POSTGRES_PASSWORD_FILE` names a file below `/run/secrets` that the service is not given.",
  why: "A secret is mounted only where the service itself lists it, so the program finds no file and stops.",
  todo: "List the secret under `secrets` of the service, or correct the name.",
  bad:
    "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: «/run/secrets/db_password»\n" +
    "secrets:\n  db_password:\n    file: ./db_password.txt\n",
  good:
    "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n" +
    "secrets:\n  db_password:\n    file: ./db_password.txt\n",
  check: context => {
    for (const service of context.document.services) {
      for (const variable of service.environment) {
        const name = /^\/run\/secrets\/([\w.-]+)$/.exec(variable.value ?? "")?.[1];
        if (name === undefined || !variable.name.endsWith("_FILE") || isHidden(context, service)) continue;
        const parts = partsOf(context, service).map(each => each.service);
        const overlays = context.overlays.flatMap(each => each.services.filter(other => other.name === service.name));
        const all = [...parts, ...overlays];
        if (all.some(part => part.volumes.some(mount => /^\/run(?:\/secrets)?(?:\/|$)/.test(mount.target ?? "$"))))
          continue;
        const grants = all.flatMap(part =>
          part.secrets.map(each => (each.target ?? each.name).replace(/^\/run\/secrets\//, "")),
        );
        if (grants.includes(name) || grants.some(each => each.includes("$"))) continue;
        context.report(
          variable.valueSpan,
          `\`${shorten(service.name, 24)}\` is not given the secret \`${shorten(name, 30)}\`, so the file does not exist. List it under the service's \`secrets\`.`,
        );
      }
    }
  },
});
