import type { DataNode, MapEntry, ParsedData } from "./data-node";

interface OpenSection {
  readonly name: string;
  readonly span: { start: number; end: number };
  readonly entries: MapEntry[];
}

/**
 * INI as Python's configparser reads setup.cfg, tox.ini, alembic.ini and uwsgi.ini: sections, `key = value` or
 * `key: value`, values continued on indented lines, `#` and `;` comments on lines of their own. Keys before the first
 * section are kept under "". Repeated sections are merged.
 * Source: https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
export function parseIni(text: string): ParsedData {
  const sections: OpenSection[] = [];
  const problems: { message: string; offset: number }[] = [];
  let section: OpenSection | undefined;
  let open:
    { key: string; keySpan: { start: number; end: number }; parts: string[]; start: number; end: number } | undefined;

  const close = (): void => {
    if (open && section) {
      const value = open.parts.join("\n").trim();
      section.entries.push({
        key: open.key,
        keySpan: open.keySpan,
        value: { kind: "scalar", value, raw: value, span: { start: open.start, end: open.end } },
      });
    }
    open = undefined;
  };

  let offset = 0;
  for (const full of text.split("\n")) {
    const line = full.replace(/\r$/, "");
    const trimmed = line.trim();
    const start = offset;
    offset += full.length + 1;
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    if (open && /^[ \t]/.test(line)) {
      open.parts.push(trimmed);
      open.end = start + line.trimEnd().length;
      continue;
    }
    close();
    if (trimmed.startsWith("[")) {
      const end = trimmed.indexOf("]");
      if (end < 0) problems.push({ message: "Expected ] at the end of the section name", offset: start });
      section = sectionNamed(sections, trimmed.slice(1, end < 0 ? undefined : end).trim(), start, start + line.length);
      continue;
    }
    section ??= sectionNamed(sections, "", 0, 0);
    const separator = trimmed.search(/[=:]/);
    const indent = line.length - line.trimStart().length;
    const key = (separator < 0 ? trimmed : trimmed.slice(0, separator)).trim();
    const rest = separator < 0 ? "" : trimmed.slice(separator + 1);
    const valueStart =
      separator < 0 ? start + line.length : start + indent + separator + 1 + (rest.length - rest.trimStart().length);
    open = {
      key,
      keySpan: { start: start + indent, end: start + indent + key.length },
      parts: [rest.trim()],
      start: valueStart,
      end: start + line.trimEnd().length,
    };
  }
  close();
  const root: DataNode = {
    kind: "map",
    span: { start: 0, end: text.length },
    entries: sections.map(({ name, span, entries }) => ({
      key: name,
      keySpan: span,
      value: { kind: "map", entries, span },
    })),
  };
  return { root, problems };
}

function sectionNamed(sections: OpenSection[], name: string, start: number, end: number): OpenSection {
  const known = sections.find(candidate => candidate.name === name);
  if (known) return known;
  const created: OpenSection = { name, span: { start, end }, entries: [] };
  sections.push(created);
  return created;
}
