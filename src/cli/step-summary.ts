import type { Verification } from "../model/verification";
import { stepSummary } from "../report/step-summary";
import { verificationCommands } from "../report/workflow-commands";
import type { CommandContext } from "./command";

/**
 * In GitHub Actions what failed is shown at its line, logs fold, and the runner names a file whose Markdown it shows on the
 * job's page. Commands go where progress goes: standard output may be JSON.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export async function tellActions(context: CommandContext, verification: Verification, name: string): Promise<void> {
  if (context.env["GITHUB_ACTIONS"] === "true")
    for (const line of verificationCommands(verification)) context.err.command(line);
  const file = context.env["GITHUB_STEP_SUMMARY"];
  if (file === undefined || file === "") return;
  await context.appendFile(context.resolve(file), stepSummary(verification, name));
}
