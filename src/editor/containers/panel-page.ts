import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Files } from "../../model/ports";
import { setting } from "../shell";
import { stringsOf } from "./strings-of-script";

/** Languages that are written from the right. */
const rightToLeft = /^(?:ar|fa|he|ur)\b/;

/**
 * Scripts only with this page's nonce, styles only from our own file, nothing from anywhere else. `files` are those of the
 * extension's folder, asked for in another language only. `state` is how the panel was set up when it was closed, as JSON.
 */
export async function panelPage(
  webview: vscode.Webview,
  extension: vscode.Uri,
  files: () => Pick<Files, "read">,
  state: string,
): Promise<string> {
  const nonce = randomBytes(16).toString("base64url");
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "panel.js"));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "panel.css"));
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; font-src ${webview.cspSource};`;
  const { language } = vscode.env;
  const strings = escapedAttribute(JSON.stringify(await ownStrings(files)));
  return `<!DOCTYPE html>
<html lang="${escapedAttribute(language)}" dir="${rightToLeft.test(language) ? "rtl" : "ltr"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style.toString()}">
<title>${vscode.l10n.t("Containers")}</title>
</head>
<body>
<div id="drydock" data-lines="${setting("logs.lines", 1000)}" data-state="${escapedAttribute(state)}" data-l10n="${strings}"></div>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`;
}

/**
 * The translations that the panel's script may ask for, all where it cannot be read; none in English. The editor's own file
 * system is not asked, since while a window starts it may not be there yet.
 */
async function ownStrings(files: () => Pick<Files, "read">): Promise<Readonly<Record<string, string>>> {
  const bundle = vscode.l10n.bundle as Readonly<Record<string, string>> | undefined;
  if (bundle === undefined) return {};
  const script = await files().read("dist/panel.js");
  return script === null ? bundle : stringsOf(new TextDecoder().decode(script), bundle);
}

/** A text inside double quotes of HTML. */
function escapedAttribute(text: string): string {
  return text.replace(/[&"<>]/g, character => `&#${character.charCodeAt(0)};`);
}
