import { cleanUp, type CleanedRun } from "../app/clean-up";
import { ownedWords } from "../report/figures";
import { defineCommand, EXIT } from "./command";

const KEPT: Readonly<Record<CleanedRun["state"], string>> = {
  running: "its process is running",
  elsewhere:
    "it ran on another machine, in another container or before a restart: once it has ended, --elsewhere removes it",
  ended: "",
};

export const command = defineCommand({
  name: "clean",
  usage: "clean [--dry-run] [--elsewhere]",
  what: "lists and removes what runs that ended early left in the engine",
  positionals: 0,
  flags: {
    "dry-run": { type: "boolean", help: "list only" },
    elsewhere: {
      type: "boolean",
      help: "also what runs on other machines, in other containers or before a restart left",
    },
  },
  async run(args, { app, out, signal }) {
    const engine = await app.engine({}, signal);
    const runs = await cleanUp(engine, { dryRun: args.flag("dry-run"), elsewhere: args.flag("elsewhere") });
    for (const run of runs) {
      const what = ownedWords(run);
      out.line(
        `${run.isKept ? "kept   " : args.flag("dry-run") ? "found  " : "removed"}  ${run.workspace || "unknown workspace"}  ${run.started}  ${what}${run.isKept ? `  (${KEPT[run.state]})` : ""}`,
      );
      for (const { kind, name, why } of run.failed)
        out.line(`  ${out.mark("fail")} ${kind} ${name} was not removed: ${why}`);
    }
    if (runs.length === 0) out.line("Nothing was left in the engine.");
    return runs.some(({ failed }) => failed.length > 0) ? EXIT.failed : EXIT.ok;
  },
});
