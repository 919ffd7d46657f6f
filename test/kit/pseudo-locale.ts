import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { WorkbenchPage } from "./workbench-page";

/** The tag that stands for the pseudo-locale: English with accents, a third longer, in brackets. */
export const pseudoLanguage = "qps-ploc";

const plain = "aceiklnorstuyACEIKLNORSTUY";
const accented = "åçéîķļñöŕšţûýÅÇÉÎĶĻÑÖŔŠŢÛÝ";

/** A text as it might be in another language; places, links, icons, code and our own name stay as they are. */
export function pseudo(text: string): string {
  const parts = text.split(/(\{\w+\}|\(command:[^)]*\)|\$\([\w~-]+\)|`[^`]*`|\bDrydock\b)/);
  const spoken = parts.map((part, at) => (at % 2 === 1 ? part : [...part].map(accent).join(""))).join("");
  return `⟦${spoken}${"·".repeat(Math.ceil(text.length / 3))}⟧`;
}

function accent(letter: string): string {
  return accented[plain.indexOf(letter)] ?? letter;
}

/** The extension in `folder` with a translation of all its words, made from what translations are made from. */
export function pseudoExtension(root: string, folder: string): string {
  const extension = path.join(folder, "extension");
  mkdirSync(path.join(extension, "l10n"), { recursive: true });
  // VS Code tells whose code asks for its API by the folder that the code lies in, so a link would not do.
  for (const name of ["dist", "media", "package.json", "package.nls.json"])
    cpSync(path.join(root, name), path.join(extension, name), { recursive: true });
  translate(path.join(root, "package.nls.json"), path.join(extension, `package.nls.${pseudoLanguage}.json`));
  translate(
    path.join(root, "l10n", "bundle.l10n.json"),
    path.join(extension, "l10n", `bundle.l10n.${pseudoLanguage}.json`),
  );
  return extension;
}

function translate(from: string, to: string): void {
  const texts = JSON.parse(readFileSync(from, "utf8")) as Readonly<Record<string, string>>;
  writeFileSync(
    to,
    JSON.stringify(Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]))),
  );
}

/**
 * Texts that stand in the panel as they are in the sources: words that no translation reaches. Names of keys and the
 * address of an engine are the same in every language.
 */
export async function untranslated(workbench: WorkbenchPage): Promise<readonly string[]> {
  const shown = await workbench
    .panel()
    .locator("body")
    .evaluate(body =>
      [...body.querySelectorAll(":not(script, style, kbd, .endpoint)")].flatMap(element => [
        ...[...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.textContent ?? ""),
        ...["title", "aria-label", "placeholder"].map(name => element.getAttribute(name) ?? ""),
      ]),
    );
  // What stands in brackets is translated, also around names and figures that are the same in every language.
  const bare = shown.map(text => text.replace(/⟦[^]*⟧/g, "").trim()).filter(text => /[A-Za-z]{3}/.test(text));
  return [...new Set(bare)];
}
