import { defineRule } from "../../define-rule";
import { isHidden, partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "inactive-dependency",
  code: "DD2018",
  severity: "warning",
  mirrors: [],
  what: "A service depends on one whose profile is not on whenever it starts.",
  why: "Compose refuses to start the one while the profile of the other is off.",
  todo: "Give both the same profile, or write `required: false` for the dependency.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [«db»]\n  db:\n    image: postgres:17\n    profiles: [data]\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [db]\n  db:\n    image: postgres:17\n",
  check: context => {
    const active =
      context.project.variables
        ?.get("COMPOSE_PROFILES")
        ?.split(",")
        .map(each => each.trim()) ?? [];
    for (const service of context.document.services) {
      if (isHidden(context, service)) continue;
      const own = partsOf(context, service).flatMap(part => part.service.profiles.map(each => each.text));
      for (const dependency of service.dependsOn) {
        if (!dependency.isRequired) continue;
        const parts = context.project.services.get(dependency.name) ?? [];
        const profiles = parts.flatMap(part => part.service.profiles);
        if (profiles.length === 0 || profiles.some(each => each.text.includes("$") || active.includes(each.text)))
          continue;
        // With a profile of its own the service starts only when that is on; it is enough that the dependency has it too.
        const isCovered = own.length > 0 && own.every(name => profiles.some(each => each.text === name));
        if (isCovered || active.includes("*")) continue;
        const part = parts.at(-1);
        const first = profiles[0];
        context.report(
          dependency.span,
          `\`${shorten(service.name, 24)}\` needs \`${shorten(dependency.name, 24)}\`, which is off without profile \`${shorten(first?.text ?? "", 20)}\`. Give both the same profiles.`,
          part === undefined || first === undefined ? {} : { related: [context.placeOf(first.span, part.file.path)] },
        );
      }
    }
  },
});
