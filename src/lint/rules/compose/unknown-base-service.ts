import { joinPath, parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unknown-base-service",
  code: "DD2015",
  severity: "error",
  mirrors: [],
  what: "`extends` names a service or a file that does not exist.",
  why: "Compose refuses the project.",
  todo: "Correct the name of the service, or the path of its file.",
  bad: "services:\n  base:\n    image: nginx:1.27\n  web:\n    extends:\n      service: «bse»\n",
  good: "services:\n  base:\n    image: nginx:1.27\n  web:\n    extends:\n      service: base\n",
  check: context => {
    const { project, document } = context;
    if (document.problems.length > 0) return;
    for (const service of document.services) {
      const base = service.extends;
      if (base === null || base.service.includes("$")) continue;
      const path = base.file === null ? context.path : joinPath(parentOf(context.path), base.file.text);
      if (base.file !== null && project.missing.has(path)) {
        context.report(
          base.file.span,
          `\`${shorten(base.file.text, 40)}\` does not exist, so Compose refuses the project. Correct the path.`,
        );
        continue;
      }
      if (base.file !== null && path !== context.path) {
        const others = project.otherBases.get(service.name);
        if (others === undefined || others.includes(base.service)) continue;
        reportUnknown(
          context,
          { name: base.service, span: base.serviceSpan },
          others,
          hint =>
            `\`${shorten(service.name, 30)}\` extends \`${shorten(base.service, 30)}\`, which \`${shorten(path, 40)}\` does not define. ${hint === null ? "Correct the name." : `Write \`${hint}\`.`}`,
        );
        continue;
      }
      const known = document.services.map(each => each.name);
      if (known.includes(base.service)) continue;
      const isOverlay = project.files.length > 1 && project.services.has(base.service);
      if (isOverlay || (!project.isComplete && base.file === null)) continue;
      reportUnknown(
        context,
        { name: base.service, span: base.serviceSpan },
        known.filter(each => each !== service.name),
        hint =>
          `\`${shorten(service.name, 30)}\` extends \`${shorten(base.service, 30)}\`, which this file does not define. ${hint === null ? "Define it, or name its `file`." : `Write \`${hint}\`.`}`,
      );
    }
  },
});
