import { isJob, scriptRole } from "../commands/console-scripts";
import { defineDetector } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { reachedFrom } from "../targets/reach";
import { subcommandEvidence } from "../workers/subcommand-evidence";

const LOOPS = among(isOwnCode, (_project, file) => file.facts.loops.map(loop => ({ file, loop })));

/**
 * Commands of click, Typer and argparse that are called workers and go on until they are stopped: `shop worker` around
 * `while True:`. What a command watches for the person who started it is none.
 */
export const detector = defineDetector({
  id: "endless-commands",
  title: "Commands that go on working",
  reads: { everything: true },
  detect(context) {
    const { project, each } = context;
    const found = each(LOOPS).flatMap(({ file, loop }) => {
      const ways = reachedFrom(project, file, loop, () => false);
      const worker = subcommandEvidence(context, file, loop, { kind: "worker", name: "worker" }, ways);
      const words = worker?.command ?? [];
      return worker && scriptRole(words) === "worker" && !isJob(words, null) ? [worker] : [];
    });
    return found.filter(({ target }, at) => found.findIndex(other => other.target === target) === at);
  },
});
