import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Where the strings are: the editor's own, and those of the panel, which the host sends with its page. */
const folders = ["src/editor", "src/panel"];

/**
 * Every English text that the sources give to `l10n.t`, as the file that translations are made from. It throws where a
 * call cannot be translated: a text that is put together, or placeholders that are not the names that are given.
 */
export function collectStrings(root: string, sources: readonly string[] = folders): string {
  const found = new Set<string>();
  for (const file of sources.flatMap(folder => sourcesOf(path.join(root, folder)))) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText(source) === "l10n.t") found.add(textOf(node, source));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  const texts = [...found].sort((left, right) => (left < right ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(texts.map(text => [text, text])), null, 2)}\n`;
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts"))
    .sort()
    .map(name => path.join(folder, name));
}

function textOf({ arguments: [text, values] }: ts.CallExpression, source: ts.SourceFile): string {
  const at = text ?? source;
  const { line } = source.getLineAndCharacterOfPosition(at.getStart(source));
  const place = `${path.basename(source.fileName)}:${String(line + 1)}`;
  if (!text || !ts.isStringLiteralLike(text)) throw new Error(`${place}: l10n.t needs its English text as it is.`);
  const wanted = new Set([...text.text.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? ""));
  // `plural` puts the number in, into the one of two texts that fits.
  if (!values) wanted.delete("count");
  const given = values && ts.isObjectLiteralExpression(values) ? values.properties.map(nameOf) : [];
  if ([...wanted].sort().join() !== [...new Set(given)].sort().join())
    throw new Error(`${place}: ${text.text} names {${[...wanted].join("}, {")}}, but is given ${given.join(", ")}.`);
  return text.text;
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : "";
}
