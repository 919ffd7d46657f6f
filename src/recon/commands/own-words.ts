/**
 * A template (`gunicorn {{ project_name }}.wsgi`) is a command of the projects that are made from it. So is what
 * `xargs -I {}` or `find -exec` puts in, which only one run of it knows.
 */
export function isTemplate(words: readonly string[]): boolean {
  return words.some((word, at) => word.includes("{{") || (word === "{}" && !words[at - 1]?.startsWith("--")));
}

/**
 * An argument list that only the person who starts it knows (`"$@"`) is nothing of the command's own, nor is an array of the
 * script's, which only Bash has. So is a variable without a value that stands for further options.
 */
export function ownWords(words: readonly string[]): readonly string[] {
  const isGiven = /^\$(?:[@*]|\{(?:\w+\[[@*]\]|[@*])\})$/;
  return words.filter((word, at) => !isGiven.test(word) && !isOptional(word, words[at - 1]));
}

function isOptional(word: string, before: string | undefined): boolean {
  return /^\$(?:\w+|\{\w+\})$/.test(word) && before !== undefined && !/^--?[\w-]+$/.test(before);
}

const ASKS = /^--(?:version|help)$/;
const ASKED_ONLY = /^(?:--version|--help|-V)$/;

/** A program that is only asked for its version or its options starts nothing. */
export function onlyAsks(given: readonly string[]): boolean {
  const asks = given.findIndex(word => ASKS.test(word));
  return (
    given.at(-1) === "-h" ||
    // With a value behind it it is an option of the program's own, such as a host.
    (asks >= 0 && given.slice(asks + 1).every(word => word.startsWith("-"))) ||
    (given.length > 0 && given.every(word => ASKED_ONLY.test(word)))
  );
}

/** `python /venv/bin/gunicorn`: the program that an environment has there, called by its interpreter. */
export function withoutInterpreter(words: readonly string[]): readonly string[] {
  const isProgram = /^(?:\S*\/)?python[\d.]*$/.test(words[0] ?? "") && /^\/\S*\/bin\/[\w-]+$/.test(words[1] ?? "");
  return isProgram ? words.slice(1) : words;
}
