import type { Evidence } from "../../model/evidence";
import { holdsSecret } from "../../workspace/mask";
import { asText, at, entries, items, type DataNode, type MapEntry } from "../../workspace/data-node";
import { simpleCommands } from "../commands/simple-commands";
import { readTestCommand } from "../commands/test-command";
import { defineDetector } from "../define-detector";

/** A target of a task runner that is called after the tests. */
const TARGET = /^(?:make|just|task|nox|invoke|inv)$/;
const TESTS = /^(?:run[-_])?(?:unit[-_])?tests?(?:[-_:].*)?$/;

/** What continuous integration sets around the step that runs the tests. */
export const detector = defineDetector({
  id: "test-environment",
  title: "Variables that continuous integration sets for the tests",
  reads: { files: [".github/workflows/*.{yml,yaml}", ".gitlab-ci.{yml,yaml}"] },
  detect({ workspace, files }) {
    return files.flatMap(path =>
      stepsOf(workspace.data(path).root).flatMap(({ script, variables }): readonly Evidence[] => {
        const run = simpleCommands(script.replace(/\$\{\{[^}]*\}\}/g, "X")).flatMap(({ words, assignments }) => {
          const runner = readTestCommand(words)?.runner ?? null;
          const isTarget = TARGET.test(words[0] ?? "") && words.slice(1).some(word => TESTS.test(word));
          return runner !== null || isTarget ? [{ runner, assignments }] : [];
        })[0];
        if (run === undefined) return [];
        const found = new Map<string, { readonly value: string; readonly offset: number }>();
        for (const { key, value } of variables) {
          const text = asText(value);
          // What is nearest to the step holds, also where it is no literal.
          found.delete(key);
          if (text !== undefined) found.set(key, { value: text, offset: value.span.start });
        }
        const offset = variables.at(-1)?.value.span.start ?? 0;
        for (const [name, value] of run.assignments) found.set(name, { value, offset });
        return [...found].flatMap(([name, { value, offset: start }]): readonly Evidence[] =>
          isCarried(name, value)
            ? [{ claim: "test-environment", runner: run.runner, name, value, place: workspace.place(path, start) }]
            : [],
        );
      }),
    );
  },
});

/** A literal that means the same in a container: no secret, no reference, no address of the machine that runs the step. */
function isCarried(name: string, value: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !holdsSecret(name, value) && !/[$`]|localhost|127\.0\.0\.1/.test(value);
}

interface Step {
  readonly script: string;
  /** From the outermost to the step's own. */
  readonly variables: readonly MapEntry[];
}

function stepsOf(root: DataNode | null): readonly Step[] {
  const github = entries(at(root, "jobs")).flatMap(({ value: job }) =>
    items(at(job, "steps")).flatMap(step => {
      const script = asText(at(step, "run"));
      const variables = [root, job, step].flatMap(node => entries(at(node, "env")));
      return script === undefined ? [] : [{ script, variables }];
    }),
  );
  const gitlab = entries(root).flatMap(({ value: job }) => {
    const script = at(job, "script");
    const lines = script === undefined ? [] : [script, ...items(script)].flatMap(line => asText(line) ?? []);
    const variables = [root, job].flatMap(node => entries(at(node, "variables")));
    return lines.length === 0 ? [] : [{ script: lines.join("\n"), variables }];
  });
  return [...github, ...gitlab];
}
