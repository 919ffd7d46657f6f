import { defineRule } from "../../define-rule";
import { commandsNamed, operands } from "../../query/commands";
import { shorten } from "../../query/fixing";
import { isDynamic } from "../../query/packages";

/** True for a version or tag, a commit, and for local files and folders. */
function isFixed(text: string): boolean {
  if (/^git(?:\+(?:ssh|https?))?:\/\//.test(text)) return text.includes("#");
  if (/\.(?:tar|tar\.gz|tgz)$/.test(text) || /^(?:\/|\.\/|\.\.\/|~\/)/.test(text) || text === ".") return true;
  return text.replace(/^@[^/]*\//, "").includes("@");
}

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-npm-package",
  code: "DD1126",
  severity: "info",
  mirrors: ["DL3016"],
  what: "npm install of a package without a version.",
  why: "The next build may get another version, and with it another behaviour.",
  todo: "Write `package@version`, or use a lock file with `npm ci`.",
  bad: "FROM node:22\nRUN npm install -g «serve»\n",
  good: "FROM node:22\nRUN npm install -g serve@14.2.4\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "npm")) {
        const [verb, ...packages] = operands(command, ["loglevel", "registry", "prefix", "cache", "userconfig"]);
        if (verb === undefined || !["install", "i", "add"].includes(verb.text)) continue;
        const open = packages.find(word => !isFixed(word.text) && !isDynamic(word));
        if (open === undefined) continue;
        const name = shorten(open.text, 30);
        context.report(
          open.span,
          `\`${name}\` has no version, so the next build may get another one. Write \`${name}@…\`.`,
          {
            mirrors: verb.text === "install" ? ["DL3016"] : [],
          },
        );
      }
    }
  },
});
