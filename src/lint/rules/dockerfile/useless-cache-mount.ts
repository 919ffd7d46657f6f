import { mountsOf } from "../../../docker/dockerfile/mounts";
import type { Mount } from "../../../docker/dockerfile/mounts";
import { scopeAt } from "../../../docker/dockerfile/expand";
import type { DockerfileContext, RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { hasFlag } from "../../query/commands";
import { removeWithBlanks, shorten, suggestion } from "../../query/fixing";
import { isRootName, userAt, userName, userText } from "../../query/known-runs";

/** Installers with the end of their cache's path, the option and the variable that switch it off. */
const CACHES = [
  {
    tool: "pip",
    names: /^(?:pip|python)[\d.]*$/,
    path: /\/\.cache\/pip\/?$/,
    option: "no-cache-dir",
    variable: "PIP_NO_CACHE_DIR",
  },
  { tool: "uv", names: /^uv$/, path: /\/\.cache\/uv\/?$/, option: "no-cache", variable: "UV_NO_CACHE" },
] as const;

function isOn(value: string | null | undefined): boolean {
  return value != null && /^(?:1|true|yes|on)$/i.test(value);
}

function reportOff(context: DockerfileContext, run: RunStep, mount: Mount): boolean {
  const cache = CACHES.find(each => each.path.test(mount.target ?? ""));
  if (cache === undefined || run.stage === null) return false;
  const commands = run.commands.filter(
    each =>
      cache.names.test(each.name ?? "") && each.arguments.some(word => word.text === "install" || word.text === "sync"),
  );
  if (commands.length === 0) return false;
  const scope = scopeAt(context.graph, run.stage, run.instruction.index, context.file.escape);
  const off = commands.every(each => hasFlag(each, cache.option));
  if (!off && !isOn(scope.get(cache.variable))) return false;
  const word = off ? commands[0]?.arguments.find(each => each.text === `--${cache.option}`) : undefined;
  const [only, other] = commands;
  context.report(
    mount.flag.span,
    `${cache.tool} is told to use no cache by \`${off ? `--${cache.option}` : cache.variable}\`, so this mount stays empty. Remove one of the two.`,
    {
      fixes:
        word === undefined || only === undefined || other !== undefined
          ? []
          : [suggestion(`Remove --${cache.option}`, removeWithBlanks(context.text, word.span))],
    },
  );
  return true;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "useless-cache-mount",
  code: "DD1179",
  severity: "warning",
  mirrors: [],
  what: "A cache mount that its step never fills: the installer's cache is switched off, or lies in another user's home.",
  why: "Every build downloads everything again, though the mount looks as if it did not.",
  todo: "Remove `--no-cache-dir` or the variable, or mount the cache where the user of the step has it.",
  bad: "FROM python:3.13-slim\nRUN «--mount=type=cache,target=/root/.cache/pip» pip install --no-cache-dir flask\n",
  good: "FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n",
  check: context => {
    for (const run of context.runs) {
      for (const mount of mountsOf(run.instruction)) {
        if (mount.type !== "cache" || reportOff(context, run, mount)) continue;
        const { target } = mount;
        const user = run.stage === null ? undefined : userAt(run.stage, run.instruction.index);
        const name = user == null ? null : userName(userText(user));
        if (target?.startsWith("/root/") !== true || name === null || isRootName(name)) continue;
        if (run.commands.some(each => each.wrapper !== null || each.name === "sudo")) continue;
        context.report(
          mount.flag.span,
          `This step runs as \`${shorten(name, 30)}\`, who may not write below \`/root\`. Mount the cache in that user's home, with \`uid=\`.`,
        );
      }
    }
  },
});
