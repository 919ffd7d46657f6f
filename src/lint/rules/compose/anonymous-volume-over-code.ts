import { defineRule } from "../../define-rule";
import { fixOf, removeLines } from "../../query/compose";
import { shorten } from "../../query/fixing";

/** Folders that a build fills with packages. Caches are meant to be anonymous, and Node finds `node_modules` in no other place. */
const PACKAGES = /\/(?:\.?venv|\.?env|virtualenv|site-packages|__pypackages__|vendor|\.poetry)\/?$/;

export const rule = defineRule({
  target: "compose",
  id: "anonymous-volume-over-code",
  code: "DD2112",
  severity: "info",
  mirrors: [],
  what: "An anonymous volume inside a folder that a bind mount brings.",
  why: "It keeps the content of the first image: packages that a later build installs there stay hidden, as Compose takes the old volume over.",
  todo: "Put the environment outside the mounted folder, such as `/opt/venv`; or start with `docker compose up --renew-anon-volumes`.",
  bad: "services:\n  web:\n    build: .\n    volumes:\n      - .:/app\n      - «/app/.venv»\n",
  good: "services:\n  web:\n    build: .\n    volumes:\n      - .:/app\n",
  check: context => {
    for (const service of context.document.services) {
      for (const mount of service.volumes) {
        const { target } = mount;
        if (mount.type !== "anonymous" || target === null || target.includes("$")) continue;
        const over = service.volumes.find(
          each =>
            each.type === "bind" && each.target !== null && target.startsWith(`${each.target.replace(/\/+$/, "")}/`),
        );
        if (over === undefined || service.build === null || !PACKAGES.test(target)) continue;
        context.report(
          mount.targetSpan,
          `\`${shorten(target, 40)}\` keeps what the first image had, so later builds do not show there. Put it outside \`${shorten(over.target ?? "", 24)}\`.`,
          {
            related: [context.placeOf(over.span)],
            fixes: mount.isShort ? fixOf("Remove the Volume", false, removeLines(context.text, mount.span)) : [],
          },
        );
      }
    }
  },
});
