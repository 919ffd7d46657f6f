import { at } from "../../../workspace/data-node";
import { compareText } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { firstOutOfOrder, ownKeys, reorderKeys, type OwnKey } from "../../query/compose-order";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unordered-services",
  code: "DD2121",
  severity: "hint",
  enabled: false,
  mirrors: ["services-alphabetical-order"],
  what: "Services that are not in alphabetical order.",
  why: "In a long file one searches for them.",
  todo: "Order them by name.",
  bad: "services:\n  web:\n    image: nginx:1.27\n  «db»:\n    image: postgres:17\n",
  good: "services:\n  db:\n    image: postgres:17\n  web:\n    image: nginx:1.27\n",
  check: context => {
    const keys = ownKeys(at(context.document.root, "services"));
    const byName = (left: OwnKey, right: OwnKey): number => compareText(left.text, right.text);
    const found = firstOutOfOrder(keys, byName);
    if (found === null) return;
    context.report(
      found.item.span,
      `\`${shorten(found.item.text, 30)}\` stands behind \`${shorten(found.before.text, 30)}\`. Put it before, by the alphabet.`,
      { fixes: reorderKeys(context, "Sort the Services", keys, byName) },
    );
  },
});
