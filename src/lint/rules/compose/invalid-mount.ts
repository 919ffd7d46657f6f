import { defineRule } from "../../define-rule";
import { shorten, withoutUser } from "../../query/fixing";

const OPTIONS: ReadonlySet<string> = new Set([
  "ro",
  "rw",
  "z",
  "Z",
  "cached",
  "delegated",
  "consistent",
  "nocopy",
  "copy",
  "private",
  "rprivate",
  "shared",
  "rshared",
  "slave",
  "rslave",
  "U",
]);

export const rule = defineRule({
  target: "compose",
  id: "invalid-mount",
  code: "DD2110",
  severity: "error",
  mirrors: [],
  what: "A volume that Compose cannot read, or whose path in the container is not absolute.",
  why: "Compose or the engine refuses the service.",
  todo: "Write `SOURCE:/path/in/container[:ro]`.",
  bad: "services:\n  web:\n    image: shop:1\n    volumes:\n      - ./src:«app/src»\n",
  good: "services:\n  web:\n    image: shop:1\n    volumes:\n      - ./src:/app/src\n",
  check: context => {
    for (const service of context.document.services) {
      for (const mount of service.volumes) {
        const { target } = mount;
        if (mount.problem !== null) {
          context.report(mount.span, `This is no volume: ${mount.problem}. Write \`SOURCE:/path\`.`);
          continue;
        }
        if (target === null && !mount.isShort) {
          context.report(
            mount.span,
            "This volume has no `target`, so Compose refuses the service. Add the path in the container.",
          );
          continue;
        }
        if (target === null || target.includes("$") || /^\/|^[A-Za-z]:[\\/]|^\\\\/.test(target)) {
          const unknown = mount.options.find(
            option => !OPTIONS.has(option) && !option.includes("$") && !option.includes("="),
          );
          if (unknown !== undefined && mount.isShort && target?.includes("$") === false) {
            context.report(
              mount.span,
              `\`${shorten(withoutUser(unknown), 30)}\` is no option of a volume. Write \`ro\`, or remove it.`,
              // Newer engines know further options, and ignore those that they do not know.
              { severity: "warning" },
            );
          }
          continue;
        }
        if (mount.type === "npipe" || mount.type === "cluster") continue;
        context.report(
          mount.targetSpan,
          `\`${shorten(target, 40)}\` is no absolute path in the container, so the engine refuses it. Begin it with \`/\`.`,
        );
      }
    }
  },
});
