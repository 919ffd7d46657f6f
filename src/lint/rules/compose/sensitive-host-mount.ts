import { defineRule } from "../../define-rule";
import { fixOf } from "../../query/compose";
import { insert, shorten } from "../../query/fixing";

/** Folders whose content decides what the host does. `exact` ones count alone, not what lies in them. */
const FOLDERS: readonly string[] = [
  "/bin",
  "/boot",
  "/etc",
  "/lib",
  "/lib64",
  "/root",
  "/sbin",
  "/usr",
  "/var/lib/docker",
];
const EXACT: readonly string[] = ["/", "/dev", "/home", "/proc", "/run", "/sys", "/var", "/var/run"];
/** Files that hold nothing but a setting that containers share with the host. */
const HARMLESS: readonly string[] = ["/etc/localtime", "/etc/timezone", "/etc/hosts", "/etc/resolv.conf"];

export const rule = defineRule({
  target: "compose",
  id: "sensitive-host-mount",
  code: "DD2043",
  severity: "warning",
  mirrors: [],
  what: "A system folder of the host mounted for writing.",
  why: "The container may change what the host runs, so it is root there.",
  todo: "Mount the one file or folder that is needed, with `:ro`.",
  bad: "services:\n  web:\n    image: shop:1\n    volumes:\n      - «/etc»:/host/etc\n",
  good: "services:\n  web:\n    image: shop:1\n    volumes:\n      - /etc:/host/etc:ro\n",
  check: context => {
    for (const service of context.document.services) {
      for (const mount of service.volumes) {
        if (mount.type !== "bind" || mount.source === null || mount.readOnly) continue;
        const path = mount.source.length > 1 ? mount.source.replace(/\/+$/, "") : mount.source;
        if (HARMLESS.includes(path) || path.includes("$")) continue;
        const isBelow = path.startsWith("/etc/") || path.startsWith("/boot/") || path.startsWith("/root/");
        if (!EXACT.includes(path) && !FOLDERS.includes(path) && !(isBelow && isSystem(path))) continue;
        const canFix =
          mount.isShort &&
          mount.options.length === 0 &&
          context.text.slice(mount.targetSpan.start, mount.targetSpan.end) === mount.target;
        context.report(
          mount.sourceSpan,
          `\`${shorten(service.name, 24)}\` may write to \`${shorten(path, 30)}\` of the host, so it can take the host over. Mount it with \`:ro\`, or less of it.`,
          { fixes: canFix ? fixOf("Mount Read-Only", false, insert(mount.targetSpan.end, ":ro")) : [] },
        );
      }
    }
  },
});

/** Accounts, keys and start-up files below `/etc` and `/root`; other programs' own folders there are their own. */
function isSystem(path: string): boolean {
  return /^\/(?:etc\/(?:passwd|shadow|group|sudoers|sudoers\.d|ssh|systemd|cron\.?\w*|init\.d|pam\.d)|root\/\.ssh|boot)(?:\/|$)/.test(
    path,
  );
}
