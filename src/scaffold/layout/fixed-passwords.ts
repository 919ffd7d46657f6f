import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import { RAW, TRIPLE } from "../../python/scan/lexer";
import { decodeContent } from "../../python/scan/string-literal";
import { readConnection } from "../../recon/integrations/connection-text";
import type { Workspace } from "../../workspace/workspace";

/**
 * Passwords that the code itself has beside an address on this machine, by service: what a service has to be set up with,
 * since recon tells only their places.
 */
export function readFixedPasswords(workspace: Workspace, recon: Recon): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { service, fixed } of recon.integrations) {
    const text = fixed?.password ? literalAt(workspace, fixed.password) : null;
    // What stands at the place is a whole address, in its URL or keyword form, or the password itself.
    const connection = text === null ? null : readConnection(text);
    const password = connection === null ? text : connection.password;
    if (password) found.set(service, password);
  }
  return found;
}

/** What the string literal that starts at a place stands for; null where there is none, or one with holes. */
function literalAt(workspace: Workspace, { path, line, column }: Place): string | null {
  const text = workspace.text(path);
  if (text === null) return null;
  const rest = text
    .split("\n")
    .slice(line - 1)
    .join("\n")
    .slice(column - 1);
  // A value of an INI file ends with its line, and doubles what Python's configparser would fill in.
  const own = rest.split("\n", 1)[0] ?? "";
  if (/\.(?:ini|cfg|conf)$/.test(path)) return own.trim().replaceAll("%%", "%");
  // A plain scalar of YAML ends before a comment.
  if (/\.ya?ml$/.test(path) && !/^["']/.test(own)) return own.replace(/\s#.*$/, "").trim();
  const match = /^([bru]{0,2})("""|'''|["'])/i.exec(rest);
  if (!match) return null;
  const [open, prefix = "", quote = ""] = match;
  const content = rest.slice(open.length);
  const close = quote.length === 3 ? content.indexOf(quote) : closing(content, quote);
  if (close < 0) return null;
  const flags = (/r/i.test(prefix) ? RAW : 0) | (quote.length === 3 ? TRIPLE : 0);
  return decodeContent(content, 0, close, flags);
}

/** Offset of the quote that ends a literal on one line, -1 where none does. */
function closing(content: string, quote: string): number {
  for (let at = 0; at < content.length && content[at] !== "\n"; at++) {
    if (content[at] === "\\") at++;
    else if (content[at] === quote) return at;
  }
  return -1;
}
