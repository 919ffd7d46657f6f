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

/** What a hover on a squiggle adds: three lines of each example. */
export function ruleHoverText(rule: Rule): string {
  const language = languageOf(rule);
  const few = (example: Example): Example => {
    const text = typeof example === "string" ? example : (Object.values(example)[0] ?? "");
    const lines = text.trimEnd().split("\n");
    const marked = lines.findIndex(line => line.includes("«"));
    const start = marked > 2 ? marked - 1 : 0;
    return lines.slice(start, start + 3).join("\n");
  };
  const mirrors = rule.mirrors.length > 0 ? ` (same as ${rule.mirrors.join(", ")})` : "";
  return [
    `\`${rule.id}\`${mirrors}: ${rule.why}`,
    block(few(rule.bad), language),
    "Better:",
    block(few(rule.good), language),
  ].join("\n\n");
}
