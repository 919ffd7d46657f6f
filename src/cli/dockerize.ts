import { workspaceName } from "../app/workspace-name";
import { writablePaths } from "../app/apply-changes";
import { DrydockError } from "../model/error";
import type { Engine } from "../model/ports";
import { plural } from "../report/figures";
import { defineCommand, EXIT, folderOf, type CommandContext } from "./command";
import { lintJson } from "./lint";
import { printJson, printProblems } from "./print";
import { readWithProgress } from "./recon";
import { parseSet, printPlan, scaffoldJson, withFates } from "./scaffold";
import { Steps } from "./steps";
import { tellActions } from "./step-summary";
import { showAdvice, showCauses, showMissed, showReport, showThresholds, verifyReporter } from "./verify-output";

export const command = defineCommand({
  name: "dockerize",
  usage: "dockerize [DIR] [--yes] [--json] [--engine auto|required|off]",
  what: "the main job: recon, scaffold, lint, build, start, probe, measure",
  positionals: 1,
  flags: {
    yes: { type: "boolean", help: "write without asking" },
    json: { type: "boolean", help: "print { recon, scaffold, lint, verify } as JSON" },
    engine: { type: "string", value: "auto|required|off", help: "what to do where no engine answers" },
    set: {
      type: "string",
      multiple: true,
      value: "KEY=VALUE",
      help: "decide one thing; the keys are those of the plan",
    },
    once: { type: "boolean", help: "the folder goes away afterwards, so name no next step in it" },
    all: { type: "boolean", help: "print every decision and every threshold" },
  },
  async run(args, context) {
    const { app } = context;
    const root = await folderOf(args, context);
    const json = args.flag("json");
    const engineFlag = args.text("engine") ?? "auto";
    if (!["auto", "required", "off"].includes(engineFlag)) {
      throw new DrydockError(
        "usage",
        `--engine ${engineFlag} is not known.`,
        "It takes auto, required or off.",
        "Give one of them.",
      );
    }
    if (!args.flag("yes") && context.ask === null) {
      throw new DrydockError(
        "usage",
        "Nothing was written.",
        "dockerize writes files, and there is no terminal to ask on.",
        "Add --yes to write without asking.",
      );
    }
    const { engine, missing } =
      engineFlag === "off"
        ? { engine: null, missing: "--engine off was given." }
        : await connect(context, engineFlag === "required");
    const steps = new Steps(json ? context.err : context.out, context.err, context.ports.clock);

    const recon = await steps.step(
      "Read",
      () => readWithProgress(context, root),
      found => ({
        text: plural(found.timings.files, "file"),
        detail: steps.reconLine(found),
      }),
    );
    const planned = await steps.step(
      "Planned",
      () => app.plan(root, { recon, set: parseSet(args.texts("set")), signal: context.signal }),
      changes => ({
        text: `${plural(changes.plan.decisions.length, "decision")}, ${plural(changes.plan.questions.length, "question")}`,
        detail: steps.planLine(changes),
      }),
    );
    printProblems(context.err, planned.problems);
    const agreed = args.flag("yes") || (await agrees(planned, context));
    if (!agreed) {
      context.err.line("Nothing was written.");
      return EXIT.ok;
    }
    const paths = writablePaths(planned, { merges: true, conflicts: false });
    if (!json && args.flag("all")) printPlan(planned, planned.files, context.out, { all: true, diff: false });
    await app.apply(root, planned, paths);
    steps.wrote(planned, paths);

    const lint = await steps.step(
      "Linted",
      () => app.lintFolder(root, { recon }),
      result => ({
        text: `${plural(result.files, "file")}, ${result.findings.length === 0 ? "nothing found" : plural(result.findings.length, "finding")}`,
        ...(result.findings.length === 0 ? {} : { detail: "drydock lint shows each with its line" }),
        mark: result.findings.some(({ severity }) => severity === "error")
          ? "fail"
          : result.findings.some(({ severity }) => severity === "warning")
            ? "warn"
            : "ok",
      }),
    );
    const summary = { recon, scaffold: scaffoldJson(planned, withFates(planned, paths, false)), lint: lintJson(lint) };
    if (engine === null) {
      steps.leftOut(missing);
      if (json) printJson(context.out, { schemaVersion: 1, ...summary, verify: null });
      return EXIT.ok;
    }
    const reporter = verifyReporter(steps, context);
    const verification = await app.verify(root, { signal: context.signal, engine, recon, onEvent: reporter.onEvent });
    reporter.end(verification);
    await tellActions(context, verification, workspaceName(root));
    if (json) printJson(context.out, { schemaVersion: 1, ...summary, verify: verification });
    else {
      showMissed(verification, context.out);
      showThresholds(verification, context.out, args.flag("all"));
      showCauses(verification, context.out);
      showAdvice(verification, context.out);
      if (!args.flag("once")) await showReport(context, root);
    }
    return verification.verdict === "pass" ? EXIT.ok : EXIT.failed;
  },
});

/** The engine, or what is missing where none answers and that is allowed. */
async function connect(
  context: CommandContext,
  isRequired: boolean,
): Promise<{ engine: Engine | null; missing: string }> {
  try {
    return { engine: await context.app.engine({}, context.signal), missing: "" };
  } catch (error) {
    if (isRequired || !(error instanceof DrydockError) || error.code === "cancelled") throw error;
    return { engine: null, missing: `${error.message} ${error.why}` };
  }
}

async function agrees(
  changes: Awaited<ReturnType<CommandContext["app"]["plan"]>>,
  { ask, out }: CommandContext,
): Promise<boolean> {
  if (ask === null) return false;
  const count = changes.files.filter(({ action }) => action !== "unchanged" && action !== "conflict").length;
  if (count === 0) return true;
  for (;;) {
    const answer = (await ask(`Write ${plural(count, "file")}? [y/N/d for diff] `)).trim().toLowerCase();
    if (answer === "d") printPlan(changes, changes.files, out, { all: true, diff: true });
    else return answer === "y" || answer === "yes";
  }
}
