import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { setting } from "../shell";
import { stringsOf } from "./strings-of-script";

/** Languages that are written from the right. */
const rightToLeft = /^(?:ar|fa|he|ur)\b/;

/** Scripts only with this page's nonce, styles only from our own file, nothing from anywhere else. */
export async function panelPage(webview: vscode.Webview, extension: vscode.Uri): Promise<string> {
  const nonce = randomBytes(16).toString("base64url");
  const scriptFile = vscode.Uri.joinPath(extension, "dist", "panel.js");
  const script = webview.asWebviewUri(scriptFile);
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, "media", "panel.css"));
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; font-src ${webview.cspSource};`;
  const { language } = vscode.env;
  const strings = escapedAttribute(JSON.stringify(await ownStrings(scriptFile)));
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
<div id="drydock" data-lines="${setting("logs.lines", 1000)}" data-l10n="${strings}"></div>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`;
}

/** The translations that the panel's script may ask for; none in English. */
async function ownStrings(script: vscode.Uri): Promise<Readonly<Record<string, string>>> {
  const { bundle } = vscode.l10n;
  if (bundle === undefined) return {};
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(script));
  return stringsOf(text, bundle as Readonly<Record<string, string>>);
}

/** A text inside double quotes of HTML. */
function escapedAttribute(text: string): string {
  return text.replace(/[&"<>]/g, character => `&#${character.charCodeAt(0)};`);
}
