const HEADER = /^[ \t]*Package[ \t]+Version\b[^\n]*\r?\n[ \t]*-{3,}[ \t]+-{3,}[^\n]*(?:\r?\n|$)/m;

/** Whether a requirements file is the table that `pip list` prints, which pip itself refuses to read. */
export function isInstalledTable(text: string): boolean {
  return HEADER.test(text);
}

/**
 * The table of `pip list` as requirements, each in the place of its row, so that offsets hold: `flask   1.1.2` becomes
 * `flask==1.1.2`. Other text is returned as it is.
 */
export function requirementsOfTable(text: string): string {
  const header = HEADER.exec(text);
  if (!header) return text;
  const start = header.index + header[0].length;
  const hidden = text.slice(0, start).replace(/[^\r\n]/g, " ");
  const rows = text.slice(start).replace(/^([ \t]*)([\w.-]+)([ \t]+)(\d[\w.!+-]*)([^\r\n]*)$/gm, (...row) => {
    const [, lead = "", name = "", gap = "", version = "", rest = ""] = row as string[];
    const requirement = `${name}==${version}`;
    return lead + requirement.padEnd(name.length + gap.length + version.length + rest.length);
  });
  return hidden + rows;
}
