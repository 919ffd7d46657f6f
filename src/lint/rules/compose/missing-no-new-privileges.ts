import { asText, at, items } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { addEntry, fixOf, isHidden, partsOf } from "../../query/compose";
import { replace, shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "missing-no-new-privileges",
  code: "DD2049",
  severity: "info",
  enabled: false,
  mirrors: [],
  what: "A service without `no-new-privileges`.",
  why: "A program with the setuid bit makes an ordinary user root in the container.",
  todo: "Write `security_opt: [no-new-privileges:true]`.",
  bad: "services:\n  «web»:\n    image: shop:1\n",
  good: "services:\n  web:\n    image: shop:1\n    security_opt: [no-new-privileges:true]\n",
  check: context => {
    for (const service of context.document.services) {
      if (isHidden(context, service)) continue;
      const options = partsOf(context, service).flatMap(({ service: part }) => at(part.node, "security_opt") ?? []);
      const entries = options.flatMap(items);
      const off = entries.find(item => /^no-new-privileges[:=]\s*false$/i.test(asText(item) ?? ""));
      if (off === undefined && entries.some(item => /^no-new-privileges|\$/i.test(asText(item) ?? "$"))) continue;
      if (off !== undefined) {
        context.report(
          off.span,
          `\`${shorten(service.name, 30)}\` may gain rights through setuid programs. Write \`no-new-privileges:true\`.`,
          { fixes: fixOf("Change to true", false, replace(off.span, "no-new-privileges:true")) },
        );
        continue;
      }
      context.report(
        service.keySpan,
        `\`${shorten(service.name, 30)}\` may gain rights through setuid programs. Write \`security_opt: [no-new-privileges:true]\`.`,
        {
          // Beside other options it is an item of their list, which is the author's to write.
          fixes:
            options.length > 0
              ? []
              : fixOf(
                  "Add no-new-privileges",
                  false,
                  addEntry(context.text, service.node, ["security_opt: [no-new-privileges:true]"]),
                ),
        },
      );
    }
  },
});
