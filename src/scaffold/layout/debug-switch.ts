import type { StartLine } from "./existing-start";

/** `DEBUG`, `DJANGO_DEBUG`, `APP_DEBUG_MODE`: with it, pages show code, settings and variables to everybody who reaches the port. */
const DEBUG = /^(?!(?:.*_)?(?:NO|NOT|DISABLE|DISABLED|WITHOUT)_).*?(?:^|_)DEBUG(?:_?MODE)?$/i;

const OFF: ReadonlyMap<string, string> = new Map([
  ["true", "false"],
  ["1", "0"],
  ["yes", "no"],
  ["on", "off"],
  ["y", "n"],
  ["t", "f"],
]);

/** A server that code is written with, which may need debugging to hand out static files. */
const FOR_DEVELOPMENT = /\brunserver(?:_plus)?\b|--(?:auto-?)?reload\b|--debug\b|\bfastapi["',\s]+dev\b/;

export function isDebugSwitch(name: string): boolean {
  return DEBUG.test(name);
}

/** The word that switches debugging off, spelled as the one that a sample switches it on with; null where it does not. */
export function debugOff(name: string, value: string): string | null {
  const off = isDebugSwitch(name) ? OFF.get(value.toLowerCase()) : undefined;
  if (off === undefined) return null;
  if (value === value.toLowerCase()) return off;
  return value.length > 1 && value === value.toUpperCase()
    ? off.toUpperCase()
    : off.charAt(0).toUpperCase() + off.slice(1);
}

/** Whether lines of a start run a server of development, which a person has chosen together with the sample's values. */
export function startsForDevelopment(lines: readonly StartLine[]): boolean {
  return lines.some(({ text }) => FOR_DEVELOPMENT.test(text));
}

const UNLESS_DEBUGGING =
  /^(?:[ \t]*SECURE_SSL_REDIRECT[ \t]*=[ \t]*not\b[^\n]*DEBUG|if[ \t][^\n]*DEBUG[^\n]*:[^\n]*\n(?:(?:[ \t][^\n]*|else:[^\n]*)?\n)*?[ \t]+SECURE_SSL_REDIRECT[ \t]*=(?![ \t]*False))/m;

/** Whether settings of Django lead every request to HTTPS while debugging is off (`SECURE_SSL_REDIRECT = not DEBUG`). */
export function redirectsUnlessDebugging(text: string): boolean {
  return text.includes("SECURE_SSL_REDIRECT") && UNLESS_DEBUGGING.test(text);
}
