import { env } from "vscode";

/** A number as the editor's language writes it. */
export function figure(value: number, digits = 0): string {
  return value.toLocaleString(env.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The one of two sentences that fits a number; `{count}` in it becomes the number. */
export function plural(count: number, one: string, many: string): string {
  return (count === 1 ? one : many).replace("{count}", figure(count));
}

/** The beginning of a label or a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
