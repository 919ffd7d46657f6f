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

/**
 * The words that the code compares a variable with, by variable: what may be given to it. Read from the lines of the
 * files that read the variable, `if DB_ENGINE == "postgres"` and `in ["mysql", "mariadb"]`.
 */
export function readEngineNames(workspace: Workspace, recon: Recon): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, places } of recon.environment) {
    if (!selectsEngine(name)) continue;
    const files = [...new Set(places.map(({ path }) => path))].filter(path => path.endsWith(".py"));
    const names = files.flatMap(path => comparedWith(workspace.text(path) ?? "", name));
    if (names.length > 0) found.set(name, [...new Set(names)]);
  }
  return found;
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
