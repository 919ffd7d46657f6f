import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Decision, DecisionValue, Question } from "../../model/plan";
import { decisionLabel, parseValue, valueText } from "./proposal";

interface ValueItem extends vscode.QuickPickItem {
  readonly value?: DecisionValue;
  readonly types?: boolean;
}

const other = l10n.t("Enter another value…");

/** Asks for a decision's value: alternatives, the present one marked, and another one to be typed last. */
export async function pickDecision(
  decision: Decision | Question,
  folder: vscode.Uri,
  /** Why no plan can follow a value, null where one can. */
  faultOf: (key: string, value: DecisionValue) => string | null,
  step?: { readonly step: number; readonly total: number },
): Promise<{ readonly value: DecisionValue } | undefined> {
  const present = "value" in decision ? decision.value : decision.default;
  const alternatives = "value" in decision ? decision.alternatives : decision.candidates;
  const same = (value: DecisionValue): boolean => JSON.stringify(value) === JSON.stringify(present);
  const evidence = { iconPath: new vscode.ThemeIcon("go-to-file"), tooltip: l10n.t("Show the evidence") };
  const pick = vscode.window.createQuickPick<ValueItem>();
  const reason = "reason" in decision ? decision.reason : decision.text;
  pick.title = decisionLabel(decision);
  pick.placeholder = reason;
  pick.matchOnDetail = true;
  if (step) {
    pick.step = step.step;
    pick.totalSteps = step.total;
  }
  pick.items = [
    { label: l10n.t("Suggested"), kind: vscode.QuickPickItemKind.Separator },
    {
      label: valueText(decision.key, present),
      description: l10n.t("as it is now"),
      detail: reason,
      iconPath: new vscode.ThemeIcon("check"),
      value: present,
      ...(decision.places.length > 0 ? { buttons: [evidence] } : {}),
    },
    { label: l10n.t("Other"), kind: vscode.QuickPickItemKind.Separator },
    ...alternatives.filter(value => !same(value)).map(value => ({ label: valueText(decision.key, value), value })),
    { label: other, types: true, alwaysShow: true },
  ];
  const chosen = await new Promise<ValueItem | undefined>(resolve => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]);
      pick.hide();
    });
    pick.onDidTriggerItemButton(() => {
      const [place] = decision.places;
      if (!place) return;
      const at = new vscode.Position(place.line - 1, place.column - 1);
      void vscode.window.showTextDocument(vscode.Uri.joinPath(folder, place.path), {
        selection: new vscode.Range(at, at),
        preserveFocus: true,
      });
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  if (!chosen) return undefined;
  if (!chosen.types) return chosen.value === undefined ? undefined : { value: chosen.value };
  const text = await vscode.window.showInputBox({
    title: decisionLabel(decision),
    prompt: reason,
    value: valueText(decision.key, present),
    validateInput: typed => faultOf(decision.key, parseValue(decision.key, present, typed)),
  });
  return text === undefined ? undefined : { value: parseValue(decision.key, present, text) };
}
