import { cleanUp } from "../app/clean-up";
import { plural } from "../report/figures";
import { defineCommand, EXIT } from "./command";

export const command = defineCommand({
  name: "clean",
  usage: "clean",
  what: "lists and removes what runs whose process is gone left in the engine",
  positionals: 0,
  flags: { "dry-run": { type: "boolean", help: "list only" } },
  async run(args, { app, out, signal }) {
    const engine = await app.engine({}, signal);
    const runs = await cleanUp(engine, { dryRun: args.flag("dry-run") });
    for (const run of runs) {
      const what = `${plural(run.containers, "container")}, ${plural(run.networks, "network")}, ${plural(run.volumes, "volume")}`;
      out.line(
        `${run.isRunning ? "kept   " : args.flag("dry-run") ? "found  " : "removed"}  ${run.workspace || "unknown workspace"}  ${run.started}  ${what}${run.isRunning ? "  (its process is running)" : ""}`,
      );
    }
    if (runs.length === 0) out.line("Nothing was left in the engine.");
    return EXIT.ok;
  },
});
