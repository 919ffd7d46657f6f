import { defineRule } from "../../define-rule";
import { isHidden, merged } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";

export const rule = defineRule({
  target: "compose",
  id: "completed-without-end",
  code: "DD2020",
  severity: "error",
  mirrors: [],
  what: "`condition: service_completed_successfully` for a service that never ends.",
  why: "The waiting service does not start.",
  todo: 'Give the awaited service `restart: "no"`, or wait with another condition.',
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      migrate:\n        condition: «service_completed_successfully»\n  migrate:\n    image: shop:1\n    restart: always\n",
  good: 'services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      migrate:\n        condition: service_completed_successfully\n  migrate:\n    image: shop:1\n    restart: "no"\n',
  check: context => {
    for (const service of context.document.services) {
      for (const dependency of service.dependsOn) {
        if (dependency.condition !== "service_completed_successfully") continue;
        const parts = context.project.services.get(dependency.name);
        const target = parts?.at(-1);
        if (target === undefined || isHidden(context, target.service)) continue;
        const restart = merged(context, target.service, each => each.restart);
        const isRestarted = restart?.text === "always" || restart?.text === "unless-stopped";
        const image = knownImage(merged(context, target.service, each => each.image)?.text);
        const runsOther =
          merged(context, target.service, each => each.command) !== null ||
          merged(context, target.service, each => each.entrypoint) !== null ||
          merged(context, target.service, each => each.build) !== null;
        const isServer = image !== null && !runsOther;
        if (!isRestarted && !isServer) continue;
        const name = shorten(dependency.name, 24);
        const isHere = restart !== null && target.service.restart === restart && target.file.path === context.path;
        context.report(
          dependency.conditionSpan,
          isRestarted
            ? `\`${shorten(service.name, 24)}\` waits until \`${name}\` has ended, but \`restart: ${restart.text}\` starts it again. Write \`restart: "no"\`.`
            : `\`${shorten(service.name, 24)}\` waits until \`${name}\` has ended, but ${image?.product ?? ""} runs on, so it never starts. Write \`service_healthy\`.`,
          {
            related: [context.placeOf(isRestarted ? restart.span : target.service.keySpan, target.file.path)],
            fixes:
              isRestarted && isHere
                ? [{ title: 'Change to restart: "no"', safe: false, edits: [{ span: restart.span, text: '"no"' }] }]
                : [],
          },
        );
      }
    }
  },
});
