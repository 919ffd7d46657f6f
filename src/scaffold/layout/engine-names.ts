import { literalPattern } from "../../model/patterns";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** `DB`, `DB_ENGINE`, `LD_DB_ENGINE`, `DATABASE_TYPE`: which database an application talks to. */
const SELECTS_ENGINE = /(?:^|_)(?:DB|DATABASE|SQL)(?:_?(?:ENGINE|TYPE|BACKEND|DIALECT|DRIVER|KIND|VENDOR|PROVIDER))?$/;

/** `POSTGRES_DB` and `MYSQL_DATABASE` name a database within the server that they name as well. */
const WITHIN_SERVER = /(?:^|_)(?:POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MSSQL|ORACLE|MONGO(?:DB)?|REDIS)_?(?:DB|DATABASE)$/;

export function selectsEngine(variable: string): boolean {
  const name = variable.toUpperCase();
  return SELECTS_ENGINE.test(name) && !WITHIN_SERVER.test(name);
}

/** `"django.db.backends." + kind`, and the same as a formatted text: the variable holds the last part of a back end's name. */
const PREFIX = /["']django\.db\.backends\.(?:["']\s*(?:\+|\.format|%)|\{|%s)/;
const BACKENDS = ["postgresql", "mysql", "oracle"];
const DJANGO = BACKENDS.map(name => `django.db.backends.${name}`);

/** `"ENGINE": os.environ["DB_ENGINE"]`: Django is given the variable as it is. */
function isEngine(text: string, name: string): boolean {
  return new RegExp(`["']ENGINE["']\\s*:\\s*[\\w.]+\\s*[([]\\s*["']${literalPattern(name)}["']`).test(text);
}

/** `ENGINES[os.environ.get("DJANGO_DB", "sqlite")]`: the keys of a table of databases out of which the variable takes one. */
function engineKeys(text: string, name: string): readonly string[] {
  const table = new RegExp(`(\\w+)\\[\\s*[\\w.]+\\s*[([]\\s*["']${literalPattern(name)}["']`).exec(text)?.[1];
  const body = new RegExp(`^${table ?? "(?!)"}\\s*(?::[^=\\n]+)?=\\s*\\{\\n([^]*?)^\\}`, "m").exec(text)?.[1] ?? "";
  if (!/["']ENGINE["']\s*:/.test(body)) return [];
  const indent = /^[ \t]*/.exec(body)?.[0] ?? "";
  return [...body.matchAll(/^([ \t]*)(?:["']([\w.]+)["']|(\w+))\s*:/gm)].flatMap(([, depth, literal, constant]) => {
    if (depth !== indent) return [];
    if (constant === undefined) return literal ?? [];
    return new RegExp(`^${constant}\\s*(?::[^=\\n]+)?=\\s*["']([\\w.]+)["']`, "m").exec(text)?.[1] ?? [];
  });
}

/**
 * The words that the code compares a variable with, by variable: what may be given to it. Read from the lines of the
 * files that read the variable, `if DB_ENGINE == "postgres"` and `in ["mysql", "mariadb"]`, else of all code; where it takes
 * one out of a table, the table's keys.
 */
export function readEngineNames(workspace: Workspace, recon: Recon): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, places } of recon.environment) {
    const files = [...new Set(places.map(({ path }) => path))].filter(path => path.endsWith(".py"));
    const texts = files.map(path => workspace.text(path) ?? "");
    const keys = texts.flatMap(text => engineKeys(text, name));
    if (keys.length === 0 && !selectsEngine(name) && !texts.some(text => isEngine(text, name))) continue;
    const own = [
      ...keys,
      ...texts.flatMap(text => [...comparedWith(text, name), ...(isEngine(text, name) ? DJANGO : [])]),
    ];
    const names = own.length > 0 ? own : elsewhere(workspace, name);
    if (names.length > 0) found.set(name, [...new Set(names)]);
  }
  return found;
}

function elsewhere(workspace: Workspace, name: string): readonly string[] {
  const texts = workspace.paths("**/*.py").map(path => workspace.text(path) ?? "");
  const compared = texts.flatMap(text => (text.includes(name) ? comparedWith(text, name) : []));
  return compared.length > 0 || !texts.some(text => PREFIX.test(text)) ? compared : BACKENDS;
}

function comparedWith(text: string, variable: string): readonly string[] {
  const lines = text.split("\n");
  const holders = lines.flatMap(line => {
    const holder = line.includes(variable) ? line.match(/^\s*([A-Za-z_]\w*)\s*(?::[^=]+)?=[^=]/)?.[1] : undefined;
    return holder === undefined ? [] : [holder];
  });
  const words = [variable, ...holders];
  return lines
    .filter(line => words.some(word => line.includes(word)) && /==|\bin\b|\.startswith\(/.test(line))
    .flatMap(line => {
      const after = line.slice(line.search(/==|\bin\b|\.startswith\(/));
      return [...after.matchAll(/["']([\w.]+)["']/g)].flatMap(([, literal]) => literal ?? []);
    });
}
