import { readCommand } from "../../recon/commands/read-command";
import { simpleCommands } from "../../recon/commands/simple-commands";
import { parseAddress } from "../../recon/commands/arguments";
import { continued } from "./started-line";
import type { StartLine } from "./existing-start";

/** Where the server of a start listens. */
export interface Listening {
  /** Null where a variable, a file of settings or a socket file decides. */
  readonly port: number | null;
  /** Browsers can ask it; uWSGI's own protocol is for the proxy in front alone. */
  readonly speaksHttp: boolean;
}

/** Ports of servers that are told none (Flask, Django, Uvicorn, Gunicorn, Hypercorn and Daphne: their command lines). */
const USUAL: Readonly<Record<string, number>> = {
  flask: 5000,
  "manage.py": 8000,
  uvicorn: 8000,
  gunicorn: 8000,
  hypercorn: 8000,
  daphne: 8000,
};

/** The last server that the lines of a start begin, since what comes before it is for preparing; null where there is none. */
export function listeningOf(lines: readonly StartLine[]): Listening | null {
  const found = continued(lines).flatMap(({ text }) =>
    commandsOf(text).flatMap(words => listeningOfCommand(words) ?? []),
  );
  return found.at(-1) ?? null;
}

function commandsOf(text: string): readonly (readonly string[])[] {
  if (!text.trimStart().startsWith("[")) return simpleCommands(text).map(({ words }) => words);
  const words = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word ?? "");
  const [shell = "", flag = "", inner = ""] = words;
  return /(?:^|\/)(?:ba|da|z)?sh$/.test(shell) && /^-\w*c$/.test(flag) ? commandsOf(inner) : [words];
}

function listeningOfCommand(words: readonly string[]): Listening | null {
  const read = readCommand(words);
  if (read?.role !== "serve") return null;
  if (read.tool === "uwsgi" && read.port === null) {
    const at = words.findIndex(word => /^(?:-s|--(?:uwsgi-)?socket)(?:=|$)/.test(word));
    if (at < 0) return { port: null, speaksHttp: true };
    const [, glued] = (words[at] ?? "").split("=", 2);
    return { port: parseAddress(glued ?? words[at + 1]).port, speaksHttp: false };
  }
  const isWritten = words.some(word => word.includes(String(read.port)));
  if (read.port !== null && isWritten) return { port: read.port, speaksHttp: true };
  const isOpen = read.configuration !== null || words.some(word => /\$|unix:/.test(word));
  return { port: isOpen ? null : (USUAL[read.tool] ?? read.port), speaksHttp: true };
}
