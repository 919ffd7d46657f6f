import { innerSpan, isPlain } from "../../../docker/compose/scalars";
import type { JsonType } from "../../../docker/compose/validate";
import { asText } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { quoted } from "../../query/compose";
import { visitKeys } from "../../query/compose-scalars";
import { schemaProblems } from "../../query/compose-schema";
import { replace, safeFix, shorten } from "../../query/fixing";

const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    object: "a map",
    array: "a list",
    string: "a text",
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
    null: "nothing",
  }),
);

function words(types: readonly string[]): string {
  const named = types.filter(type => type !== "null").map(type => WORDS.get(type) ?? type);
  const last = named.pop() ?? "nothing";
  return named.length === 0 ? last : `${named.join(", ")} or ${last}`;
}

function foundWord(found: JsonType): string {
  return found === "null" ? "nothing" : (WORDS.get(found) ?? found);
}

/** Plain texts that YAML 1.2 reads as a number, a switch or nothing. */
const NO_TEXT =
  /^(?:[-+]?(?:\d{1,40}|\d{0,40}\.\d{1,40}|\d{1,40}\.)(?:[eE][-+]?\d{1,3})?|0x[0-9a-fA-F]{1,16}|0o[0-7]{1,22}|true|True|TRUE|false|False|FALSE|null|Null|NULL|~)$/;

export const rule = defineRule({
  target: "compose",
  id: "wrong-type",
  code: "DD2005",
  severity: "error",
  mirrors: [],
  what: "A value of a type that the Compose specification does not allow here.",
  why: "Compose refuses the file.",
  todo: "Write the value as a text, list or map as the message says; numbers and booleans that mean a text need quotes.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    user: «1000»\n",
  good: 'services:\n  web:\n    image: nginx:1.27\n    user: "1000"\n',
  check: context => {
    const told = new Set<number>();
    if (context.document.problems.length === 0) {
      visitKeys(context.document.root, ({ keySpan }) => {
        const written = context.text.slice(keySpan.start, keySpan.end);
        // A merge key takes the same keys over to several maps.
        if (!NO_TEXT.test(written) || told.has(keySpan.start)) return;
        told.add(keySpan.start);
        context.report(
          keySpan,
          `The name \`${shorten(written, 30)}\` is read as no text, so Compose refuses the file. Put it in quotes.`,
          { fixes: [safeFix("Put It in Quotes", replace(keySpan, quoted(written)))] },
        );
      });
    }
    for (const { path, span, found, expected, value } of schemaProblems(context.document, "wrong-type")) {
      const name = path.at(-1) ?? "the file";
      const scalar = asText(value);
      const needsQuotes = expected.includes("string") && scalar !== undefined && isPlain(context.text, value);
      context.report(
        span,
        needsQuotes
          ? `\`${shorten(scalar, 30)}\` is read as ${foundWord(found)}, and \`${shorten(name, 30)}\` wants ${words(expected)}. Put it in quotes.`
          : `\`${shorten(name, 30)}\` holds ${foundWord(found)}, so Compose refuses the file. Write ${words(expected)}.`,
        {
          fixes: needsQuotes
            ? [safeFix("Put It in Quotes", replace(innerSpan(context.text, value), quoted(scalar)))]
            : [],
        },
      );
    }
  },
});
