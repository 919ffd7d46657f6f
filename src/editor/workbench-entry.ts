import type { Uri } from "vscode";
import { LogFixes } from "./containers/log-fixes";
import { registerContainers } from "./containers/register-containers";
import { folderOf, languageTools } from "./language-tool-calls";
import { toolConfirmation } from "./tool-confirmation";
import { fixAllCommand } from "./lint/fix-all";
import { ignoreRule } from "./lint/ignore-rule";
import { lintCommands } from "./lint/lint-commands";
import { correctFinding, ignoreFindings, restoreFindings } from "./recon/correct";
import { findPackageSupport } from "./recon/find-package-support";
import { addServiceToPlan, compareWithPlan, showWhereDockerJoins } from "./recon/plan-of-finding";
import type { ReconNode } from "./recon/recon-tree";
import { registerReview } from "./review/register-review";
import type { Shell } from "./shell";
import { registerVerification } from "./verification/register-verification";
import { VerificationStore } from "./verification/verification-store";
import type { EarlyParts, Workbench } from "./workbench";

/** The entry of `dist/workbench.js`: wires review, containers, panel and verification to the views that are there. */
export function attachWorkbench(shell: Shell, early: EarlyParts): Workbench {
  const review = registerReview(shell, early.plan, () => early.lint.lintOpen());
  early.lint.proposals = () => review.proposals();
  const verification = new VerificationStore(shell, early.recon.store);
  const containers = registerContainers(
    shell,
    verification,
    new LogFixes(shell, early.recon.store, review),
    early.containers,
  );
  const verificationCommands = registerVerification(shell, verification, early, review, containers);
  shell.extension.subscriptions.push(verification);
  const onNode =
    (work: (node: ReconNode) => Promise<void>) =>
    async (argument?: unknown): Promise<void> => {
      const [node] = early.recon.nodesOf(argument);
      if (node) await work(node);
    };
  return {
    commands: {
      ...review.commands,
      ...containers.commands,
      ...verificationCommands,
      ...lintCommands(shell, early.lint),
      "drydock.recon.findPackageSupport": (node?: unknown) =>
        findPackageSupport(shell, early.recon.store, node === undefined ? undefined : early.recon.nodesOf(node)[0]),
      "drydock.finding.correct": onNode(node => correctFinding(shell, node)),
      "drydock.finding.ignore": (node?: unknown, nodes?: unknown) =>
        ignoreFindings(
          shell,
          early.recon.nodesOf(node, nodes).filter(({ row }) => row.flags.includes("ignorable")),
        ),
      "drydock.finding.restore": (node?: unknown, nodes?: unknown) =>
        restoreFindings(shell, early.recon.nodesOf(node, nodes)),
      "drydock.recon.compareWithPlan": onNode(node => compareWithPlan(shell, node)),
      "drydock.recon.showWhereDockerJoins": onNode(node => showWhereDockerJoins(shell, node)),
      "drydock.recon.addService": onNode(node => addServiceToPlan(shell, node)),
      "drydock.lint.ignoreInWorkspace": (uri: Uri, rule: string) => ignoreRule(shell, uri, rule),
      "drydock.workspace.fixAll": () => fixAllCommand(shell, early.lint, review),
    },
    files: review.files,
    restorePanel: panel => containers.panel.adopt(panel),
    confirmTool: (name, input) => {
      const folder = folderOf(input);
      const { last } = verification;
      return toolConfirmation(name, {
        composeFiles: (folder && early.recon.store.get(folder)?.docker.composeFiles) ?? [],
        last: last?.folder === folder?.uri.toString() ? last : undefined,
      });
    },
    runTool: languageTools(shell, early.recon.store, verification),
  };
}
