import assert from "node:assert/strict";
import ts from "typescript";
import { projectFiles, projectText } from "../kit/sources";

/** Where a text is shown: calls by the place of the argument (-1: all), properties, and what is assigned. */
const calls: Readonly<Record<string, number>> = {
  showInformationMessage: -1,
  showWarningMessage: -1,
  showErrorMessage: -1,
  setStatusBarMessage: 0,
  TreeItem: 0,
  CodeAction: 0,
  textButton: 0,
  iconButton: 1,
  describe: -1,
};
const properties = new Set([
  "title",
  "label",
  "description",
  "detail",
  "placeHolder",
  "placeholder",
  "prompt",
  "tooltip",
  "message",
  "saveLabel",
  "openLabel",
  "spoken",
  "why",
  "inContainer",
]);
/** Names that no language translates. */
const names = /\b(?:Drydock|Dockerfile|Docker|Compose|Python|OK)\b/g;

describe("texts that a person reads", () => {
  it("go through l10n.t, so that they can be translated", () => {
    const files = [...projectFiles("src/editor"), ...projectFiles("src/panel")];
    const bare = files.filter(file => !file.includes("/contributions/")).flatMap(file => bareTexts(file));
    assert.deepEqual(bare, []);
  });

  it("are found where they do not", () => {
    const text = 'view.message = on ? "Trying again." : l10n.t("Ready"); show({ label: `${count} files` });';
    assert.deepEqual(bareTexts("made-up.ts", text), ['made-up.ts: "Trying again."', "made-up.ts: `${count} files`"]);
  });
});

describe("the panel's layout", () => {
  it("follows the direction of reading", () => {
    const inStyle = /(?:^|[\s-])(?:left|right):|text-align: (?:left|right)/;
    const inCode = /style\.(?:left|right)/;
    const bad = ["media/panel.css", ...projectFiles("src/panel")].flatMap(file => {
      const physical = file.endsWith(".css") ? inStyle : inCode;
      const lines = projectText(file).split("\n");
      return lines.filter(line => physical.test(line)).map(line => `${file}: ${line.trim()}`);
    });
    assert.deepEqual(bad, []);
  });
});

function bareTexts(file: string, text = projectText(file)): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (value: ts.Expression | undefined): void => {
    if (!value) return;
    if (ts.isConditionalExpression(value)) {
      look(value.whenTrue);
      look(value.whenFalse);
    } else if (ts.isBinaryExpression(value)) look(value.right);
    else if (ts.isParenthesizedExpression(value)) look(value.expression);
    else if (hasWords(value)) found.push(`${file}: ${value.getText(source)}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = nameOf(node.expression);
      const at = calls[name];
      const shown = at === undefined ? [] : at === -1 ? (node.arguments ?? []) : [node.arguments?.[at]];
      // The first two arguments of `element` are its tag and its attributes, the rest stands inside it.
      for (const value of name === "element" ? (node.arguments ?? []).slice(2) : shown) look(value);
    } else if (ts.isPropertyAssignment(node) && properties.has(node.name.getText(source))) look(node.initializer);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      if (ts.isPropertyAccessExpression(node.left) && properties.has(node.left.name.text)) look(node.right);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(callee: ts.Expression): string {
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : "";
}

/** A literal with a word in it that is neither a name nor an icon. */
function hasWords(value: ts.Expression): boolean {
  const parts = ts.isStringLiteralLike(value)
    ? [value.text]
    : ts.isTemplateExpression(value)
      ? [value.head.text, ...value.templateSpans.map(({ literal }) => literal.text)]
      : [];
  return parts.some(part => /[A-Za-z]{2}/.test(part.replace(/\$\([\w~-]+\)/g, "").replace(names, "")));
}
