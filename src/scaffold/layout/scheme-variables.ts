import type { Recon } from "../../model/recon";
import { isInside } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";

/** What a variable is of the scheme that the code puts before an address. */
export interface SchemeVariable {
  /** All of `postgresql+asyncpg`, or what stands before or behind its plus. */
  readonly part: "whole" | "dialect" | "driver";
  readonly isAsync: boolean;
}

/** `f"{engine}://…"`, `f"{DIALECT}+{DRIVER}://…"`, `f"postgresql+{driver}://…"`. */
const FORMATTED = /["'](\{[^{}\n]+\}|[a-z]\w*)(?:\+(\{[^{}\n]+\}|\w+))?:\/\//g;
/** `"%s://%s:%s@%s" % (ENGINE, …)`, `"{}://…".format(ENGINE, …)`, `URL.create(ENGINE, …)` and `drivername=ENGINE`. */
const GIVEN =
  /(?:["'](?:%s|\{\}):\/\/[^"']*["']\s*(?:%|\.format)\s*\(\s*|\bURL(?:\.create)?\(\s*(?:drivername\s*=\s*)?|\bdrivername\s*=\s*)([A-Za-z_][\w.]*(?:[[(]\s*["']\w+["'])?)/g;
/** Any server has an address with a scheme; these are the names of what SQLAlchemy is given. */
const OF_DATABASE =
  /(?:^|_)(?:DB|DATABASE|SQL\w*|PG|POSTGRES\w*|MYSQL|MARIADB)|(?:^|_)(?:ENGINE|DIALECT|DRIVER)(?:_|$)/i;

/** Variables whose value is the scheme of a database's address, or a side of its plus, by name. */
export function readSchemeVariables(
  workspace: Workspace,
  recon: Recon,
  unit: string,
): ReadonlyMap<string, SchemeVariable> {
  const found = new Map<string, SchemeVariable>();
  const variables = recon.environment
    .filter(({ name }) => OF_DATABASE.test(name))
    .map(({ name, places }) => ({
      name,
      lines: places.map(({ path, line }) => workspace.source(path)?.line(line) ?? ""),
    }));
  if (variables.length === 0) return found;
  const texts = textsOf(workspace, unit);
  const isAllAsync = opensOnlyAsync(texts);
  const put = (expression: string | undefined, part: SchemeVariable["part"]): void => {
    if (expression === undefined) return;
    for (const { name, lines } of variables) {
      if (readsVariable(expression, name, lines)) found.set(name, { part, isAsync: isAllAsync || /ASYNC/i.test(name) });
    }
  };
  for (const text of texts) {
    for (const [, dialect, driver] of text.matchAll(FORMATTED)) {
      put(braced(dialect), driver === undefined ? "whole" : "dialect");
      put(braced(driver), "driver");
    }
    for (const [, expression] of text.matchAll(GIVEN)) put(expression, "whole");
  }
  return found;
}

/** `if not url.startswith("postgres://"): raise`, also with several of them. */
const INSISTED =
  /\bnot\s+(?:self\.)?(\w+)\.startswith\(\s*\(?\s*((?:["'][\w+]+:\/\/["'][\s,]*)+)\)?\s*\)\s*:\s*raise\b/g;

/**
 * Schemes without one of which the code refuses what it has just read, by variable. What another file reads as well is left
 * out: what one program insists on, such as a script, can be what the other one fails with.
 */
export function readInsistedSchemes(workspace: Workspace, recon: Recon): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, places } of recon.environment) {
    const reads = places.filter(({ path }) => path.endsWith(".py"));
    const paths = new Set(reads.map(({ path }) => path));
    const text = paths.size === 1 ? workspace.text(reads[0]?.path ?? "") : null;
    const schemes = [...(text ?? "").matchAll(INSISTED)].flatMap(({ index, 1: holder = "", 2: words = "" }) =>
      reads.some(({ line }) => line === lineOfValue(text?.slice(0, index) ?? "", holder))
        ? (words.match(/[\w+]+(?=:)/g) ?? [])
        : [],
    );
    if (schemes.length > 0) found.set(name, schemes);
  }
  return found;
}

/** The last line of a text that gives a name its value, be it as a parameter; 0 where none does. */
function lineOfValue(text: string, name: string): number {
  const given = new RegExp(`^\\s*(?:(?:self\\.)?${name}\\s*[:=]|(?:async\\s+)?def\\b.*\\b${name}\\b)`);
  return text.split("\n").findLastIndex(line => given.test(line)) + 1;
}

/** Whether the code of a unit opens databases by SQLAlchemy's engines that can wait, and by no other. */
export function isAsyncOnly(workspace: Workspace, recon: Recon, unit: string): boolean {
  const isInstalled = recon.dependencies.some(({ name }) => name === "sqlalchemy" || name === "sqlmodel");
  return isInstalled && opensOnlyAsync(textsOf(workspace, unit));
}

function opensOnlyAsync(texts: readonly string[]): boolean {
  return (
    texts.some(text => /\bcreate_async_engine\(/.test(text)) && !texts.some(text => /\bcreate_engine\(/.test(text))
  );
}

function textsOf(workspace: Workspace, unit: string): readonly string[] {
  const paths = workspace.paths("*.py").filter(path => isInside(unit, path));
  return paths.flatMap(path => workspace.text(path) ?? []);
}

function braced(part: string | undefined): string | undefined {
  return /^\{(.+)\}$/.exec(part ?? "")?.[1];
}

/** Whether an expression is a read of the variable, or of what one of the lines that read it assigns it to. */
export function readsVariable(expression: string, variable: string, lines: readonly string[]): boolean {
  const literal = /["'](\w+)["']/.exec(expression)?.[1];
  if (literal !== undefined) return literal === variable;
  const holder = /(\w+)\s*$/.exec(expression)?.[1];
  return holder !== undefined && lines.some(line => new RegExp(`^\\s*(?:self\\.)?${holder}\\s*[:=]`).test(line));
}
