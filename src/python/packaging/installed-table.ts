const HEADER = /^[ \t]*Package[ \t]+Version\b[^\n]*\r?\n[ \t]*-{3,}[ \t]+-{3,}[^\n]*(?:\r?\n|$)/m;

/** A name and a version with nothing but blanks between, which no requirement looks like (PEP 508). */
const ROW = /^[ \t]*[\w.-]+[ \t]+\d[\w.!+-]*\s*$/;

/** Whether a requirements file is the table that `pip list` prints, which pip itself refuses to read. */
export function isInstalledTable(text: string): boolean {
  return tableStart(text) !== null;
}

/** Offset of the first row; without its head, a file that has nothing but rows is such a table. Null for other text. */
function tableStart(text: string): number | null {
  const header = HEADER.exec(text);
  if (header) return header.index + header[0].length;
  const lines = text.split("\n").filter(line => line.trim() !== "");
  return lines.length > 0 && lines.every(line => ROW.test(line)) ? 0 : null;
}

/**
 * The table of `pip list` as requirements, each in the place of its row, so that offsets hold: `flask   1.1.2` becomes
 * `flask==1.1.2`. Other text is returned as it is.
 */
export function requirementsOfTable(text: string): string {
  const start = tableStart(text);
  if (start === null) return text;
  const hidden = text.slice(0, start).replace(/[^\r\n]/g, " ");
  const rows = text.slice(start).replace(/^([ \t]*)([\w.-]+)([ \t]+)(\d[\w.!+-]*)([^\r\n]*)$/gm, (...row) => {
    const [, lead = "", name = "", gap = "", version = "", rest = ""] = row as string[];
    const requirement = `${name}==${version}`;
    return lead + requirement.padEnd(name.length + gap.length + version.length + rest.length);
  });
  return hidden + rows;
}
