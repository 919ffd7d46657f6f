import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject, Resolution } from "../../python/project";
import type { FixedAddress } from "../../model/recon";
import { isLoopback } from "./address";

/** One named part of an address as code gives it: an entry of a mapping, a keyword, a setting. */
export interface AddressPart {
  readonly name: string;
  readonly value: Value;
  readonly scope: number;
}

const HOST = /(?:^|_)(?:hosts?|hostname|servers?|location|urls?|uri|dsn|conninfo)$/i;
const PORT = /(?:^|_)port$/i;
const USER = /(?:^|_)(?:user|username|login)$/i;
const PASSWORD = /(?:^|_)(?:password|passwd|pass)$/i;
const DATABASE = /(?:^|_)(?:database|dbname|db|name)$/i;

/**
 * The address that these parts make where it lies on this machine and nothing outside can set its host; null for every other
 * one. A user or database that the environment gives is null; of a password only its place is told.
 */
export function fixedAddress(
  project: PythonProject,
  file: PythonFile,
  parts: readonly AddressPart[],
): FixedAddress | null {
  const resolved = parts
    .flatMap(opened)
    .map(part => ({ ...part, found: project.resolve(file, part.value, part.scope) }));
  const partOf = (name: RegExp): Resolution | undefined => resolved.find(part => name.test(part.name))?.found;
  const textOf = (name: RegExp): string | null => {
    const found = partOf(name);
    if (!isWritten(found)) return null;
    return found.value.kind === "string" || found.value.kind === "number" ? String(found.value.value) : null;
  };
  const written = resolved.find(part => HOST.test(part.name));
  const address = written?.found;
  if (!written || !isWritten(address) || address.value.kind !== "string") return null;
  const place = placeOf(project, address);
  if (place === null) return null;
  const text = address.value.value.trim();
  const whole = text.includes("://") ? readUrl(text) : readKeywords(text);
  if (whole !== null) {
    const { hasPassword, ...rest } = whole;
    if (!isLoopback(whole.host)) return null;
    const hole = hasPassword ? passwordHole(written.value) : null;
    const found = hole === null ? address : project.resolve(file, hole, written.scope);
    return { ...rest, password: hasPassword ? placeOf(project, found) : null, place };
  }
  const [, host = text, ownPort] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (!isLoopback(host)) return null;
  const password = partOf(PASSWORD);
  const isGiven = isWritten(password) && password.value.kind === "string" && password.value.value !== "";
  return {
    host,
    port: portOf(ownPort ?? textOf(PORT)),
    user: textOf(USER) || null,
    database: textOf(DATABASE) || null,
    password: isGiven ? placeOf(project, password) : null,
    place,
  };
}

/** The same of a text that begins with an address of HTTP: `http://localhost:8000/items/{}`. */
export function fixedStart(text: string, place: FixedAddress["place"]): FixedAddress | null {
  const [, host = "", port] = /^https?:\/\/(\[[^\]]*\]|[^:/?#\s]*)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(text) ?? [];
  return isLoopback(host) ? { host, port: portOf(port), user: null, database: null, password: null, place } : null;
}

/** Mappings within (`CONFIG`) part by part, and of a list of addresses the first, which may be a pair of host and port. */
function opened(part: AddressPart): readonly AddressPart[] {
  const { name, value, scope } = part;
  if (value.kind === "dict")
    return value.entries.flatMap(({ key, value: inner }) =>
      key?.kind === "string" ? opened({ name: key.value, value: inner, scope }) : [],
    );
  if (value.kind !== "sequence" || !HOST.test(name)) return [part];
  const [first, second] = value.items;
  if (first === undefined) return [];
  if (first.kind === "string" && second?.kind === "number")
    return [
      { name, value: first, scope },
      { name: "port", value: second, scope },
    ];
  return opened({ name, value: first, scope });
}

/** What stands for the password in `f"mysql+pymysql://{USER}:{PASSWORD}@localhost/shop"`. */
function passwordHole(value: Value): Value | null {
  if (value.kind !== "template") return null;
  const at = value.parts.findIndex((part, index) => {
    const before = value.parts[index - 1];
    const after = value.parts[index + 1];
    return (
      typeof part !== "string" &&
      typeof before === "string" &&
      /:$/.test(before) &&
      typeof after === "string" &&
      after.startsWith("@")
    );
  });
  const hole = value.parts[at];
  return hole === undefined || typeof hole === "string" ? null : hole;
}

function isWritten(found: Resolution | undefined): found is Resolution {
  return found !== undefined && !found.isOpen && found.variables.length === 0;
}

function placeOf(project: PythonProject, { path, value }: Resolution): FixedAddress["place"] | null {
  const file = project.file(path);
  return file === undefined ? null : project.place(file, value.offset);
}

type Parsed = Pick<FixedAddress, "host" | "port" | "user" | "database"> & { readonly hasPassword: boolean };

/** `postgresql+psycopg2://postgres:1234@localhost:5432/shop` (RFC 3986, section 3.2); null where a part is a hole. */
function readUrl(text: string): Parsed | null {
  const match =
    /^[a-z][\w+.-]*:\/\/(?:([^:@/\s]*)(?::([^/\s]*?))?@)?(\[[^\]]*\]|[^:/?#\s]*)(?::(\d{1,5}))?(?:\/([^?#\s]*))?(?:[?#]|$)/i.exec(
      text,
    );
  if (!match || /[{}$<>]/.test(text)) return null;
  const [, user, password, host = "", port, database] = match;
  return {
    host,
    port: portOf(port),
    user: decoded(user),
    database: decoded(database),
    hasPassword: (password ?? "") !== "",
  };
}

/** The keyword form of libpq: `dbname=shop user=postgres host=localhost password=1234`. */
function readKeywords(text: string): Parsed | null {
  if (!/(?:^|\s)(?:dbname|host)\s*=/.test(text)) return null;
  const values = new Map(
    [...text.matchAll(/(\w+)\s*=\s*(?:'([^']*)'|(\S+))/g)].map(([, key = "", quoted, plain]) => [key, quoted ?? plain]),
  );
  return {
    host: values.get("host") ?? values.get("hostaddr") ?? "",
    port: portOf(values.get("port")),
    user: values.get("user") ?? null,
    database: values.get("dbname") ?? null,
    hasPassword: (values.get("password") ?? "") !== "",
  };
}

function decoded(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function portOf(text: string | null | undefined): number | null {
  const port = Number(text ?? "");
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : null;
}
