import { mountsOf } from "../../../docker/dockerfile/mounts";
import { chainOf } from "../../../docker/dockerfile/stages";
import { defineRule } from "../../define-rule";
import type { RunStep } from "../../dockerfile-context";
import { hasArgument, hasFlag } from "../../query/commands";
import { insert, safeFix } from "../../query/fixing";
import { staysInImage } from "../../query/layers";
import { hasCacheMount } from "../../query/packages";
import { isPip, pipInstall } from "../../query/pip";

const ON = /^(?:1|true|on|yes)$/i;

/** The cache in someone's home, and not that of a program that keeps one of its own. */
const CACHE = /^(?:\/?|(?:~\w*|\$HOME|\$\{HOME(?::?[?-][^}]*)?\}|\/root|\/home\/[^/]+|\/?\*)\/)\.cache(?:\/|$)/;

/** True where the stage or what it builds on sets PIP_NO_CACHE_DIR before the step. */
function isCacheOff(run: RunStep): boolean {
  if (run.stage === null) return false;
  return chainOf(run.stage).some(stage =>
    stage.byKind
      .get("ENV")
      ?.some(
        each =>
          each.kind === "ENV" &&
          each.index < run.instruction.index &&
          each.pairs.some(pair => pair.key.value === "PIP_NO_CACHE_DIR" && ON.test(pair.value?.value ?? "")),
      ),
  );
}

/** True where the step itself sets it, or throws the cache away. */
function isHandled(run: RunStep): boolean {
  return run.commands.some(
    command =>
      command.assignments.some(each => each.name === "PIP_NO_CACHE_DIR" && ON.test(each.value.text)) ||
      (command.name === "export" &&
        command.arguments.some(word => /^PIP_NO_CACHE_DIR=(?:1|true|on|yes)$/i.test(word.text))) ||
      (command.name === "rm" && command.arguments.some(word => CACHE.test(word.text))) ||
      (isPip(command) && hasArgument(command, "purge")),
  );
}

/** True where a cache is mounted over the whole `.cache` folder. */
function hasCacheFolderMount(run: RunStep): boolean {
  return mountsOf(run.instruction).some(
    mount => (mount.type === "cache" || mount.type === "tmpfs") && /\/\.cache\/?$/.test(mount.target ?? ""),
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "pip-cache-left",
  code: "DD1110",
  severity: "warning",
  mirrors: ["DL3042"],
  what: "pip install keeps its cache in the layer.",
  why: "The cache is never used again, since the next build starts without it; the image carries each download twice.",
  todo: "Add `--no-cache-dir`, set `PIP_NO_CACHE_DIR=1`, or mount a cache over `/root/.cache/pip`.",
  bad: "FROM python:3.13-slim\nRUN pip «install» -r requirements.txt\n",
  good: "FROM python:3.13-slim\nRUN pip install --no-cache-dir -r requirements.txt\n",
  check: context => {
    for (const run of context.runs) {
      const installs = run.commands.flatMap(command => pipInstall(command) ?? []);
      if (installs.length === 0 || !staysInImage(context, run)) continue;
      if (
        isCacheOff(run) ||
        isHandled(run) ||
        hasCacheMount(run, ".cache/pip", "/pip-cache") ||
        hasCacheFolderMount(run)
      )
        continue;
      for (const { command, verb } of installs) {
        if (hasFlag(command, "no-cache-dir") || hasFlag(command, "no-cache")) continue;
        context.report(
          verb.span,
          "pip's cache stays in this layer, so each download is stored twice. Add `--no-cache-dir`.",
          {
            fixes: [safeFix("Add --no-cache-dir", insert(verb.span.end, " --no-cache-dir"))],
          },
        );
      }
    }
  },
});
