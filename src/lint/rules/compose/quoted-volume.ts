import { asText, at, items } from "../../../workspace/data-node";
import { isQuoted } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "quoted-volume",
  code: "DD2126",
  severity: "hint",
  enabled: false,
  mirrors: ["no-quotes-in-volumes"],
  what: "Quotes around a volume that needs none.",
  why: "Some teams write volumes plain.",
  todo: "Remove the quotes.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - «"./site:/site"»\n',
  good: "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./site:/site\n",
  check: context => {
    for (const service of context.document.services) {
      for (const item of items(at(service.node, "volumes"))) {
        const text = asText(item);
        if (
          text === undefined ||
          !isQuoted(context.text, item) ||
          !/^(?:[./~\w][\w./~${}:-]*:\/[\w./~${}:-]*|[./]*\/[\w./-]*|[a-zA-Z][\w.-]*)$/.test(text) ||
          (isFlow(context.text, item.span.start) && /[{}]/.test(text)) ||
          /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
        )
          continue;
        context.report(item.span, "A volume needs no quotes. Write it plain.", {
          fixes: [safeFix("Remove the Quotes", replace(item.span, text))],
        });
      }
    }
  },
});

/** Whether a list is written in one line with brackets, where a brace would end or begin something. */
function isFlow(text: string, start: number): boolean {
  return !/^[ \t]*-[ \t]+$/.test(text.slice(text.lastIndexOf("\n", start - 1) + 1, start));
}
