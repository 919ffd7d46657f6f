import { defineRule } from "../../define-rule";
import { insert, shorten, suggestion } from "../../query/fixing";
import { durationProblem, knownFlags, type FlagType } from "../../query/flags";

/** What is wrong with a flag's value, with the span to mark. */
interface WrongValue {
  readonly mirror: string;
  readonly message: string;
  readonly onName?: boolean;
  /** Where the build takes it, though not as one would read it. */
  readonly severity?: "warning" | "hint";
}

function wrongRetries(value: string): WrongValue | null {
  if (!/^[-+]?\d/.test(value) || value.includes(".")) {
    return {
      mirror: "INVALID_SYNTAX",
      message: `\`${shorten(value)}\` is no whole number, so the build stops here. Write a number such as \`3\`.`,
    };
  }
  const count = Number.parseInt(value, 10);
  if (count > 0) return null;
  return count === 0
    ? {
        mirror: "FLAG_AT_LEAST_ONE",
        message:
          "`--retries=0` counts as not given, so three failures in a row decide. Write the number that is meant.",
        severity: "warning",
      }
    : {
        mirror: "FLAG_AT_LEAST_ONE",
        message: `\`--retries\` is ${shorten(value)}, so the build stops here. Write a number such as \`3\`.`,
      };
}

function wrongDuration(name: string, value: string): WrongValue | null {
  const problem = durationProblem(value);
  if (problem === null) return null;
  const text = shorten(value, 30);
  switch (problem) {
    case "FLAG_LESS_THAN_1MS":
      if (!/[1-9]/.test(value))
        return {
          mirror: problem,
          message:
            name === "start-period"
              ? `\`--${name}=${text}\` is what holds without it. It may be left out.`
              : `\`--${name}=${text}\` counts as not given, so the default holds. Write the time that is meant.`,
          onName: true,
          severity: name === "start-period" ? "hint" : "warning",
        };
      return {
        mirror: problem,
        message: `\`--${name}\` is below 1 ms, so the build stops here. Write a time such as \`30s\`.`,
        onName: true,
      };
    case "FLAG_UNKNOWN_UNIT":
      return {
        mirror: problem,
        message: `\`${text}\` has an unknown unit, so the build stops here. Write \`s\`, \`m\`, \`h\` or \`ms\`.`,
      };
    case "FLAG_MISSING_DURATION":
      return {
        mirror: problem,
        message: `\`${text}\` has no unit, so the build stops here. Write a time such as \`30s\`.`,
      };
    default:
      return {
        mirror: problem,
        message: `\`${text}\` is no time, so the build stops here. Write a time such as \`30s\`.`,
      };
  }
}

function wrongValue(type: FlagType, name: string, value: string): WrongValue | null {
  switch (type) {
    case "boolean":
      return value === "" || /^(?:true|false)$/i.test(value)
        ? null
        : {
            mirror: "FLAG_EXPECTED_BOOLEAN_VALUE",
            message: `\`--${name}\` is \`true\` or \`false\`, so the build stops at this value. Write one of them.`,
          };
    case "duration":
      return value === "" ? null : wrongDuration(name, value);
    case "count":
      return value === "" ? null : wrongRetries(value);
    case "stage":
      return /^[a-zA-Z0-9$]/.test(value)
        ? null
        : {
            mirror: "FLAG_INVALID_FROM_VALUE",
            message: "`--from` names no stage or image. Write a stage's name.",
            onName: value === "",
          };
    case "mode":
      // Letters as in `u+x` are for newer builders.
      return !/^\d+$/.test(value) || /^0{0,9}[0-7]{1,4}$/.test(value)
        ? null
        : unread(`\`${shorten(value, 24)}\` is no octal number up to 7777`, "Write a mode such as `755`.");
    case "checksum":
      return /^sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})$|^[0-9a-f]{7,64}$/.test(value)
        ? null
        : unread(`\`${shorten(value, 24)}\` is no checksum`, "Write `sha256:` and its 64 digits.");
    case "network":
      return /^(?:default|none|host)$/.test(value)
        ? null
        : unread(`RUN has no network \`${shorten(value, 24)}\``, "Write `none`, `host` or `default`.");
    default:
      return null;
  }
}

function unread(what: string, todo: string): WrongValue {
  return { mirror: "INVALID_SYNTAX", message: `${what}, so the build stops here. ${todo}` };
}

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-flag-value",
  code: "DD1008",
  severity: "error",
  mirrors: [
    "FLAG_AT_LEAST_ONE",
    "FLAG_EXPECTED_BOOLEAN_VALUE",
    "FLAG_INVALID_LINK_VALUE",
    "FLAG_INVALID_DURATION",
    "FLAG_INVALID_FROM_VALUE",
    "FLAG_LESS_THAN_1MS",
    "FLAG_MISSING_DURATION",
    "FLAG_UNKNOWN_UNIT",
    "INVALID_SYNTAX",
  ],
  what: "A flag's value has the wrong form.",
  why: "The build stops before its first step.",
  todo: "Write a time with its unit (`30s`), a whole number, `true` or `false`, or a stage's name, as the flag needs it.",
  bad: 'FROM python:3.13-slim\nHEALTHCHECK --interval=«30» CMD ["python", "check.py"]\n',
  good: 'FROM python:3.13-slim\nHEALTHCHECK --interval=30s CMD ["python", "check.py"]\n',
  check: context => {
    for (const instruction of context.instructions) {
      const table = knownFlags(instruction);
      if (table === null) continue;
      for (const flag of instruction.flags) {
        const known = table.get(flag.name);
        if (known === undefined || flag.value === null || flag.valueSpan === null || flag.value.includes("$")) continue;
        const wrong = wrongValue(known.type, flag.name, flag.value);
        if (wrong === null) continue;
        const isSeconds = wrong.mirror === "FLAG_MISSING_DURATION" && /^\d+$/.test(flag.value);
        const span = flag.valueSpan;
        context.report(wrong.onName === true ? flag.nameSpan : span, wrong.message, {
          mirrors: [wrong.mirror],
          // An empty name counts as none, so the files come from the build context instead.
          ...(known.type === "stage" && flag.value === ""
            ? { severity: "warning" as const }
            : wrong.severity === undefined
              ? {}
              : { severity: wrong.severity }),
          fixes: isSeconds ? [suggestion(`Change to ${flag.value}s`, insert(span.end, "s"))] : [],
        });
      }
    }
  },
});
