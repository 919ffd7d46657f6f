import type { ComposeService } from "../../../docker/compose/types";
import { defineRule } from "../../define-rule";
import { awaitedBy, merged } from "../../query/compose";
import { replace, shorten, suggestion } from "../../query/fixing";
import { knownImage } from "../../query/known-images";
import type { ComposeContext } from "../../compose-context";
import type { KnownImage } from "../../query/known-images";

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
    for (const { service, dependency, target } of awaitedBy(context, "service_completed_successfully")) {
      const waits = `\`${shorten(service.name, 24)}\` waits until \`${shorten(dependency.name, 24)}\` has ended`;
      const restart = merged(context, target.service, each => each.restart);
      if (restart?.text === "always" || restart?.text === "unless-stopped") {
        const isHere = target.service.restart === restart && target.file.path === context.path;
        context.report(
          dependency.conditionSpan,
          `${waits}, but \`restart: ${restart.text}\` starts it again. Write \`restart: "no"\`.`,
          {
            related: [context.placeOf(restart.span, target.file.path)],
            fixes: isHere ? [suggestion('Change to restart: "no"', replace(restart.span, '"no"'))] : [],
          },
        );
        continue;
      }
      const server = serverOf(context, target.service);
      if (server === null) continue;
      context.report(
        dependency.conditionSpan,
        `${waits}, but ${server.product} runs on, so it never starts. Write \`service_healthy\`.`,
        { related: [context.placeOf(target.service.keySpan, target.file.path)] },
      );
    }
  },
});

/** The known image of a service that runs what the image is made for. */
function serverOf(context: ComposeContext, service: ComposeService): KnownImage | null {
  const isChanged = merged(context, service, each => each.command ?? each.entrypoint ?? each.build) !== null;
  return isChanged ? null : knownImage(merged(context, service, each => each.image)?.text);
}
