import { defineRule } from "../../define-rule";
import { replace, safeFix, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

const QUOTING = /["'\\]/;

/** `value` as the right side of `name=value`, null where its quotes make that uncertain. */
function rightSide(value: string): string | null {
  if (!/[\s"'\\]/.test(value)) return value;
  if (/^"(?:[^"\\]|\\.)*"$/.test(value) || /^'[^']*'$/.test(value)) return value;
  return QUOTING.test(value) ? null : `"${value}"`;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "legacy-key-value",
  code: "DD1024",
  severity: "warning",
  mirrors: ["LegacyKeyValueFormat"],
  what: "ENV or LABEL with a blank between name and value.",
  why: "This form is legacy: it takes the rest of the line as the value, so a second pair on it is silently swallowed.",
  todo: "Write `name=value`.",
  bad: "FROM python:3.13-slim\nENV «MODE production»\n",
  good: "FROM python:3.13-slim\nENV MODE=production\n",
  check: context => {
    for (const instruction of instructionsOf(context, "ENV", "LABEL")) {
      const pair = instruction.pairs[0];
      if (!instruction.legacy || pair === undefined || pair.value === null) continue;
      // A quote in the name is text in this form and would open a quotation in the other.
      const isCertain = instruction.body.starts.length === 1 && !QUOTING.test(pair.key.raw);
      const value = isCertain ? rightSide(pair.value.raw) : null;
      // `NAME = value`: the sign is part of the value, which nobody means.
      const meant = instruction.kind === "ENV" ? /^=\s*(\S[^]*)$/.exec(pair.value.raw)?.[1] : undefined;
      if (meant !== undefined) {
        const right = isCertain ? rightSide(meant) : null;
        context.report(
          pair.span,
          `A blank stands before \`=\`, so the value is \`=\` and all that follows. Write \`${shorten(pair.key.raw, 30)}=…\` without blanks.`,
          {
            fixes:
              right === null ? [] : [suggestion("Remove the Blanks", replace(pair.span, `${pair.key.raw}=${right}`))],
          },
        );
        continue;
      }
      const name = shorten(pair.key.raw, 30);
      context.report(
        pair.span,
        `Without \`=\` the rest of the line is the value, also a second pair. Write \`${name}=…\`.`,
        {
          fixes: value === null ? [] : [safeFix("Write name=value", replace(pair.span, `${pair.key.raw}=${value}`))],
        },
      );
    }
  },
});
