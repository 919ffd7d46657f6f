import { containerCommands } from "./container-commands";
import { type CommandDescription, reviewing, row, title, trusted } from "./command";

const recon = "drydock.recon";
const plan = "drydock.plan";

const workspaceCommands: readonly CommandDescription[] = [
  {
    id: "drydock.workspace.dockerize",
    title: "Dockerize Workspace",
    icon: "rocket",
    palette: `workspaceFolderCount > 0 && !${reviewing}`,
    places: [
      title(recon, `workspaceFolderCount > 0 && !${reviewing}`, "navigation@1"),
      {
        menu: "explorer/context",
        when: `explorerResourceIsFolder && (explorerResourceIsRoot || resourcePath in drydock.unitFolders) && !${reviewing}`,
        group: "7_drydock",
      },
    ],
  },
  {
    id: "drydock.workspace.undoDockerize",
    title: "Undo Dockerize Workspace",
    icon: "discard",
    palette: `drydock.hasApplied && !${reviewing}`,
    places: [title(recon, `drydock.hasApplied && !${reviewing}`, "2_act@2")],
  },
  {
    id: "drydock.workspace.verify",
    title: "Verify Workspace",
    icon: "beaker",
    palette: `workspaceFolderCount > 0 && ${trusted} && !${reviewing} && drydock.verification.state != running`,
    places: [
      title(
        "drydock.verification",
        `workspaceFolderCount > 0 && ${trusted} && drydock.verification.state != running`,
        "navigation@1",
      ),
    ],
  },
  {
    id: "drydock.workspace.lint",
    title: "Lint Docker Files",
    icon: "checklist",
    palette: "workspaceFolderCount > 0",
    places: [
      title(recon, "workspaceFolderCount > 0", "2_act@1"),
      {
        menu: "explorer/context",
        when: "resourceLangId == dockerfile || resourceLangId == dockercompose",
        group: "7_drydock@2",
      },
      row(recon, "dockerfile|compose", "2_act@2"),
    ],
  },
  {
    id: "drydock.workspace.fixAll",
    title: "Fix All in Docker Files…",
    icon: "lightbulb-autofix",
    palette: `workspaceFolderCount > 0 && !${reviewing}`,
  },
  {
    id: "drydock.report.write",
    title: "Write Reports",
    icon: "book",
    palette: `workspaceFolderCount > 0 && !${reviewing}`,
    places: [title(recon, `workspaceFolderCount > 0 && !${reviewing}`, "2_act@3")],
  },
  {
    id: "drydock.report.writeRecon",
    title: "Write Recon Report",
    icon: "book",
    palette: `workspaceFolderCount > 0 && !${reviewing}`,
    places: [title(recon, `workspaceFolderCount > 0 && !${reviewing}`, "2_act@4")],
  },
  {
    id: "drydock.configuration.open",
    title: "Open Drydock Configuration",
    icon: "settings-gear",
    palette: "workspaceFolderCount > 0",
    places: [
      title(recon, "workspaceFolderCount > 0", "7_settings"),
      title(plan, "", "7_settings"),
      title("drydock.containers", "", "7_settings"),
      title("drydock.verification", "", "7_settings"),
    ],
  },
  { id: "drydock.walkthrough.open", title: "Open Walkthrough", icon: "book", palette: true },
  { id: "drydock.log.show", title: "Show Log", icon: "output", palette: true },
];

