import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** Parts of a login that stand in the code as text, null for each that comes from elsewhere. */
export interface WrittenLogin {
  readonly user: string | null;
  readonly database: string | null;
  readonly place: Place;
}

/** User and database of `f"postgresql://shop:{password}@{host}/orders"`; an address without a gap is a variable's default. */
const ADDRESS =
  /\b(?:postgres(?:ql)?|mysql|mariadb)(?:\+\w+)?:\/\/([^:@/\s"']+)(?::[^@\s"']*)?@[{%][^/\s"']*\/([^?\s"']+)/;

/**
 * What the code says of the login to a database, by service, where the rest comes from variables: `"NAME": "shop"` beside
 * `"HOST": os.environ["DB_HOST"]`. The server of the stack has to be made with it, since nothing can set it from outside.
 */
export function readWrittenLogins(workspace: Workspace, recon: Recon): ReadonlyMap<string, WrittenLogin> {
  const found = new Map<string, WrittenLogin>();
  for (const { service, kind, variables, places } of recon.integrations) {
    if (kind !== "database" || variables.length === 0 || found.has(service)) continue;
    for (const place of places) {
      const text = place.path.endsWith(".py") ? workspace.text(place.path) : null;
      const login = text === null ? null : loginAt(text, place.line);
      if (login === null) continue;
      found.set(service, { ...login, place });
      break;
    }
  }
  return found;
}

function loginAt(text: string, line: number): Pick<WrittenLogin, "user" | "database"> | null {
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const own = lines[line - 1] ?? "";
  const address = ADDRESS.exec(own);
  const entries = address ? null : mappingAround(text, start + Math.max(own.search(/ENGINE/), 0));
  const user = address ? (address[1] ?? null) : (entries?.get("USER") ?? null);
  const database = address ? (address[2] ?? null) : (entries?.get("NAME") ?? null);
  // The images of MySQL make no second user of that name.
  const plain = (word: string | null): string | null =>
    word !== null && word !== "root" && /^[A-Za-z_][\w-]*$/.test(word) ? word : null;
  return plain(user) === null && plain(database) === null ? null : { user: plain(user), database: plain(database) };
}

/** The entries of a mapping whose values are texts, by the innermost braces round an offset that names a back end. */
function mappingAround(text: string, offset: number): ReadonlyMap<string, string> | null {
  if (!text.startsWith("ENGINE", offset)) return null;
  const open = text.lastIndexOf("{", offset);
  let depth = 0;
  for (let at = open; open >= 0 && at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) {
      const pairs = [
        ...text.slice(open + 1, at).matchAll(/["'](USER|NAME)["']\s*:\s*["']([^"'\n]*)["']\s*(?=[,}\n#]|$)/g),
      ];
      return new Map(pairs.map(([, key, value]) => [key ?? "", value ?? ""]));
    }
  }
  return null;
}
