/** The file that a case stands for: whole where it begins with `=`, else the lines of a service beside another. */
export function composeFileOf(text: string): string {
  if (text.startsWith("=")) return text.slice(1);
  const lines = text.split("\n").map(line => `    ${line}\n`);
  return `services:\n  web:\n    image: shop:1\n${lines.join("")}  db:\n    image: postgres:17\n`;
}
