import { nameOf } from "../../model/paths";
import type { StartLine } from "./existing-start";

/**
 * The line that starts a program: each of its words, options, numbers and files of a run aside, stands there. A variable of
 * the shell stands for one of them (`celery -A "$APP" worker`), and a line that ends in a backslash goes on.
 */
export function startedLine(lines: readonly StartLine[], command: readonly string[]): StartLine | null {
  const wanted = command
    .flatMap(wordsOf)
    .filter(word => !/^-|^\d+$|^\/tmp\/|^(?:exec|(?:ba)?sh)$/.test(word))
    .map(bare);
  if (wanted.length === 0) return null;
  return (
    continued(lines).find(({ text }) => {
      const words = wordsOf(text);
      const known = new Set(words.map(bare));
      const missing = wanted.filter(
        word => !known.has(word) && !(wanted[0] === "celery" && isApplication(word, known)),
      ).length;
      const open = words.filter(word => /^\$(?:\w+|\{\w+\})$/.test(word)).length;
      // One word alone that stands there would be the program, which starts many things.
      return missing === 0 || (missing <= open && wanted.length - missing > 1);
    }) ?? null
  );
}

function isApplication(word: string, known: ReadonlySet<string>): boolean {
  return [...known].some(other => isSameApplication(other, word));
}

/** Celery finds its application in a module: `shop`, `shop.celery` and `shop:celery` are one. */
export function isSameApplication(left: string, right: string): boolean {
  const [a, b] = [left.replace(":", "."), right.replace(":", ".")];
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s"'[\],]+/).filter(word => word !== "");
}

function bare(word: string): string {
  return /^python[\d.]*$/.test(nameOf(word)) ? "python" : word;
}

/** A line that ends in a backslash with those that it goes on in. */
export function continued(lines: readonly StartLine[]): readonly StartLine[] {
  const whole: StartLine[] = [];
  let isOpen = false;
  for (const line of lines) {
    const last = whole.at(-1);
    const text = line.text.replace(/\\\s*$/, "");
    if (isOpen && last?.path === line.path) whole[whole.length - 1] = { ...last, text: `${last.text} ${text}` };
    else whole.push({ ...line, text });
    isOpen = text !== line.text;
  }
  return whole;
}
