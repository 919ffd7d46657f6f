import { defineRule } from "../../define-rule";
import { replace, safeFix, shorten } from "../../query/fixing";
import { exposedPorts } from "../../query/ports";

export const rule = defineRule({
  target: "dockerfile",
  id: "host-port-in-expose",
  code: "DD1069",
  severity: "warning",
  mirrors: ["ExposeInvalidFormat"],
  what: "EXPOSE with an address or a host port.",
  why: "EXPOSE publishes nothing, so that part is ignored; builders have announced to stop at it.",
  todo: "Write the container's port alone and publish it with `docker run -p` or in Compose.",
  bad: "FROM python:3.13-slim\nEXPOSE «8080:80»\n",
  good: "FROM python:3.13-slim\nEXPOSE 80\n",
  check: context => {
    for (const { published, word, first, text } of exposedPorts(context)) {
      if (published === "" || first === null) continue;
      const own = text.slice(published.length + 1);
      context.report(
        word.span,
        `\`${shorten(published, 30)}\` is ignored, since EXPOSE publishes nothing. Write \`${shorten(own, 20)}\`.`,
        {
          fixes: [safeFix(`Change to ${own}`, replace(word.span, own))],
        },
      );
    }
  },
});
