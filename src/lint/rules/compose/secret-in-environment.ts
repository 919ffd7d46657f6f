import { isCredentialUrl, isSecretName } from "../../../workspace/mask";
import type { ComposeVariable } from "../../../docker/compose/types";
import type { ComposeContext } from "../../compose-context";
import { defineRule } from "../../define-rule";
import type { ReportedFix } from "../../rule";
import type { Span } from "../../../model/place";
import { replace, shorten, suggestion } from "../../query/fixing";
import { isInFlow, scalarAt } from "../../query/compose";
import { innerSpan, isQuoted } from "../../../docker/compose/scalars";

/** Values that stand for a secret and are none. */
function isPlaceholder(value: string): boolean {
  return (
    value === "" ||
    value.includes("$") ||
    /^(?:true|false|yes|no|none|null|required|requested|optional|enabled|disabled|\d{1,3}|<[^>]*>|x{3,}|\*{3,}|\.{3}|[/.]\S*)$/i.test(
      value,
    ) ||
    /change.?(?:me|this)|your[-_ ]|replace|example|placeholder|insert|todo/i.test(value)
  );
}

/** Names of addresses, of which the value tells whether a login is in them: `REDIS_CONNECTION_STRING: redis://redis:6379/0`. */
const ADDRESS = /(?:^|_)(?:UR[LI]S?|DSN|CONN(?:ECTION)?_?STR(?:ING)?|ENDPOINT)$/i;

/** The name of a file that holds the password, as Kafka's images want it: `KAFKA_SSL_KEY_CREDENTIALS: kafka_key_creds`. */
const NAMES_FILE = /_(?:KEY|KEYSTORE|TRUSTSTORE)_CREDENTIALS=.*[_.-](?:creds|credentials)$/i;

function hasSecret({ name, value }: ComposeVariable): boolean {
  if (value === null || isPlaceholder(value)) return false;
  if (name.endsWith("_FILE") || name.endsWith("_PATH") || NAMES_FILE.test(`${name}=${value}`)) return false;
  if (isCredentialUrl(value)) return true;
  return isSecretName(name) && !(ADDRESS.test(name) && /^[a-z][a-z0-9+.-]*:\/\//i.test(value));
}

/** Passwords that every development machine has; they protect nothing, and are no secret worth a warning. */
function isTrivial(value: string, others: ReadonlySet<string>): boolean {
  return (
    /^(?:postgres|postgresql|mysql|mariadb|mongo|redis|rabbitmq|guest|minio(?:admin)?|minio123|root|admin|user|password|passwd|pass|pw|secret|test|testing|build|ci|dev|develop|local|demo|12345\d*)$/i.test(
      value,
    ) || others.has(value)
  );
}

/** `${NAME:?}` in place of the value, where the name is one of a variable and the text can hold braces. */
function readFromFile(
  { text, document }: ComposeContext,
  { name, isList, node }: ComposeVariable,
  span: Span,
): readonly ReportedFix[] {
  const isText = isQuoted(text, node);
  if (!/^[A-Za-z_]\w*$/.test(name) || (isList && !isText && isInFlow(text, document.root, span.start))) return [];
  const reference = `\${${name}:?}`;
  const written = isList || isText ? reference : scalarAt(text, document.root, span.start, reference);
  return [suggestion(`Read ${name} from .env`, replace(span, written))];
}

export const rule = defineRule({
  target: "compose",
  id: "secret-in-environment",
  code: "DD2044",
  severity: "warning",
  mirrors: [],
  what: "A password, key or token written into `environment`.",
  why: "It is in version control for everyone who can read the file, and the same on every machine.",
  todo: "Read it from `.env` with `${NAME}`, or from a file with `secrets:`.",
  bad: "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: «hunter22»\n",
  good: "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}\n",
  check: context => {
    for (const service of context.document.services) {
      for (const variable of service.environment) {
        if (!hasSecret(variable)) continue;
        const isUrl = !isSecretName(variable.name);
        const others = new Set(
          service.environment.flatMap(each => (each.value === null || isSecretName(each.name) ? [] : each.value)),
        );
        const [, user, inUrl = ""] = /(?:\/\/([^:/@]*))?:([^:/@]*)@/.exec(variable.value ?? "") ?? [];
        const password = isUrl ? inUrl : (variable.value ?? "");
        const span = variable.isList ? variable.valueSpan : innerSpan(context.text, variable.node);
        context.report(
          span,
          `\`${shorten(variable.name, 40)}\` ${isUrl ? "holds a password" : "is a secret"} in clear text that everyone with this file can read. Write \`\${${shorten(variable.name, 24)}:?}\`.`,
          {
            ...(isTrivial(password, others) || (isUrl && password === user) ? { severity: "info" as const } : {}),
            fixes: isUrl ? [] : readFromFile(context, variable, span),
          },
        );
      }
    }
  },
});
