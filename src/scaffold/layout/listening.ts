import { readCommand } from "../../recon/commands/read-command";
import { simpleCommands } from "../../recon/commands/simple-commands";
import { isPortVariable, isReadUnasked, USUAL_PORTS } from "../../recon/commands/usual-ports";
import { parseAddress } from "../../recon/commands/arguments";
import { continued } from "./started-line";
import type { ExistingStart, StartLine } from "./existing-start";

/** Where the server of a start listens. */
export interface Listening {
  /** Null where a variable, a file of settings or a socket file decides. */
  readonly port: number | null;
  /** Browsers can ask it; uWSGI's own protocol is for the proxy in front alone. */
  readonly speaksHttp: boolean;
}

/** What may give a server another port than its command line shows. */
export interface Told {
  /** Names of the variables that the container has. */
  readonly variables: readonly string[];
  /** Paths of the workspace. */
  readonly files: readonly string[];
}

/** The last server that the lines of a start begin, since what comes before it is for preparing; null where there is none. */
export function listeningOf(lines: readonly StartLine[], { variables, files }: Told): Listening | null {
  const whole = continued(lines);
  // `PORT=9000 gunicorn …` and `export PORT=9000` alike.
  const assigned = whole.flatMap(({ text }) => [...text.matchAll(/\b([A-Z_]+)=/g)].flatMap(([, name]) => name ?? []));
  const isTold = [...variables, ...assigned].some(isPortVariable) || files.some(isReadUnasked);
  const found = whole.flatMap(({ text }) =>
    startCommands(text).flatMap(words => listeningOfCommand(words, isTold) ?? []),
  );
  return found.at(-1) ?? null;
}

/** Where the server of an image listens that starts it by itself; null where it starts none. */
export function listeningOfImage(image: ExistingStart | undefined, files: readonly string[]): Listening | null {
  const lines = [...(image?.entrypoint ?? []), ...(image?.command ?? [])];
  return listeningOf(lines, { variables: image?.variables ?? [], files });
}

/** The words of the simple commands of a line: of a shell, or of the list of an ENTRYPOINT or CMD. */
export function startCommands(text: string): readonly (readonly string[])[] {
  const words = listedWords(text);
  if (words === null) return simpleCommands(text).map(command => command.words);
  const [shell = "", flag = "", inner = ""] = words;
  return /(?:^|\/)(?:ba|da|z)?sh$/.test(shell) && /^-\w*c$/.test(flag) ? startCommands(inner) : [words];
}

const WORD = /"((?:[^"\\]|\\.)*)"/g;
const LIST = new RegExp(`^\\s*\\[\\s*${WORD.source}(?:\\s*,\\s*${WORD.source})*\\s*\\]\\s*$`);

/** The words of a list of an ENTRYPOINT or CMD; null where the text is a line or a script, which may begin with a test in brackets. */
export function listedWords(text: string): readonly string[] | null {
  return LIST.test(text) ? [...text.matchAll(WORD)].map(([, word = ""]) => word) : null;
}

function listeningOfCommand(words: readonly string[], isTold: boolean): Listening | null {
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
  const isOpen = isTold || read.configuration !== null || words.some(word => /\$|unix:/.test(word));
  return { port: isOpen ? null : (USUAL_PORTS.get(read.tool)?.port ?? read.port), speaksHttp: true };
}