const findingCommands: readonly CommandDescription[] = [
  {
    id: "drydock.recon.refresh",
    title: "Read Workspace Again",
    icon: "refresh",
    palette: "workspaceFolderCount > 0",
    places: [title(recon, "workspaceFolderCount > 0 && drydock.recon.state != reading", "navigation@2")],
  },
  {
    id: "drydock.recon.cancel",
    title: "Stop Reading",
    icon: "stop-circle",
    palette: false,
    places: [title(recon, "drydock.recon.state == reading", "navigation@2")],
  },
  { id: "drydock.recon.markFocused", title: "Take the Focused Finding", icon: "target", palette: false },
  {
    id: "drydock.recon.findPackageSupport",
    title: "Check Packages for Python 3.11 Online…",
    icon: "cloud-download",
    palette: `workspaceFolderCount > 0 && ${trusted}`,
    enablement: trusted,
    places: [row(recon, "dependencies", "5_online", trusted)],
  },
  {
    id: "drydock.recon.compareWithPlan",
    title: "Compare with Plan",
    icon: "diff",
    palette: false,
    places: [row(recon, "docker-file", "1_open@2")],
  },
  {
    id: "drydock.recon.showWhereDockerJoins",
    title: "Show Where Docker Joins",
    icon: "diff",
    palette: false,
    places: [row(recon, "build-script", "1_open@2")],
  },
  {
    id: "drydock.recon.addService",
    title: "Add Service to Plan",
    icon: "add",
    palette: false,
    places: [row(recon, "optional-service", "3_correct@4")],
  },
  {
    id: "drydock.ignored.show",
    title: "Show Ignored Findings",
    icon: "eye",
    palette: false,
    places: [title(recon, "drydock.ignored.count > 0 && !drydock.ignored.shown", "3_correct")],
  },
  {
    id: "drydock.ignored.hide",
    title: "Hide Ignored Findings",
    icon: "eye-closed",
    palette: false,
    places: [title(recon, "drydock.ignored.count > 0 && drydock.ignored.shown", "3_correct")],
  },
  {
    id: "drydock.finding.openToSide",
    title: "Open to the Side",
    icon: "split-horizontal",
    palette: false,
    places: [row(recon, "place", "1_open")],
  },
  {
    id: "drydock.finding.correct",
    title: "Correct…",
    icon: "edit",
    palette: false,
    places: [row(recon, "correctable", "inline@1"), row(recon, "correctable", "3_correct@1")],
  },
  {
    id: "drydock.finding.ignore",
    title: "Ignore",
    icon: "eye-closed",
    palette: false,
    places: [row(recon, "ignorable", "inline@2"), row(recon, "ignorable", "3_correct@2")],
  },
  {
    id: "drydock.finding.restore",
    title: "Use Drydock's Reading Again",
    icon: "discard",
    palette: false,
    places: [row(recon, "corrected|ignored", "inline@3"), row(recon, "corrected|ignored", "3_correct@3")],
  },
  {
    id: "drydock.finding.usages",
    title: "Find Where It Is Used",
    icon: "references",
    palette: false,
    places: [row(recon, "usable", "1_open@2")],
  },
  {
    id: "drydock.finding.copyCommand",
    title: "Copy Command",
    icon: "terminal",
    palette: false,
    places: [row(recon, "command", "7_copy@3")],
  },
  {
    id: "drydock.finding.copy",
    title: "Copy",
    icon: "copy",
    palette: false,
    places: [row(recon, "copyable", "7_copy@1")],
  },
  {
    id: "drydock.finding.copyMarkdown",
    title: "Copy as Markdown",
    icon: "markdown",
    palette: false,
    places: [row(recon, "copyable", "7_copy@2")],
  },
  { id: "drydock.finding.open", title: "Open Place", icon: "go-to-file", palette: false },
];

const reviewCommands: readonly CommandDescription[] = [
  {
    id: "drydock.review.apply",
    title: "Apply Selected Files",
    icon: "check",
    palette: `${reviewing} && drydock.review.selected > 0`,
    enablement: `${reviewing} && drydock.review.selected > 0 && drydock.review.state != applying`,
    places: [
      title(plan, "", "navigation@1"),
      {
        menu: "editor/title",
        when: `${reviewing} && activeEditor == multiDiffEditor && drydock.review.tabActive`,
        group: "navigation@-1",
      },
    ],
  },
  {
    id: "drydock.review.cancel",
    title: "Cancel Review",
    icon: "close",
    palette: reviewing,
    places: [title(plan, "", "navigation@3")],
  },
  {
    id: "drydock.review.compare",
    title: "Compare All Files",
    icon: "diff-multiple",
    palette: reviewing,
    places: [title(plan, "", "navigation@2")],
  },
  {
    id: "drydock.review.answer",
    title: "Answer Questions…",
    icon: "question",
    palette: `${reviewing} && drydock.review.state == questions`,
    places: [title(plan, "drydock.review.state == questions", "2_act")],
  },
  {
    id: "drydock.artefact.add",
    title: "Add File from Plan…",
    icon: "add",
    palette: "workspaceFolderCount > 0",
    places: [title(plan, "", "2_act@2"), title(recon, `workspaceFolderCount > 0 && !${reviewing}`, "2_act@5")],
  },
  {
    id: "drydock.decision.change",
    title: "Change Decision…",
    icon: "edit",
    palette: false,
    places: [row(plan, "decision", "inline@1"), row(plan, "decision", "3_correct@1")],
  },
  {
    id: "drydock.decision.reset",
    title: "Use Drydock's Choice",
    icon: "discard",
    palette: false,
    places: [row(plan, "decision-changed", "inline@2"), row(plan, "decision-changed", "3_correct@2")],
  },
  {
    id: "drydock.proposal.reset",
    title: "Discard My Edits to This File",
    icon: "discard",
    palette: false,
    places: [row(plan, "proposal-edited", "3_correct@1")],
  },
  {
    id: "drydock.proposal.openFile",
    title: "Open File on Disk",
    icon: "go-to-file",
    palette: false,
    places: [row(plan, "proposal-(merge|update|conflict|unchanged)", "1_open@1")],
  },
  { id: "drydock.proposal.compare", title: "Compare File", icon: "diff", palette: false },
  { id: "drydock.proposal.toggle", title: "Take or Leave This File", icon: "check", palette: false },
  { id: "drydock.plan.markFocused", title: "Take the Focused Row", icon: "target", palette: false },
];

