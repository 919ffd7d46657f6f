import { defineRule } from "../../define-rule";
import { hasArgument } from "../../query/commands";
import { shorten } from "../../query/fixing";
import { isDynamic } from "../../query/packages";
import { pipInstall, pipxInstall } from "../../query/pip";

const VERSION_CONTROL = /^(?:git|hg|svn|bzr)(?:\+[a-z-]+)?[:@/]/;

/** True for what names its version, and for local files and folders. */
function isFixed(text: string): boolean {
  if (VERSION_CONTROL.test(text)) {
    // `git+ssh://git@host/path@v1`: the version stands behind the path, not before the host.
    const path = text.slice(text.indexOf("://") + 3);
    return path.slice(path.indexOf("/")).includes("@");
  }
  if (/[=<>]/.test(text)) return true;
  if (text.includes(" @ ")) return true;
  return (
    text.endsWith(".whl") ||
    text.endsWith(".tar.gz") ||
    text.endsWith(".zip") ||
    text.includes("/") ||
    text.startsWith(".")
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-pip-package",
  code: "DD1125",
  severity: "info",
  mirrors: ["DL3013"],
  what: "pip install of a package without a version.",
  why: "The next build may get another version, and with it another behaviour.",
  todo: "Write `package==version`, or install from a requirements file with versions.",
  bad: "FROM python:3.13-slim\nRUN pip install --no-cache-dir «flask»\n",
  good: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask==3.1.0\n",
  check: context => {
    for (const run of context.runs) {
      for (const each of run.commands) {
        const install = pipInstall(each) ?? pipxInstall(each);
        if (install === null) continue;
        const { command, packages } = install;
        const fromFile =
          hasArgument(command, "-r", "--requirement", "-c", "--constraint", ".") ||
          command.arguments.some(word => /^(?:-[rc].|--requirement=|--constraint=)/.test(word.text));
        if (fromFile) continue;
        const open = packages.find(word => !isFixed(word.text) && !isDynamic(word));
        if (open === undefined) continue;
        const name = shorten(open.text, 30);
        context.report(
          open.span,
          `\`${name}\` has no version, so the next build may get another one. Write \`${name}==…\`.`,
        );
      }
    }
  },
});
