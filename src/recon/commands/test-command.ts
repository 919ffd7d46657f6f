import { readCommand } from "./read-command";
import type { CommandReading } from "./reading";

/** A command that runs tests, with its runner and what runs it taken off; null for any other. */
export function readTestCommand(
  words: readonly string[],
): { readonly runner: string; readonly words: readonly string[] } | null {
  const read = readCommand(words.map(withoutSubstitutions).filter(word => word !== ""));
  const runner = read && runnerOf(read);
  return runner ? { runner, words: read.words } : null;
}

/** tox fills in `{posargs}`, `{toxinidir}` and the like; none of them says what runs the tests. */
function withoutSubstitutions(word: string): string {
  return /^\{.*\}$/.test(word) ? "" : word.replace(/\{(?:toxinidir|envbindir)\}\//, "");
}

/** The runner of a command that runs tests, a script of the tests included (`python -m tests.unit`); else null. */
function runnerOf({ role, tool, target }: CommandReading): string | null {
  if (role === "test") return tool === "manage.py" ? "django" : tool === "python" ? "script" : tool;
  return role === "script" && /(?:^|[./_])tests?(?:[./_]|$)|run_?tests/i.test(target) ? "script" : null;
}
