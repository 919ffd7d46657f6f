import { located, locatedList } from "../../../docker/compose/scalars";
import type { ComposeService, Located } from "../../../docker/compose/types";
import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
import type { ComposeContext } from "../../compose-context";
import { defineRule } from "../../define-rule";
import { merged } from "../../query/compose";
import { replace, shorten, suggestion } from "../../query/fixing";
import { joinedWords, readsArguments, scriptIndex } from "../../query/shell-arrays";

/** Reports the words behind a script; `words` begins with the shell, `at` is the script's place. */
function report(context: ComposeContext, words: readonly Located[], at: number): void {
  const script = words[at];
  const rest = words.slice(at + 1);
  const [first] = rest;
  const last = rest.at(-1);
  if (script === undefined || first === undefined || last === undefined) return;
  const texts = rest.map(word => word.text);
  if (readsArguments(script.text, texts) || script.text.includes("$$")) return;
  const whole = { start: script.span.start, end: last.span.end };
  const isFlow = !context.text.slice(whole.start, whole.end).includes("\n");
  const joined = isFlow ? joinedWords([script.text, ...texts]) : null;
  context.report(
    { start: first.span.start, end: last.span.end },
    `The shell runs \`${shorten(script.text, 30)}\` alone and never reads what stands behind it. Write one text.`,
    {
      fixes: joined === null ? [] : [suggestion("Write One Text", replace(whole, joined))],
    },
  );
}

/** Reports a command of several words behind the entry point `sh -c`, which may come from another file. */
function checkCommand(context: ComposeContext, service: ComposeService): void {
  const { command } = service;
  const entry = merged(context, service, each => each.entrypoint)?.words ?? [];
  const [shell] = entry;
  if (command === null || shell === undefined || !isShell(nameOf(shell.text))) return;
  if (!/^-[a-z]*c$/.test(entry.at(-1)?.text ?? "") || entry.length < 2) return;
  const words = command.words?.map(word => word.text) ?? command.text.trim().split(/\s+/);
  const [script = "", ...rest] = words;
  // A text in quotes is one word to Compose.
  if (rest.length === 0 || /["'\\]/.test(command.words === null ? command.text : "")) return;
  if (readsArguments(script, rest)) return;
  context.report(
    command.span,
    `Behind \`${shorten(shell.text, 16)} -c\` the shell runs \`${shorten(script, 24)}\` alone and never reads the other words. Write a list with one text.`,
  );
}

export const rule = defineRule({
  target: "compose",
  id: "words-behind-shell-script",
  code: "DD2136",
  severity: "error",
  mirrors: [],
  what: 'A command such as `["sh", "-c", "python", "app.py"]`, a `CMD-SHELL` check of several words, or a command of several words behind the entry point `sh -c`.',
  why: "The shell runs the first word behind `-c` alone; the rest become `$0` and `$1`, which nobody reads.",
  todo: "Write the whole command line as one text.",
  bad: 'services:\n  web:\n    image: shop:1\n    command: ["sh", "-c", "python", «"app.py"»]\n',
  good: 'services:\n  web:\n    image: shop:1\n    command: ["sh", "-c", "python app.py"]\n',
  check: context => {
    for (const service of context.document.services) {
      for (const { words } of [service.command, service.entrypoint].flatMap(each => each ?? [])) {
        if (words === null || !isShell(nameOf(words[0]?.text ?? ""))) continue;
        const at = scriptIndex(words.map(word => word.text));
        if (at !== null) report(context, words, at);
      }
      const test = service.healthcheck?.test;
      if (test?.kind === "list" && located(test.items[0])?.text === "CMD-SHELL") report(context, locatedList(test), 1);
      checkCommand(context, service);
    }
  },
});
