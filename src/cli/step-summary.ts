import type { Verification } from "../model/verification";
import { stepSummary } from "../report/step-summary";
import type { CommandContext } from "./command";

/**
 * In GitHub Actions the runner names a file whose Markdown it shows on the job's page.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export async function writeSummary(context: CommandContext, verification: Verification, name: string): Promise<void> {
  const file = context.env["GITHUB_STEP_SUMMARY"];
  if (file === undefined || file === "") return;
  await context.appendFile(context.resolve(file), stepSummary(verification, name));
}
