/** Text of the workspace as one line of Markdown: nothing in it may become markup, a heading, list or rule at its start included. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>()#+!|~]/g, "\\$&")
    .replace(/\r?\n/g, " ")
    .replace(/^(\s*)([-=]+(?:\s|$))/, "$1\\$2")
    .replace(/^(\s*\d+)(\.(?:\s|$))/, "$1\\$2");
}
