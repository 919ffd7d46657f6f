import type { Example, Rule } from "../lint/rule";

function block(example: Example, language: string): string {
  const text =
    typeof example === "string"
      ? example
      : Object.entries(example)
          .map(([path, body]) => `# ${path}\n${body}`)
          .join("\n");
  return `\`\`\`${language}\n${text.replace(/[«»]/g, "").trimEnd()}\n\`\`\``;
}

function languageOf(rule: Rule): string {
  return rule.code.startsWith("DD2") ? "yaml" : "dockerfile";
}

/** A rule's whole page in Markdown. */
export function rulePageText(rule: Rule): string {
  const language = languageOf(rule);
  const mirrors = rule.mirrors.length > 0 ? `\nSame as ${rule.mirrors.join(", ")}.\n` : "";
  return `# ${rule.id}

\`${rule.code}\` · ${rule.severity}
${mirrors}
${rule.what}

${rule.why}

${rule.todo}

## Found

${block(rule.bad, language)}

## Not found

${block(rule.good, language)}

## Ignore

Write \`# drydock ignore=${rule.id}\` on the line before, \`# drydock global ignore=${rule.id}\` at the top, or set it to \`off\` under \`lint.rules\` in \`.drydock.yaml\`.
`;
}

/** What ShellCheck finds is explained on its own pages; this one says so where there is no network. */
export function shellCheckPage(code: string): string {
  return `# ${code}

This finding is ShellCheck's, which Drydock asks about the scripts of RUN because it is installed here.

Its page: [www.shellcheck.net/wiki/${code}](https://www.shellcheck.net/wiki/${code})

## Ignore

Write \`# hadolint ignore=${code}\` or \`# drydock ignore=${code}\` on the line before the instruction, or set it to \`off\` under \`lint.rules\` in \`.drydock.yaml\`.
`;
}

/** What a hover on a squiggle adds: three lines of each example, the bad one where the finding is, the good one where it differs. */
export function ruleHoverText(rule: Rule): string {
  const bad = filesOf(rule.bad, rule);
  const found = bad.find(({ text }) => text.includes("«")) ?? bad[0];
  const isOther = ({ path, text }: ExampleFile): boolean => text !== plain(bad.find(each => each.path === path)?.text);
  const good = filesOf(rule.good, rule);
  const better = good.find(file => file.path === found?.path && isOther(file)) ?? good.find(isOther) ?? good[0];
  if (found === undefined || better === undefined) return "";
  const lines = better.text.trimEnd().split("\n");
  const same = better.path === found.path ? plain(found.text).split("\n") : [];
  const differs = lines.findIndex((line, at) => line !== same[at]);
  const mirrors = rule.mirrors.length > 0 ? ` (same as ${rule.mirrors.join(", ")})` : "";
  return [
    `\`${rule.id}\`${mirrors}: ${rule.why}`,
    excerpt(
      found,
      found.text.split("\n").findIndex(line => line.includes("«")),
    ),
    better.path === found.path ? "Better:" : `Better, in \`${better.path}\`:`,
    excerpt(better, differs < 0 ? lines.length - 1 : differs),
  ].join("\n\n");
}

interface ExampleFile {
  readonly path: string;
  readonly text: string;
}

function filesOf(example: Example, rule: Rule): readonly ExampleFile[] {
  if (typeof example === "string")
    return [{ path: rule.code.startsWith("DD2") ? "compose.yaml" : "Dockerfile", text: example }];
  return Object.entries(example).map(([path, text]) => ({ path, text }));
}

function plain(text = ""): string {
  return text.replace(/[«»]/g, "");
}

/** The line at `at` with the one before and the one after it; the first three where it is one of them. */
function excerpt({ path, text }: ExampleFile, at: number): string {
  const start = at > 2 ? at - 1 : 0;
  const lines = text
    .trimEnd()
    .split("\n")
    .slice(start, start + 3);
  const language = /\.ya?ml$/.test(path) ? "yaml" : /dockerfile(?!.*ignore$)/i.test(path) ? "dockerfile" : "";
  return block(lines.join("\n"), language);
}
