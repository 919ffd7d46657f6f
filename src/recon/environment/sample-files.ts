/** One line of a `.env.example`. */
export interface SampleVariable {
  readonly name: string;
  readonly offset: number;
  /** A comment stands above it or on its line. */
  readonly isDocumented: boolean;
}

/** Names of a sample environment file; commented-out assignments count, since samples show options that way. */
export function sampleVariables(text: string): readonly SampleVariable[] {
  const found: SampleVariable[] = [];
  let offset = 0;
  let hasComment = false;
  for (const line of text.split("\n")) {
    const match = /^[ \t]*(#[ \t]?)?(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=(.*)$/.exec(line);
    if (match && (match[1] === undefined || /^[A-Z][A-Z0-9_]+$/.test(match[2] ?? ""))) {
      found.push({
        name: match[2] ?? "",
        offset: offset + line.indexOf(match[2] ?? ""),
        isDocumented: hasComment || /[ \t]#/.test(match[3] ?? ""),
      });
    } else if (/^[ \t]*#.*[a-z]/i.test(line)) hasComment = true;
    else if (line.trim() === "") hasComment = false;
    offset += line.length + 1;
  }
  return found;
}
