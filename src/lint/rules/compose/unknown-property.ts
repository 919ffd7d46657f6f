import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { schemaProblems } from "../../query/compose-schema";

export const rule = defineRule({
  target: "compose",
  id: "unknown-property",
  code: "DD2003",
  severity: "error",
  mirrors: [],
  what: "A property that the Compose specification does not know at this place.",
  why: "Compose refuses the file.",
  todo: "Correct the spelling or the indentation; properties of one's own begin with `x-`.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    «port»:\n      - 80:80\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    ports:\n      - 80:80\n",
  check: context => {
    const isLegacy = entry(context.document.root, "services") === undefined;
    for (const { key, path, span, known, value } of schemaProblems(context.document, "unknown-property")) {
      const name = shorten(key, 30);
      const isService = path.length === 0 && (entry(value, "image") ?? entry(value, "build")) !== undefined;
      if (isService) {
        const message = isLegacy
          ? `\`${name}\` stands outside \`services\`, as in files of version 1, so Compose refuses it. Move it under \`services:\`.`
          : `\`${name}\` is a service outside \`services\`, so Compose refuses the file. Indent it under \`services:\`.`;
        context.report(span, message);
        continue;
      }
      const hint = nearest(key, known);
      const place = path.length === 0 ? "at the top level" : `in \`${shorten(path.join("."), 40)}\``;
      const offset = context.text.slice(span.start, span.end).indexOf(key);
      const written = offset === -1 ? span : { start: span.start + offset, end: span.start + offset + key.length };
      // Of an entry of `include` Compose reads what it knows, and says nothing of the rest.
      const outcome = path[0] === "include" ? "leaves it out" : "refuses the file";
      context.report(
        span,
        `Compose knows no \`${name}\` ${place} and ${outcome}. ${hint === null ? "Remove it, or check its indentation." : `Write \`${hint}\`.`}`,
        { fixes: hint === null ? [] : [suggestion(`Change to ${hint}`, replace(written, hint))] },
      );
    }
  },
});
