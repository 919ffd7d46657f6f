import type { ComposeService } from "../../../docker/compose/types";
import { joinPath, parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import type { ComposeContext } from "../../compose-context";
import { fixOf, removeEntry } from "../../query/compose";
import { shorten } from "../../query/fixing";
import type { ReportedFix } from "../../rule";

export const rule = defineRule({
  target: "compose",
  id: "inheritance-cycle",
  code: "DD2131",
  severity: "error",
  mirrors: [],
  what: "A service that extends itself, directly or through the services that it extends.",
  why: "Compose refuses the project.",
  todo: "Remove one `extends`; what both services share belongs in a third one.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    extends:\n      service: «api»\n  api:\n    image: nginx:1.27\n    extends:\n      service: web\n",
  good: "services:\n  web:\n    image: nginx:1.27\n  api:\n    image: nginx:1.27\n    extends:\n      service: web\n",
  check: context => {
    const { project, document, path } = context;
    for (const service of document.services) {
      const parts = project.services.get(service.name) ?? [];
      const seen = new Set<string>();
      let at = { path, service };
      for (let base = service.extends; base !== null; base = at.service.extends) {
        const file = base.file === null ? at.path : joinPath(parentOf(at.path), base.file.text);
        const name = base.service;
        const key = `${file}\n${name}`;
        if (file === path && name === service.name) {
          const span = service.extends?.serviceSpan ?? service.keySpan;
          context.report(
            span,
            `\`${shorten(service.name, 30)}\` extends itself${seen.size === 0 ? "" : ` through \`${shorten(service.extends?.service ?? "", 30)}\``}, so Compose refuses the project. Remove one \`extends\`.`,
            { fixes: withoutBase(context, service) },
          );
          break;
        }
        // A circle further on is told at the services that form it.
        const next = parts.find(part => part.file.path === file && part.service.name === name)?.service;
        if (seen.has(key) || next === undefined) break;
        seen.add(key);
        at = { path: file, service: next };
      }
    }
  },
});

/** Removes `extends` where the service says itself what it runs. */
function withoutBase({ text }: ComposeContext, service: ComposeService): readonly ReportedFix[] {
  const entry = service.node.kind === "map" ? service.node.entries.find(({ key }) => key === "extends") : undefined;
  if (entry === undefined || (service.image === null && service.build === null)) return [];
  return fixOf("Remove extends", false, removeEntry(text, service.node, entry));
}
