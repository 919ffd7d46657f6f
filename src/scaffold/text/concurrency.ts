import { optionOf, parseArguments } from "../../recon/commands/arguments";
import { splitWords } from "../../workspace/split-words";
import type { UnitDesign } from "../blueprint";
import { servicesOf } from "../layout/existing-compose";

/** Whether `WEB_CONCURRENCY` decides how many processes serve: a start of the person's own may say so itself. */
export function readsConcurrency({ web, isForeignDockerfile, layout, dockerfile }: UnitDesign): boolean {
  if (web === null || !["gunicorn", "uvicorn"].includes(web.server)) return false;
  const image = isForeignDockerfile ? layout.starts.find(({ path }) => path === dockerfile) : undefined;
  const built = servicesOf(layout.compose, dockerfile);
  const named = built.filter(({ name }) => name === web.service);
  const theirs = named.length > 0 ? named : built;
  const runsEntrypoint = theirs.length === 0 || theirs.some(({ hasOwnEntrypoint }) => !hasOwnEntrypoint);
  const runsCommand = theirs.length === 0 || theirs.some(({ start }) => start === null);
  const lines = [
    ...theirs.flatMap(({ start, supervised }) => [...(start ?? []), ...supervised]),
    ...(runsEntrypoint ? (image?.entrypoint ?? []) : []),
    ...(runsCommand ? (image?.command ?? []) : []),
    ...(runsEntrypoint || runsCommand ? (image?.supervised ?? []) : []),
  ];
  return !lines.some(({ text }) => namesWorkers(text));
}

/** Whether a line of a start, words as JSON or a command, gives the server a number of processes of its own. */
function namesWorkers(text: string): boolean {
  const words = splitWords(text.replace(/[[\],;&|()]+/g, " ")).flatMap(splitWords);
  const program = words.findIndex(word => /(?:^|\/)(?:gunicorn|uvicorn)$/.test(word));
  // A command of a script goes on in the next line.
  if (program < 0 && !words[0]?.startsWith("-")) return false;
  const workers = optionOf(parseArguments(words.slice(program + 1), new Set()), "--workers", "-w");
  return workers !== undefined && !workers.includes("WEB_CONCURRENCY");
}
