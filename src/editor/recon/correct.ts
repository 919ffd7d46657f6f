import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Shell } from "../shell";
import { editConfiguration } from "./edit-configuration";
import type { ReconNode } from "./recon-tree";

/** Hides findings; the reason is asked for by Correct… alone. */
export async function ignoreFindings(shell: Shell, nodes: readonly ReconNode[]): Promise<void> {
  for (const { folder, row } of nodes) {
    const { finding } = row;
    if (finding === undefined) continue;
    const isPlace = /^(readiness|undeclared)\//.test(finding) && row.place;
    const entry = { finding, ...(isPlace && row.place ? { path: row.place.path } : {}) };
    await editConfiguration(folder, text => shell.core().addToYamlList(text, ["recon", "ignore"], entry));
  }
}

export async function restoreFindings(shell: Shell, nodes: readonly ReconNode[]): Promise<void> {
  for (const { folder, row } of nodes) {
    const same = (item: unknown): boolean =>
      typeof item === "object" && item !== null && "finding" in item && item.finding === row.finding;
    const list = row.flags.includes("ignored") ? "ignore" : "correct";
    await editConfiguration(folder, text => shell.core().removeFromYamlList(text, ["recon", list], same));
  }
}

interface FieldItem extends vscode.QuickPickItem {
  readonly field: string;
}

const fieldWords: Readonly<Record<string, string>> = {
  command: "Start command",
  port: l10n.t("Port"),
  workingDirectory: l10n.t("Working folder"),
  required: l10n.t("Required"),
  secret: l10n.t("Secret"),
  type: "Type",
  default: l10n.t("Default value"),
  service: l10n.t("Service"),
  optional: l10n.t("Optional"),
  group: l10n.t("Group"),
  summary: l10n.t("What it is for"),
  version: l10n.t("Python version"),
};

const alternatives: Readonly<Record<string, readonly string[]>> = {
  required: ["true", "false"],
  secret: ["true", "false"],
  optional: ["true", "false"],
  type: ["str", "int", "float", "bool", "url", "list"],
  group: ["main", "dev", "test", "docs"],
  service: ["postgres", "mysql", "mariadb", "redis", "rabbitmq", "mongodb", "memcached", "s3", "smtp"],
  version: ["3.11", "3.12", "3.13"],
};

/** Correct…: which field, then its value; the present value first and another one to be typed last. */
export async function correctFinding(shell: Shell, { folder, row }: ReconNode): Promise<void> {
  const { finding, fields } = row;
  if (finding === undefined || !fields) return;
  const items: FieldItem[] = Object.entries(fields).map(([field, value]) => ({
    field,
    label: fieldWords[field] ?? field,
    description: shown(value),
  }));
  const notUsed = { field: "", label: l10n.t("Not used here"), detail: l10n.t("Ignores the finding, with a reason") };
  const choices = row.flags.includes("ignorable") ? [...items, notUsed] : items;
  const chosen =
    choices.length === 1
      ? choices[0]
      : await vscode.window.showQuickPick(choices, {
          title: l10n.t("Correct {label}", { label: row.label }),
          placeHolder: row.spoken,
        });
  if (!chosen) return;
  if (chosen.field === "") {
    const why = await vscode.window.showInputBox({
      title: l10n.t("Why is {label} not used?", { label: row.label }),
      prompt: l10n.t("Kept beside it"),
    });
    if (why === undefined) return;
    const entry = { finding, ...(why === "" ? {} : { why }) };
    return editConfiguration(folder, text => shell.core().addToYamlList(text, ["recon", "ignore"], entry));
  }
  const value = await pickValue(row.label, chosen.field, fields[chosen.field]);
  if (value === undefined) return;
  await setCorrection(shell, folder, finding, chosen.field, value);
}

/** Writes one field of a finding as the person has it. */
export function setCorrection(
  shell: Shell,
  folder: vscode.WorkspaceFolder,
  finding: string,
  field: string,
  value: unknown,
): Promise<void> {
  return editConfiguration(folder, text => {
    const core = shell.core();
    // The version is a decision of the plan, not a fact that was read.
    if (finding === "python/version") return core.setYamlPath(text, ["decisions", "python.version"], String(value));
    const { correct } = core.readSettings(text).settings.recon;
    const at = correct.findIndex(correction => correction.finding === finding);
    if (at !== -1) return core.setYamlPath(text, ["recon", "correct", at, "set", field], value);
    return core.addToYamlList(text, ["recon", "correct"], { finding, set: { [field]: value } });
  });
}

async function pickValue(label: string, field: string, present: unknown): Promise<unknown> {
  const title = `${label}: ${fieldWords[field] ?? field}`;
  const other = l10n.t("Enter another value…");
  const known = alternatives[field];
  const now = shown(present);
  let text: string | undefined = other;
  if (known) {
    const items = [
      ...(now === ""
        ? []
        : [{ label: now, description: l10n.t("as it is now"), iconPath: new vscode.ThemeIcon("check") }]),
      ...known.filter(value => value !== now).map(value => ({ label: value })),
      ...(known.includes("true") ? [] : [{ label: other }]),
    ];
    text = (await vscode.window.showQuickPick(items, { title }))?.label;
  }
  if (text === other) text = await vscode.window.showInputBox({ title, value: now });
  return text === undefined ? undefined : typed(field, text);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join(" ") : String(value);
}

function typed(field: string, text: string): unknown {
  if (field === "port") return text === "" ? null : Number(text);
  if (field === "command") return text.split(/\s+/).filter(Boolean);
  if (text === "true" || text === "false") return text === "true";
  return text;
}
