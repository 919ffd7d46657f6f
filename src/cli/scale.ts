import { DrydockError } from "../model/error";
import { scaleRows, scaleWords } from "../report/scale";
import { defineCommand, EXIT, folderOf } from "./command";
import { printJson } from "./print";
import { readWithProgress } from "./recon";
import { Steps } from "./steps";
import { table, WIDTH, wrap } from "./terminal";
import { verifyReporter } from "./verify-output";

export const command = defineCommand({
  name: "scale",
  usage: "scale [DIR] [--replicas N] [--service NAME] [--json]",
  what: "puts a proxy before one and several containers of the web service, and compares",
  positionals: 1,
  flags: {
    replicas: { type: "string", value: "N", help: "how many containers, 3 where none is given" },
    service: { type: "string", value: "NAME", help: "the service, else the first that publishes a port" },
    json: { type: "boolean", help: "print every figure as JSON" },
  },
  async run(args, context) {
    const root = await folderOf(args, context);
    const replicas = Number(args.text("replicas") ?? 3);
    if (!Number.isInteger(replicas) || replicas < 1 || replicas > 20)
      throw new DrydockError(
        "usage",
        `--replicas ${args.text("replicas")} is not known.`,
        "It takes a whole number from 1 to 20.",
        "Give one of them.",
      );
    const recon = await readWithProgress(context, root);
    const { out, err, signal, ports } = context;
    const reporter = verifyReporter(new Steps(args.flag("json") ? err : out, err, ports.clock), context);
    const service = args.text("service");
    const report = await context.app.scale(root, {
      replicas,
      recon,
      signal,
      onEvent: reporter.onEvent,
      ...(service === undefined ? {} : { service }),
    });
    err.clear();
    if (args.flag("json")) printJson(out, report);
    else {
      out.line();
      for (const line of table(scaleRows(report))) out.line(`  ${line}`);
      for (const line of wrap(scaleWords(report), WIDTH - 2)) out.line(`  ${line}`);
      for (const { what, why, place } of report.unsafe) {
        const [first = "", ...rest] = wrap(`${what} ${why}`, WIDTH - 4);
        out.line(`  ${out.mark("warn")} ${first}`);
        for (const line of rest) out.line(`    ${line}`);
        if (place) out.line(`    ${place.path}:${place.line}`);
      }
    }
    return report.removed.failed.length === 0 ? EXIT.ok : EXIT.failed;
  },
});
