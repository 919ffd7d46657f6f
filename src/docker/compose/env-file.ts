import type { Span } from "../../model/place";

/** The first line of a file of values that Drydock made for one machine. */
export const VALUES_HEADLINE = "# Values for this machine, made once by Drydock. Never commit this file.";

/** One line of an env file. */
export interface EnvLine {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
  readonly valueSpan: Span;
}

/**
 * Reads an env file as Compose does (`.env`, `env_file`): `NAME=value`, `NAME: value`, `export`, quotes, comments after a blank. A
 * quoted value may run over several lines. Variables inside values are left as written.
 */
export function readEnvFile(text: string): readonly EnvLine[] {
  const lines: EnvLine[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const feed = text.indexOf("\n", at);
    const end = feed === -1 ? text.length : feed;
    const head = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*[=:][ \t]*/.exec(text.slice(at, end));
    const name = head?.[1];
    if (head === null || name === undefined) {
      at = end + 1;
      continue;
    }
    const nameStart = at + head[0].indexOf(name);
    const valueStart = at + head[0].length;
    const read = readValue(text, valueStart, end);
    lines.push({ name, value: read.value, span: { start: nameStart, end: read.end }, valueSpan: read.span });
    const next = text.indexOf("\n", read.end);
    at = next === -1 ? text.length : next + 1;
  }
  return lines;
}

function readValue(text: string, start: number, lineEnd: number): { value: string; end: number; span: Span } {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === "\\" && quote === '"') at++;
      else if (text[at] === quote) {
        const inner = text.slice(start + 1, at);
        return { value: quote === '"' ? unescape(inner) : inner, end: at + 1, span: { start: start + 1, end: at } };
      }
    }
  }
  let end = lineEnd;
  for (let at = start; at < lineEnd; at++) {
    if (text[at] === "#" && (at === start || text[at - 1] === " " || text[at - 1] === "\t")) {
      end = at;
      break;
    }
  }
  while (end > start && /\s/.test(text[end - 1] ?? "")) end--;
  return { value: text.slice(start, end), end, span: { start, end } };
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, character: string) =>
    character === "n" ? "\n" : character === "t" ? "\t" : character === "r" ? "\r" : character,
  );
}

/** Names to values; the last line of a name counts. */
export function envValues(text: string): ReadonlyMap<string, string> {
  return new Map(readEnvFile(text).map(line => [line.name, line.value]));
}

/**
 * The Compose files that `COMPOSE_FILE` of a project's `.env` names, as they stand there.
 * Source: https://docs.docker.com/compose/how-tos/environment-variables/envvars/
 */
export function filesOfProject(variables: ReadonlyMap<string, string>): readonly string[] {
  const separator = variables.get("COMPOSE_PATH_SEPARATOR") ?? ":";
  return (variables.get("COMPOSE_FILE") ?? "")
    .split(separator)
    .map(name => name.trim())
    .filter(name => name !== "");
}
