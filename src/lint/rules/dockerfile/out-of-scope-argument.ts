import { lineEndOf } from "../../../docker/line-map";
import { PLATFORM_ARGUMENTS, PREDEFINED_ARGUMENTS, scopeAt } from "../../../docker/dockerfile/expand";
import { literalPattern } from "../../../model/patterns";
import { defineRule } from "../../define-rule";
import { inheritedVariables } from "../../query/base-variables";
import { insert, lineStartOf, shorten, suggestion } from "../../query/fixing";
import { rootOf } from "../../query/python-base";
import { wholeText } from "../../query/known-runs";

export const rule = defineRule({
  target: "dockerfile",
  id: "out-of-scope-argument",
  code: "DD1173",
  severity: "error",
  mirrors: [],
  what: "RUN uses an ARG that stands before the first FROM and is not declared again in its stage.",
  why: "Such an argument is known in FROM lines only. In RUN the shell finds nothing and goes on with an empty text.",
  todo: "Write `ARG NAME` once more, behind FROM and without a value.",
  bad: "ARG APP_HOME=/srv/app\nFROM python:3.13-slim\nRUN mkdir -p «$APP_HOME/data»\n",
  good: "ARG APP_HOME=/srv/app\nFROM python:3.13-slim\nARG APP_HOME\nRUN mkdir -p $APP_HOME/data\n",
  check: context => {
    const { graph, file } = context;
    const names = graph.globalArguments
      .flatMap(each => each.pairs.map(pair => pair.key.value))
      .filter(name => !PLATFORM_ARGUMENTS.includes(name) && !PREDEFINED_ARGUMENTS.includes(name));
    if (names.length === 0) return;
    for (const { instruction, stage, commands } of context.runs) {
      if (stage === null || instruction.onbuild) continue;
      const root = rootOf(context, stage);
      const inherited = root === null ? null : inheritedVariables(root.reference);
      if (inherited === null) continue;
      const scope = scopeAt(graph, stage, instruction.index, file.escape);
      const text = wholeText(context, instruction);
      for (const name of names) {
        if (scope.has(name) || inherited.has(name) || !text.includes(name)) continue;
        const pattern = literalPattern(name);
        // The script sets it itself, or says what an unset one means.
        if (
          new RegExp(
            `(?:^|[^\\w$])${pattern}=|\\b(?:read|for|local|declare)\\b[^\\n]*\\b${pattern}\\b|\\$\\{${pattern}[^\\w}]`,
          ).test(text)
        )
          continue;
        const word = commands.flatMap(each => each.words).find(each => each.variables.includes(name));
        if (word === undefined) continue;
        const at = lineStartOf(context, instruction);
        context.report(
          word.span,
          `\`ARG ${shorten(name, 30)}\` stands before FROM and is unknown in this stage, so it is empty here. Write \`ARG ${shorten(name, 30)}\` behind FROM.`,
          { fixes: [suggestion(`Add ARG ${name}`, insert(at, `ARG ${name}${lineEndOf(context.text)}`))] },
        );
      }
    }
  },
});
