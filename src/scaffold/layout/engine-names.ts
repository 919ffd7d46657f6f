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

/**
 * The words that the code compares a variable with, by variable: what may be given to it. Read from the lines of the
 * files that read the variable, `if DB_ENGINE == "postgres"` and `in ["mysql", "mariadb"]`, else of all code.
 */
export function readEngineNames(workspace: Workspace, recon: Recon): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, places } of recon.environment) {
    const files = [...new Set(places.map(({ path }) => path))].filter(path => path.endsWith(".py"));
    const texts = files.map(path => workspace.text(path) ?? "");
    if (!selectsEngine(name) && !texts.some(text => isEngine(text, name))) continue;
    const own = texts.flatMap(text => [...comparedWith(text, name), ...(isEngine(text, name) ? DJANGO : [])]);
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
