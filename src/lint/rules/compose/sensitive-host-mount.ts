import { asText, at } from "../../../workspace/data-node";
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
        const path = cleaned(mount.source);
        if (!isSensitive(path)) continue;
        // The engine's socket takes commands from a folder that is read-only, too.
        const canFix =
          !/^(?:\/var)?\/run$/.test(path) &&
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
    for (const volume of context.document.volumes) {
      const device = at(volume.node, "driver_opts", "device");
      const options = asText(at(volume.node, "driver_opts", "o"))?.split(",") ?? [];
      const path = cleaned(asText(device) ?? "");
      if (device === undefined || !options.some(each => each === "bind" || each === "rbind")) continue;
      if (options.includes("ro") || !isSensitive(path)) continue;
      context.report(
        device.span,
        `Services with the volume \`${shorten(volume.name, 24)}\` may write to \`${shorten(path, 30)}\` of the host, so they can take the host over. Bind it with \`ro\`, or less of it.`,
      );
    }
  },
});

function cleaned(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, "") : path;
}

function isSensitive(path: string): boolean {
  if (HARMLESS.includes(path) || path.includes("$")) return false;
  return EXACT.includes(path) || FOLDERS.includes(path) || isSystem(path);
}

/** Accounts, keys and start-up files below `/etc` and `/root`; other programs' own folders there are their own. */
function isSystem(path: string): boolean {
  return /^\/(?:etc\/(?:passwd|shadow|group|sudoers|sudoers\.d|ssh|systemd|cron\.?\w*|init\.d|pam\.d)|root\/\.ssh|boot)(?:\/|$)/.test(
    path,
  );
}
