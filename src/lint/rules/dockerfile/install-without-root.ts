import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { isCertain, isRootName, userAt, userName, userText } from "../../query/known-runs";
import { nameSpan } from "../../query/commands";

const MANAGERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["apt", ["install", "update", "upgrade", "remove", "purge"]],
  ["apt-get", ["install", "update", "upgrade", "remove", "purge", "dist-upgrade"]],
  ["apk", ["add", "update", "upgrade", "del"]],
  ["dnf", ["install", "update", "upgrade", "remove"]],
  ["microdnf", ["install", "update", "remove"]],
  ["yum", ["install", "update", "remove"]],
]);

export const rule = defineRule({
  target: "dockerfile",
  id: "install-without-root",
  code: "DD1171",
  severity: "error",
  mirrors: [],
  what: "A package of the system is installed behind a USER that is not root.",
  why: "The package manager may not write there, so the build stops.",
  todo: "Install before USER, or switch to root for this step and back.",
  bad: "FROM python:3.13-slim\nRUN useradd app\nUSER app\nRUN «apt-get» update && apt-get install -y --no-install-recommends curl\n",
  good: "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\nRUN useradd app\nUSER app\n",
  check: context => {
    for (const run of context.runs) {
      const commands = run.commands.filter(({ name, arguments: words }) =>
        MANAGERS.get(name ?? "")?.some(verb => words.some(word => word.text === verb)),
      );
      if (commands.length === 0 || run.stage === null) continue;
      const user = userName(userText(userAt(run.stage, run.instruction.index)));
      if (user === null || isRootName(user)) continue;
      const command = commands.find(each => isCertain(context, run, each));
      if (command === undefined) continue;
      context.report(
        nameSpan(command),
        `This step runs as \`${shorten(user, 30)}\`, who may not install packages, so the build stops. Move it before \`USER\`.`,
      );
    }
  },
});
