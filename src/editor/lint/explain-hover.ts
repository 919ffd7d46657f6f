import * as vscode from "vscode";
import { l10n } from "vscode";
import { plural } from "../figures";
import type { Language } from "../../model/finding";
import type { Place } from "../../model/place";
import type { ReconStore } from "../recon/recon-store";
import { setting, type Shell } from "../shell";
import { folderOf, lintLanguage, relativePath, type LintStore } from "./lint-store";

type TextRequest = Parameters<ReturnType<Shell["app"]>["explain"]>[0];

/** The instruction or the variable under the pointer in this project's terms, each fact with a link to what proves it. */
export function explainHover(
  shell: Shell,
  lint: LintStore,
  recon: ReconStore,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const request = textRequest(lint, recon, document);
  const folder = folderOf(document.uri);
  if (request === null || !folder) return undefined;
  const explained = shell.app().explain(request, document.offsetAt(position));
  if (explained === null) return undefined;
  const range = new vscode.Range(document.positionAt(explained.span.start), document.positionAt(explained.span.end));
  const links = explained.places.map(place => `- ${placeLink(folder, place)}`).join("\n");
  const text = [explained.sentences.join(" "), links].filter(part => part !== "").join("\n\n");
  return new vscode.Hover(new vscode.MarkdownString(text), range);
}

/** `settings.py:14` as a link, with the line's own words, secrets masked where the place was made. */
function placeLink(folder: vscode.WorkspaceFolder, place: Place): string {
  const uri = vscode.Uri.joinPath(folder.uri, place.path).with({ fragment: `L${place.line},${place.column}` });
  const words = place.text.trim().replaceAll("`", "'");
  return `[${place.path}:${place.line}](${uri.toString()})${words === "" ? "" : ` \`${words}\``}`;
}

/** Bytes and files of each COPY at its line's end. */
export class CopyHints implements vscode.InlayHintsProvider {
  readonly #shell: Shell;
  readonly #lint: LintStore;
  readonly #recon: ReconStore;
  readonly onDidChangeInlayHints: vscode.Event<void>;

  constructor(shell: Shell, lint: LintStore, recon: ReconStore) {
    this.#shell = shell;
    this.#lint = lint;
    this.#recon = recon;
    this.onDidChangeInlayHints = listener =>
      vscode.Disposable.from(recon.onDidChange(listener), lint.onDidChangeProposals(listener));
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    if (!setting("inlayHints.enabled", true, document.uri)) return [];
    const request = textRequest(this.#lint, this.#recon, document);
    if (request === null || request.language !== "dockerfile") return [];
    return this.#shell
      .app()
      .copies(request)
      .flatMap(({ end, files, size }) => {
        const at = document.positionAt(end);
        if (!range.contains(at)) return [];
        const hint = new vscode.InlayHint(
          at,
          `${size}, ${plural(files, l10n.t("{count} file"), l10n.t("{count} files"))}`,
        );
        hint.paddingLeft = true;
        hint.tooltip = l10n.t("What this line copies from the build context, without what .dockerignore leaves out.");
        return [hint];
      });
  }
}

function textRequest(lint: LintStore, recon: ReconStore, document: vscode.TextDocument): TextRequest | null {
  const folder = folderOf(document.uri);
  const language: Language | null = lintLanguage(document);
  if (language === null || !folder) return null;
  return {
    root: folder.uri.fsPath,
    path: relativePath(folder, document.uri),
    text: document.getText(),
    language,
    recon: recon.get(folder),
    // A proposal copies what the proposed ignore file leaves in, of files that are there and that are proposed.
    texts: document.uri.scheme === "drydock-plan" ? (lint.proposals() ?? undefined) : undefined,
  };
}
