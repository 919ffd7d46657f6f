/** The parts of an address that a text holds, null for each that it does not say. */
export interface Connection {
  readonly host: string;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
}

/** An address as a URL or in the keyword form of libpq; null for any other text. */
export function readConnection(text: string): Connection | null {
  return text.includes("://") ? readUrl(text) : readKeywords(text);
}

/** `postgresql+psycopg2://postgres:1234@localhost:5432/shop` (RFC 3986, section 3.2); null where a part is a hole. */
function readUrl(text: string): Connection | null {
  const match =
    /^[a-z][\w+.-]*:\/\/(?:([^:@/\s]*)(?::([^/\s]*?))?@)?(\[[^\]]*\]|[^:/?#\s]*)(?::(\d{1,5}))?(?:\/([^?#\s]*))?(?:[?#]|$)/i.exec(
      text,
    );
  if (!match || /[{}$<>]/.test(text)) return null;
  const [, user, password, host = "", port, database] = match;
  return {
    host,
    port: readPort(port),
    user: decoded(user),
    password: decoded(password),
    database: decoded(database),
  };
}

/** The keyword form of libpq: `dbname=shop user=postgres host=localhost password=1234`. */
function readKeywords(text: string): Connection | null {
  if (!/(?:^|\s)(?:dbname|host)\s*=/.test(text)) return null;
  const values = new Map(
    [...text.matchAll(/(\w+)\s*=\s*(?:'([^']*)'|(\S+))/g)].map(([, key = "", quoted, plain]) => [key, quoted ?? plain]),
  );
  return {
    host: values.get("host") ?? values.get("hostaddr") ?? "",
    port: readPort(values.get("port")),
    user: values.get("user") ?? null,
    password: values.get("password") || null,
    database: values.get("dbname") ?? null,
  };
}

/** A part of a URL with its escapes read, as it stands where they are broken; null for an empty or absent part. */
export function decoded(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A number that a port can have, null for any other text. */
export function readPort(text: string | null | undefined): number | null {
  const port = Number(text ?? "");
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : null;
}
