import { cleanUp } from "../app/clean-up";
import { ownedWords } from "../report/figures";
import { defineCommand, EXIT } from "./command";

export const command = defineCommand({
  name: "clean",
  usage: "clean",
  what: "lists and removes what runs that ended early left in the engine",
  positionals: 0,
  flags: { "dry-run": { type: "boolean", help: "list only" } },
  async run(args, { app, out, signal }) {
    const engine = await app.engine({}, signal);
    const runs = await cleanUp(engine, { dryRun: args.flag("dry-run") });
    for (const run of runs) {
      const what = ownedWords(run);
      out.line(
        `${run.isRunning ? "kept   " : args.flag("dry-run") ? "found  " : "removed"}  ${run.workspace || "unknown workspace"}  ${run.started}  ${what}${run.isRunning ? "  (its process is running)" : ""}`,
      );
      for (const { kind, name, why } of run.failed)
        out.line(`  ${out.mark("fail")} ${kind} ${name} was not removed: ${why}`);
    }
    if (runs.length === 0) out.line("Nothing was left in the engine.");
    return runs.some(({ failed }) => failed.length > 0) ? EXIT.failed : EXIT.ok;
  },
});
