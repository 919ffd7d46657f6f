import type { Span } from "../model/place";

/** A tag of Jinja that stands alone on its line, or one of ERB and EJS. */
const BLOCK_TAG =
  /^[ \t]*(?:\{%[-+]?\s*(?:if|elif|else|endif|for|endfor|set|include|import|from|extends|block|endblock|macro|endmacro|raw|endraw|with|endwith|filter|endfilter|call)\b|<%)/gm;

/** What a template language puts in the place of a value: `{{ name }}`, `{% if … %}`, `<%= name %>`, `%%NAME%%`, `%NAME%`, `@NAME@`. */
const PLACEHOLDER = /\{[{%#]|<%|%%\w+%%|%[A-Z][A-Z0-9_]{2,}%|@[A-Z_]\w*@/;

/** False for most files, which need no further look. */
export function mayHoldMarks(text: string): boolean {
  return text.includes("@") || /\{[{%#]|<%|%%|%[A-Z]|^[ \t]*\$/m.test(text);
}

/** The first placeholder of `text`, which lies in the file from `offset` on. */
export function placeholderIn(text: string, offset: number): Span | null {
  const match = PLACEHOLDER.exec(text);
  if (match === null) return null;
  return { start: offset + match.index, end: offset + match.index + match[0].length };
}

/** The first `%%NAME%%` of `text`, which no value of a Dockerfile has, whatever else it holds. */
export function namedPlaceholderIn(text: string, offset: number): Span | null {
  const match = /%%[A-Z][A-Z0-9_]*%%/.exec(text);
  return match === null ? null : { start: offset + match.index, end: offset + match.index + match[0].length };
}

/** A folder that is named after the templates in it. */
export function isBesideTemplates(path: string): boolean {
  return /(?:^|[/._-])templates?\//i.test(path);
}

/** The marks of all tags that stand alone on their line. */
export function blockTags(text: string): readonly Span[] {
  if (!text.includes("{%") && !text.includes("<%")) return [];
  return [...text.matchAll(BLOCK_TAG)].map(match => {
    const start = match.index + match[0].search(/[{<]/);
    return { start, end: start + 2 };
  });
}

/** A folder that a tool names anew when it makes a project: `{{cookiecutter.project_slug}}`. */
export function isInTemplateFolder(path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const open = folder.indexOf("{{");
  return open !== -1 && folder.includes("}}", open);
}

/** The first expression or tag of Jinja anywhere in a text. */
export function expressionIn(text: string): Span | null {
  const match = /\{\{[-+]?\s*[A-Za-z_]|\{%/.exec(text);
  return match === null ? null : { start: match.index, end: match.index + 2 };
}
