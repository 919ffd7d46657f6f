import * as vscode from "vscode";
import type { Decision, LineReason } from "../../model/plan";
import { setting, type Shell } from "../shell";
import { splitLines } from "../text/line-diff";
import { recall } from "./applied-record";
import { decisionTooltip } from "./plan-tree";
import { PLAN_SCHEME, type ReviewSession } from "./review-session";

/** Says on every generated line which decision put it there and why, during the review and after. */
export function registerProposalHover(shell: Shell, session: () => ReviewSession | null): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    [{ scheme: PLAN_SCHEME }, { scheme: "file" }, { scheme: "vscode-remote" }],
    {
      provideHover(document, position) {
        if (!setting("hover.enabled", true, document.uri)) return undefined;
        return document.uri.scheme === PLAN_SCHEME
          ? duringReview(session(), document, position)
          : afterApply(shell, document, position);
      },
    },
  );
}

function duringReview(
  session: ReviewSession | null,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const path = session?.pathOf(document.uri);
  const file = session?.files.find(candidate => candidate.path === path);
  if (!session?.proposal || !file || file.text === null) return undefined;
  const line = originalLine(document, position.line, file.text);
  return hoverOf(session.proposal.reasons, session.proposal.plan.decisions, file.path, line, session.folder.uri, true);
}

function afterApply(shell: Shell, document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  const record = recall(shell);
  if (!record) return undefined;
  const folder = vscode.Uri.parse(record.folder);
  const prefix = `${folder.path}/`;
  const path = document.uri.path.startsWith(prefix) ? document.uri.path.slice(prefix.length) : undefined;
  const file = record.files.find(candidate => candidate.path === path);
  if (!file || file.after === null) return undefined;
  const line = originalLine(document, position.line, file.after);
  return hoverOf(record.reasons, record.decisions, file.path, line, folder, false);
}

/** 1-based line of the generated text that stands at `line` of the document, -1 where a person changed it. */
function originalLine(document: vscode.TextDocument, line: number, generated: string): number {
  const lines = splitLines(generated);
  const text = document.lineAt(line).text;
  if (lines[line] === text) return line + 1;
  const first = lines.indexOf(text);
  return first !== -1 && first === lines.lastIndexOf(text) ? first + 1 : -1;
}

function hoverOf(
  reasons: readonly LineReason[],
  decisions: readonly Decision[],
  path: string,
  line: number,
  folder: vscode.Uri,
  reviewing: boolean,
): vscode.Hover | undefined {
  const found = reasons
    .filter(reason => reason.path === path && line >= reason.start && line <= reason.end)
    .sort((left, right) => left.end - left.start - (right.end - right.start));
  const texts = found.flatMap(reason => {
    const decision = decisions.find(({ key, unit }) => key === reason.key && unit === reason.unit);
    return decision ? [decisionTooltip(decision, folder, reviewing)] : [];
  });
  return texts.length > 0 ? new vscode.Hover(texts.slice(0, 3)) : undefined;
}