const verificationCommands: readonly CommandDescription[] = [
  {
    id: "drydock.workspace.scale",
    title: "Check Scaling…",
    icon: "server",
    palette: `workspaceFolderCount > 0 && ${trusted} && !${reviewing}`,
    places: [title("drydock.verification", `workspaceFolderCount > 0 && ${trusted}`, "5_scale")],
  },
  {
    id: "drydock.verification.cancel",
    title: "Stop Verifying",
    icon: "stop-circle",
    palette: "drydock.verification.state == running",
    places: [title("drydock.verification", "drydock.verification.state == running", "navigation@1")],
  },
  {
    id: "drydock.verification.show",
    title: "Show Verification",
    icon: "graph-line",
    palette: `${trusted} && drydock.verification.state != none`,
    places: [title("drydock.verification", "drydock.verification.state != none", "navigation@2")],
  },
  {
    id: "drydock.verification.writeLimits",
    title: "Write Suggested Limits and Workers into Compose…",
    icon: "settings",
    palette: "drydock.verification.state != none && !drydock.reviewing",
    places: [
      title("drydock.verification", "drydock.verification.state != none && !drydock.reviewing", "6_thresholds@2"),
    ],
  },
  {
    id: "drydock.verification.buildVariant",
    title: "Build Variant",
    icon: "beaker",
    palette: false,
    places: [],
  },
  {
    id: "drydock.threshold.edit",
    title: "Edit Threshold…",
    icon: "edit",
    palette: "drydock.verification.state != none",
    places: [
      row("drydock.verification", "threshold", "inline@1"),
      row("drydock.verification", "threshold", "3_correct@1"),
    ],
  },
  {
    id: "drydock.threshold.accept",
    title: "Accept Measured Value…",
    icon: "pass",
    palette: "drydock.verification.state != none",
    places: [row("drydock.verification", "threshold", "3_correct@2")],
  },
  {
    id: "drydock.threshold.showInReport",
    title: "Show in Report",
    icon: "book",
    palette: false,
    places: [row("drydock.verification", "threshold", "1_open@1")],
  },
  {
    id: "drydock.threshold.propose",
    title: "Propose Thresholds from the Last Figures…",
    icon: "checklist",
    palette: "drydock.verification.state != none",
    places: [title("drydock.verification", "drydock.verification.state != none", "6_thresholds")],
  },
  {
    id: "drydock.acceptance.copy",
    title: "Copy Acceptance Checklist as Markdown",
    icon: "markdown",
    palette: "drydock.recon.state == ready",
    places: [title("drydock.verification", "drydock.recon.state == ready", "7_copy")],
  },
];

const lintCommands: readonly CommandDescription[] = [
  { id: "drydock.lint.explain", title: "Explain Rule", icon: "info", palette: false },
  { id: "drydock.lint.ignoreInWorkspace", title: "Ignore Rule in This Workspace", icon: "eye-closed", palette: false },
  {
    id: "drydock.lint.duplicates",
    title: "Open the Setting for Duplicate Findings",
    icon: "settings-gear",
    palette: false,
  },
];

/** Every command that the extension implements, in the order of ux.md. */
export const commands: readonly CommandDescription[] = [
  ...workspaceCommands,
  ...findingCommands,
  ...reviewCommands,
  ...containerCommands,
  ...verificationCommands,
  ...lintCommands,
];
