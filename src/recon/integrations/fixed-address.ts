import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject, Resolution } from "../../python/project";
import type { GivenValue } from "../applications/given-keyword";
import type { FixedAddress } from "../../model/recon";
import { isLoopback } from "./address";
import { readConnection, readPort } from "./connection-text";

/** One named part of an address as code gives it: an entry of a mapping, a keyword, a setting. */
export interface AddressPart extends GivenValue {
  readonly name: string;
}

/** The keywords of a call as parts. */
export function keywordParts(file: PythonFile, { keywords, scope }: CallFact): readonly AddressPart[] {
  return keywords.flatMap(({ name, value }) => (name === null ? [] : [{ name, file, value, scope }]));
}

const HOST = /(?:^|_)(?:hosts?|hostname|servers?|location|urls?|uri|dsn|conninfo)$/i;
/** Those of them that hold a whole address: a plain word there may be anything. */
const ADDRESS = /(?:^|_)(?:location|urls?|uri|dsn|conninfo)$/i;
const PORT = /(?:^|_)port$/i;
const USER = /(?:^|_)(?:user|username|login)$/i;
const PASSWORD = /(?:^|_)(?:password|passwd|pass)$/i;
const DATABASE = /(?:^|_)(?:database|dbname|db|name)$/i;

/**
 * The address that these parts make where it lies on this machine, or at a name that only a network of containers knows, and
 * nothing outside can set its host; null for every other one. A user or database that the environment gives is null; of a password only its place is told.
 */
export function fixedAddress(project: PythonProject, parts: readonly AddressPart[]): FixedAddress | null {
  const resolved = parts
    .flatMap(opened)
    .map(part => ({ ...part, found: project.resolve(part.file, part.value, part.scope) }));
  const partOf = (name: RegExp): Resolution | undefined => resolved.find(part => name.test(part.name))?.found;
  const textOf = (name: RegExp): string | null => {
    const found = partOf(name);
    if (!isWritten(found)) return null;
    return found.value.kind === "string" || found.value.kind === "number" ? String(found.value.value) : null;
  };
  const written = resolved.find(part => HOST.test(part.name));
  const address = written?.found;
  const text = writtenText(address)?.trim();
  if (!written || !address || text === undefined) return null;
  const place = placeOf(project, address);
  if (place === null) return null;
  const whole = readConnection(text);
  if (whole !== null) {
    if (!isNear(whole.host)) return null;
    return { ...whole, password: whole.password === null ? null : passwordIn(project, written, address), place };
  }
  const [, host = text, ownPort] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (!isLoopback(host) && (ADDRESS.test(written.name) || !isNear(host))) return null;
  const password = partOf(PASSWORD);
  return {
    host,
    port: readPort(ownPort ?? textOf(PORT)),
    user: textOf(USER) || null,
    database: textOf(DATABASE) || null,
    password: password && isGivenText(password) ? placeOf(project, password) : null,
    place,
  };
}

function isGivenText(found: Resolution): boolean {
  return isWritten(found) && found.value.kind === "string" && found.value.value !== "";
}

/**
 * The same of an entry of Django's DATABASES that says which database it is and not where: no host, or an empty one, stands
 * for this machine (Django, "DATABASES: HOST"). Null where options may say it.
 */
export function unsaidAddress(project: PythonProject, parts: readonly AddressPart[]): FixedAddress | null {
  const named = (name: string): AddressPart | undefined => parts.find(part => part.name === name);
  const engine = named("ENGINE");
  const textOf = (name: string): string | null => {
    const part = named(name);
    const found = part && project.resolve(part.file, part.value, part.scope);
    return isWritten(found) && found.value.kind === "string" ? found.value.value : null;
  };
  const isEmpty = named("HOST") === undefined || textOf("HOST") === "";
  if (!engine || !isEmpty || named("OPTIONS") || !textOf("NAME")) return null;
  const at = project.resolve(engine.file, engine.value, engine.scope);
  const place = placeOf(project, at);
  const password = named("PASSWORD");
  return place === null
    ? null
    : {
        host: "localhost",
        port: readPort(textOf("PORT")),
        user: textOf("USER") || null,
        database: textOf("NAME") || null,
        password:
          password && textOf("PASSWORD")
            ? placeOf(project, project.resolve(password.file, password.value, password.scope))
            : null,
        place,
        isUnsaid: true,
      };
}

/** This machine, or a name without a dot, as a service of a Compose file has it. */
export function isNear(host: string): boolean {
  return isLoopback(host) || /^[a-z](?:[\w-]{0,60}[a-z0-9])?$/i.test(host);
}

/** The same of a text that begins with an address of HTTP: `http://localhost:8000/items/{}`. */
export function fixedStart(text: string, place: FixedAddress["place"]): FixedAddress | null {
  const [, host = "", port] = /^https?:\/\/(\[[^\]]*\]|[^:/?#\s]*)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(text) ?? [];
  return isLoopback(host) ? { host, port: readPort(port), user: null, database: null, password: null, place } : null;
}

/** Mappings within (`CONFIG`) part by part, and of a list of addresses the first, which may be a pair of host and port. */
function opened(part: AddressPart): readonly AddressPart[] {
  const { name, value, ...where } = part;
  if (value.kind === "dict")
    return value.entries.flatMap(({ key, value: inner }) =>
      key?.kind === "string" ? opened({ ...where, name: key.value, value: inner }) : [],
    );
  if (value.kind !== "sequence" || !HOST.test(name)) return [part];
  const [first, second] = value.items;
  if (first === undefined) return [];
  if (first.kind === "string" && second?.kind === "number")
    return [
      { ...where, name, value: first },
      { ...where, name: "port", value: second },
    ];
  return opened({ ...where, name, value: first });
}

/** Where the password of a connection's text is written: in the text, or where the code has it from. */
function passwordIn(project: PythonProject, written: AddressPart, address: Resolution): FixedAddress["password"] {
  const hole = passwordHole(written.value);
  return placeOf(project, hole === null ? address : project.resolve(written.file, hole, written.scope));
}

/** What stands for the password in `f"mysql+pymysql://{USER}:{PASSWORD}@localhost/shop"`. */
export function passwordHole(value: Value): Value | null {
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

/**
 * A text as a whole, or an address up to its path, where only the database behind it is open: `f"redis://localhost:6379/{n}"`.
 * One with a login is left out, as its password could not be told.
 */
function writtenText(found: Resolution | undefined): string | null {
  if (!found || found.variables.length > 0) return null;
  const { value, isOpen } = found;
  if (!isOpen) return value.kind === "string" ? value.value : null;
  const start = value.kind === "template" ? value.parts[0] : undefined;
  return typeof start === "string" && /^\w[\w+.-]*:\/\/[^/@]+\/$/.test(start) ? start : null;
}

function isWritten(found: Resolution | undefined): found is Resolution {
  return found !== undefined && !found.isOpen && found.variables.length === 0;
}

function placeOf(project: PythonProject, { path, value }: Resolution): FixedAddress["place"] | null {
  const file = project.file(path);
  return file === undefined ? null : project.place(file, value.offset);
}
