import * as vscode from "vscode";
import type { Shell } from "./shell";

const selector: vscode.DocumentSelector = [{ pattern: "**/.drydock.yaml" }];
/** It reads the schema that package.json contributes, and completes and explains by itself. */
const YAML_EXTENSION = "redhat.vscode-yaml";

/** Completion and hover of `.drydock.yaml` from its schema, for those who have no YAML extension. */
export function registerConfiguration(shell: Shell): vscode.Disposable {
  const isServed = (): boolean => vscode.extensions.getExtension(YAML_EXTENSION) !== undefined;
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems(document, position) {
          if (isServed()) return [];
          const { completeSettings, configurationSchema } = shell.core();
          const offset = document.offsetAt(position);
          return completeSettings(configurationSchema, document.getText(), offset).map((suggestion, at) => {
            const item = new vscode.CompletionItem(
              suggestion.label,
              suggestion.kind === "key" ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value,
            );
            item.insertText = suggestion.insert;
            item.keepWhitespace = true;
            item.documentation = new vscode.MarkdownString(suggestion.description);
            item.range = new vscode.Range(document.positionAt(suggestion.start), document.positionAt(suggestion.end));
            // The order of the plan says more than the alphabet.
            item.sortText = String(at).padStart(3, "0");
            return item;
          });
        },
      },
      " ",
      "-",
    ),
    vscode.languages.registerHoverProvider(selector, {
      provideHover(document, position) {
        if (isServed()) return undefined;
        const { configurationSchema, describeSetting } = shell.core();
        const text = describeSetting(configurationSchema, document.getText(), document.offsetAt(position));
        return text === null ? undefined : new vscode.Hover(new vscode.MarkdownString(text));
      },
    }),
  );
}
