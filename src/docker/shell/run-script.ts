import { plainText, sliceLogical } from "../dockerfile/logical-text";
import type { LogicalText } from "../dockerfile/logical-text";
import type { Heredoc, Instruction, JsonArray } from "../dockerfile/types";
import type { Span } from "../../model/place";
import { parseShell } from "./parse";
import type { ShellCommand, ShellScript, ShellWord } from "./types";
import { commandName, innerCommand, isShell, unwrap } from "./unwrap";

const EMPTY: ShellScript = { commands: [], pipes: [], problems: [] };

/** The commands of a RUN instruction: shell form, exec form, and heredocs that a shell runs. */
export function readRunScript(instruction: Instruction): ShellScript {
  if (instruction.kind !== "RUN") return EMPTY;
  return readCommandScript(instruction.body, instruction.json, instruction.heredocs);
}

/** The commands of any instruction with a command: RUN, CMD, ENTRYPOINT, HEALTHCHECK. */
export function readCommandScript(
  body: LogicalText,
  json: JsonArray | null,
  heredocs: readonly Heredoc[] = [],
): ShellScript {
  if (json !== null) return readExecForm(json);
  const only = heredocs[0];
  if (only === undefined) return parseShell(body);
  if (body.text.trim() === body.text && isBareHeredoc(body.text)) {
    // `RUN <<EOF`: the body is the script, or the program's that its first line names.
    return isForeignScript(only.body) ? EMPTY : parseShell(plainText(only.body, only.bodySpan.start));
  }
  const script = parseShell(
    body,
    heredocs.map(heredoc => heredoc.body),
  );
  const fed = script.commands.findLast(command => command.name !== null && isShell(command.name));
  if (fed === undefined || fed.arguments.some(word => !word.text.startsWith("-"))) return script;
  if (!fed.redirections.some(redirection => redirection.operator.startsWith("<<"))) return script;
  const inner = parseShell(plainText(only.body, only.bodySpan.start));
  return {
    commands: [...script.commands, ...inner.commands.map(command => ({ ...command, wrapper: command.wrapper ?? fed }))],
    pipes: [...script.pipes, ...inner.pipes],
    problems: [...script.problems, ...inner.problems],
  };
}

/** True where nothing but one heredoc's opening is in the text. */
export function isBareHeredoc(text: string): boolean {
  return /^\d*<<-?[ \t]*(?:"[^"]*"|'[^']*'|[^\s"'<]+)$/.test(text);
}

const SHELL_NAMES = ["sh", "bash", "ash", "dash", "zsh", "ksh"];

/** True for a heredoc whose first line names an interpreter that is no shell. */
function isForeignScript(body: string): boolean {
  if (!body.startsWith("#!")) return false;
  const feed = body.indexOf("\n");
  const words = body
    .slice(2, feed === -1 ? body.length : feed)
    .trim()
    .split(/\s+/);
  const first = words[0]?.split("/").pop() ?? "";
  const program = first === "env" ? (words.find((word, index) => index > 0 && !word.startsWith("-")) ?? "") : first;
  return !SHELL_NAMES.includes(program);
}

/** The exec form of an instruction. */
function readExecForm(json: JsonArray): ShellScript {
  const words: ShellWord[] = json.items.map(item => ({
    raw: item.raw,
    text: item.value,
    value: item.value,
    span: item.span,
    quoted: true,
    variables: [],
    glob: false,
  }));
  return readWordList(words, json.span, ({ raw, span }) =>
    parseShell(sliceLogical(plainText(raw, span.start), 1, Math.max(1, raw.length - 1))),
  );
}

/** One command that is written as a list of words, with those that it runs: `["tini", "--", "sh", "-c", "…"]`. */
export function readWordList(
  words: readonly ShellWord[],
  span: Span,
  readScript: (word: ShellWord) => ShellScript,
): ShellScript {
  if (words.length === 0) return EMPTY;
  const command: ShellCommand = {
    words,
    name: commandName(words[0]),
    arguments: words.slice(1),
    assignments: [],
    redirections: [],
    span,
    connector: null,
    pipeline: 0,
    list: 0,
    depth: 0,
    substituted: false,
    wrapper: null,
  };
  const commands = [command];
  let last = command;
  let inside = unwrap(last);
  while (inside?.kind === "command") {
    last = innerCommand(last, inside);
    commands.push(last);
    inside = unwrap(last);
  }
  const script = inside === null ? undefined : last.words[inside.at];
  if (script === undefined) return { commands, pipes: [], problems: [] };
  const inner = readScript(script);
  return {
    commands: [
      ...commands,
      ...inner.commands.map(each => ({
        ...each,
        depth: each.depth + 1,
        pipeline: each.pipeline + 1,
        list: each.list + 1,
        wrapper: each.wrapper ?? last,
      })),
    ],
    pipes: inner.pipes.map(pipe => ({ ...pipe, pipeline: pipe.pipeline + 1 })),
    problems: inner.problems,
  };
}
