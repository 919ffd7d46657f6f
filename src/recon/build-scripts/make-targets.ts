/** A target of a Makefile (or recipe of a justfile) with the lines that it runs. */
export interface MakeTarget {
  readonly name: string;
  readonly offset: number;
  readonly lines: readonly { readonly text: string; readonly offset: number }[];
  /** Variables of the file, expanded as far as they are literal. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Reads targets and variables of a Makefile or justfile: recipes are the indented lines below `name:`. */
export function makeTargets(text: string): readonly MakeTarget[] {
  const variables = new Map<string, string>();
  const targets: {
    name: string;
    offset: number;
    lines: { text: string; offset: number }[];
    variables: Map<string, string>;
  }[] = [];
  let current: (typeof targets)[number] | null = null;
  let offset = 0;
  let continued: { text: string; offset: number } | null = null;
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\r$/, "");
    const start = offset;
    offset += raw.length + 1;
    if (continued !== null) {
      const joined: { text: string; offset: number } = continued;
      joined.text += line.replace(/\\$/, "").trim() === "" ? "" : ` ${line.replace(/\\$/, "").trim()}`;
      if (!line.endsWith("\\")) continued = null;
      continue;
    }
    if (/^[\t ]/.test(line) && current !== null) {
      const body = line.trim().replace(/^[@+-]+/, "");
      if (body === "" || body.startsWith("#")) continue;
      const entry = { text: expandMake(body.replace(/\\$/, ""), variables), offset: start + line.indexOf(body) };
      current.lines.push(entry);
      if (line.endsWith("\\")) continued = entry;
      continue;
    }
    const assignment = /^(?:export\s+)?([A-Za-z_]\w*)\s*(?:\?=|:=|::=|\+=|=)\s*(.*)$/.exec(line);
    if (assignment?.[1] !== undefined) {
      variables.set(assignment[1], expandMake((assignment[2] ?? "").replace(/^(["'])(.*)\1$/, "$2"), variables));
      current = null;
      continue;
    }
    const target = /^@?([A-Za-z_][\w./-]*)(?:\s+[^:=]*)?\s*:(?!=)/.exec(line);
    if (target?.[1] !== undefined) {
      current = { name: target[1], offset: start, lines: [], variables };
      targets.push(current);
    } else if (line.trim() !== "" && !line.startsWith("#")) current = null;
  }
  return targets;
}

/** Replaces `$(X)`, `${X}` and just's `{{X}}` by known values; `$$` is the shell's dollar. */
function expandMake(text: string, variables: ReadonlyMap<string, string>): string {
  return text
    .replace(/\$\$/g, "\u0000")
    .replace(
      /\$\((\w+)\)|\$\{(\w+)\}|\{\{\s*(\w+)\s*\}\}/g,
      (whole: string, make?: string, brace?: string, just?: string) => {
        const name = make ?? brace ?? just ?? "";
        return variables.get(name) ?? (make === undefined ? whole : "");
      },
    )
    .replace(/\u0000/g, "$");
}
