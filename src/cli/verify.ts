import { DrydockError } from "../model/error";
import { plural } from "../report/figures";
import { toJunit } from "../report/junit";
import { workspaceName } from "../app/workspace-name";
import { unifiedDiff } from "../report/unified-diff";
import type { Verification } from "../model/verification";
import { defineCommand, EXIT, folderOf, type CommandContext } from "./command";
import { printJson, printProblems } from "./print";
import { readWithProgress } from "./recon";
import { Steps } from "./steps";
import { tellActions } from "./step-summary";
import {
  showAdvice,
  showCauses,
  showMissed,
  showReport,
  showThresholds,
  showVariants,
  verifyReporter,
} from "./verify-output";

export const command = defineCommand({
  name: "verify",
  usage:
    "verify [DIR] [--json] [--junit FILE] [--baseline record|compare] [--runs N] [--outside] [--accept] [--limits] [--variants]",
  what: "builds, starts, probes, tests and measures what is there",
  positionals: 1,
  flags: {
    json: { type: "boolean", help: "print every figure as JSON" },
    junit: { type: "string", value: "FILE", help: "also write JUnit XML" },
    baseline: { type: "string", value: "record|compare", help: "keep these figures as the baseline, or judge by it" },
    accept: { type: "boolean", help: "write limits from these figures into .drydock.yaml; times are left out" },
    limits: {
      type: "boolean",
      help: "show suggested limits and numbers of workers as a change of the Docker files, and ask to write it",
    },
    runs: { type: "string", value: "N", help: "measure rebuild, start, load and stop N times; figures are medians" },
    outside: { type: "boolean", help: "also run the tests on this machine, and say whether they end the same" },
    variants: { type: "boolean", help: "build each image without what was advised against, and tell what that saves" },
    all: { type: "boolean", help: "print every threshold" },
  },
  async run(args, context) {
    const root = await folderOf(args, context);
    const baseline = args.text("baseline");
    if (baseline !== undefined && baseline !== "record" && baseline !== "compare") {
      throw new DrydockError(
        "usage",
        `--baseline ${baseline} is not known.`,
        "It takes record or compare.",
        "Give one of them.",
      );
    }
    const runs = Number(args.text("runs") ?? 1);
    if (!Number.isInteger(runs) || runs < 1 || runs > 20) {
      throw new DrydockError(
        "usage",
        `--runs ${args.text("runs")} is not known.`,
        "It takes a whole number from 1 to 20.",
        "Give one of them.",
      );
    }
    const engine = await context.app.engine({}, context.signal);
    const recon = await readWithProgress(context, root);
    printProblems(
      context.err,
      recon.problems.filter(({ code }) => code === "configuration-broken"),
    );
    const steps = new Steps(args.flag("json") ? context.err : context.out, context.err, context.ports.clock);
    const reporter = verifyReporter(steps, context);
    const verification = await context.app.verify(root, {
      signal: context.signal,
      engine,
      recon,
      onEvent: reporter.onEvent,
      runs,
      outsideTests: args.flag("outside"),
      ...(baseline === undefined ? {} : { baseline }),
    });
    reporter.end(verification);
    if (args.flag("accept")) {
      const count = await context.app.acceptThresholds(root, verification);
      context.err.line(`${plural(count, "limit")} written into .drydock.yaml, from these figures with some room.`);
    }
    if (args.flag("limits")) await offerLimits(context, root, verification);
    const variants = args.flag("variants")
      ? await context.app.variants(root, verification, { signal: context.signal, onEvent: reporter.onEvent })
      : null;
    context.err.clear();
    await tellActions(context, verification, workspaceName(root));
    const junit = args.text("junit");
    if (junit !== undefined)
      await context.writeFile(context.resolve(junit), toJunit(verification, workspaceName(root)));
    if (args.flag("json")) printJson(context.out, variants === null ? verification : { ...verification, variants });
    else {
      showMissed(verification, context.out);
      showThresholds(verification, context.out, args.flag("all"));
      showCauses(verification, context.out);
      showAdvice(verification, context.out);
      if (variants !== null) showVariants(variants, context.out);
      await showReport(context, root);
    }
    return verification.verdict === "pass" ? EXIT.ok : EXIT.failed;
  },
});

/** The change is shown first; without a terminal it is only shown, as a patch. */
async function offerLimits(context: CommandContext, root: string, verification: Verification): Promise<void> {
  const changes = await context.app.limits(root, verification);
  const files = changes.files.filter(({ action }) => action !== "unchanged");
  if (files.length === 0) {
    context.err.line("The suggested limits and numbers of workers stand there already, or none were measured.");
    return;
  }
  for (const file of files) context.err.line(unifiedDiff(file.path, file.before ?? "", file.text));
  const paths = files.map(({ path }) => path);
  const answer = (await context.ask?.(`Write ${paths.join(" and ")}? [y/N] `))?.trim().toLowerCase();
  if (answer === "y" || answer === "yes") await context.app.apply(root, changes, paths);
  else context.err.line("Nothing was written.");
}
