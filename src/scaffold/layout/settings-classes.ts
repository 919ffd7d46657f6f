import { parentOf } from "../../model/paths";
import type { Place } from "../../model/place";
import type { EnvironmentVariable, Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** What a variable has to hold so that the settings class for production is loaded. */
export interface ClassChoice {
  readonly value: string;
  /** Name of the class that it loads. */
  readonly chosen: string;
  /** False where that of production can not be loaded in a container. */
  readonly isProductive: boolean;
  /** Variables without a default that its database address is read from: without them the class has none. */
  readonly needs: readonly string[];
  readonly place: Place;
}

interface SettingsClass {
  readonly name: string;
  readonly bases: readonly string[];
  readonly body: string;
  readonly path: string;
  readonly offset: number;
}

/** `prod`, `Production`, and no `Products`. */
const PRODUCTION = /prod(?!uct(?!ion))/i;
const CLASS = /^class (\w+)[ \t]*(?:\(([^)]*)\))?[ \t]*:[^\n]*\n/gm;
/** Variables that name an environment; others whose default happens to be such a word are left alone. */
const CHOOSES = /CONFIG|ENV|MODE|SETTINGS|STAGE|PROFILE/i;
const SERVER_LITERAL = /["'](?:postgres(?:ql)?|mysql|mariadb|mssql|oracle)(?:\+\w+)?:\/\//;
const READS = /(?:getenv|environ|env|config)\b/i;

/**
 * Settings as classes, one for each environment, of which a variable chooses one: by a word that a table maps to the class
 * (`config[os.getenv("FLASK_CONFIG") or "default"]`), or by the dotted name of the class (`APP_SETTINGS`). What runs without
 * the variable is the class for development, or nothing; a container has to run the one for production.
 */
export function readClassChoices(workspace: Workspace, recon: Recon): ReadonlyMap<string, ClassChoice> {
  const found = new Map<string, ClassChoice>();
  const candidates = recon.environment.filter(
    ({ name, scope, secret }) => scope === "application" && !secret && CHOOSES.test(name),
  );
  if (candidates.length === 0) return found;
  const paths = recon.environment.flatMap(({ places }) => places.map(({ path }) => path));
  const beside = workspace.paths("*config*.py", "*settings*.py");
  const code = [...new Set([...paths, ...beside])].filter(path => path.endsWith(".py") && !isTest(path)).sort();
  const classes = code.flatMap(path => classesIn(path, workspace.text(path) ?? ""));
  const productive = classes.filter(({ name }) => PRODUCTION.test(name));
  const others = classes.filter(({ name, bases }) => /dev/i.test(name) && bases.length > 0);
  for (const variable of candidates) {
    // What the code can not do without gets a class that can be loaded, before a word that names none.
    const isNeeded = variable.default === null && (variable.required || isLoadedUnasked(workspace, variable.places));
    for (const chosen of [...productive, ...(isNeeded ? others : [])]) {
      const value = wordFor(workspace, variable, chosen, classes) ?? dottedFor(workspace, variable, chosen, classes);
      if (value === null || value === variable.default) continue;
      const needs = databaseOf(chosen, classes);
      if (needs === null) continue;
      found.set(variable.name, {
        value,
        chosen: chosen.name,
        isProductive: PRODUCTION.test(chosen.name),
        needs,
        place: workspace.place(chosen.path, chosen.offset, "medium"),
      });
      break;
    }
  }
  return found;
}

function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|test_[^/]*|[^/]*_test)(?:\/|\.py$)/.test(path);
}

function classesIn(path: string, text: string): readonly SettingsClass[] {
  return [...text.matchAll(CLASS)].map(match => {
    const rest = text.slice(match.index + match[0].length).split("\n");
    const end = rest.findIndex(line => /^\S/.test(line));
    return {
      name: match[1] ?? "",
      bases: (match[2] ?? "").split(",").map(base => base.trim().split(".").at(-1) ?? ""),
      body: rest.slice(0, end < 0 ? undefined : end).join("\n"),
      path,
      offset: match.index,
    };
  });
}

/** The word of a table that stands for the class, where what the variable holds is looked up in that table. */
function wordFor(
  workspace: Workspace,
  { default: usual, places }: EnvironmentVariable,
  chosen: SettingsClass,
  classes: readonly SettingsClass[],
): string | null {
  for (const { name, words } of tablesOf(workspace, chosen, classes)) {
    const word = [...words].find(([, loaded]) => loaded === chosen.name)?.[0];
    if (word === undefined || words.size < 2) continue;
    if (usual !== null && words.get(usual) === chosen.name) return null;
    if (usual === null ? isLookedUp(workspace, places, name) : words.has(usual)) return word;
  }
  return null;
}

/** Whether a table is asked for what the variable holds, or a factory is given it: on its line, or by the name that it is bound to there. */
function isLookedUp(workspace: Workspace, places: readonly Place[], table: string): boolean {
  const calls = String.raw`create_\w*app\(`;
  return places.some(
    place =>
      new RegExp(`\\b${table}\\b|${calls}`).test(place.text) ||
      isBoundFor(workspace, place, String.raw`${table}\[|${calls}`),
  );
}

/** Whether what the variable holds is loaded as a class, on its line or by the name that it is bound to there. */
function isLoaded(workspace: Workspace, places: readonly Place[]): boolean {
  const calls = String.raw`from_object\(|import_string\(`;
  return places.some(place => new RegExp(calls).test(place.text) || isBoundFor(workspace, place, calls));
}

/** Loaded whether or not the variable is set: `from_object(None)` is no error and leaves the application without a setting. */
function isLoadedUnasked(workspace: Workspace, places: readonly Place[]): boolean {
  const isAsked = places.some(
    place => /^\s*(?:el)?if\b|\bor\b/.test(place.text) || isBoundFor(workspace, place, String.raw`if\s+(?:not\s+)?`),
  );
  return !isAsked && isLoaded(workspace, places);
}

/** Whether the name or attribute that a place binds the variable to stands behind one of these in its file. */
function isBoundFor(workspace: Workspace, { path, text }: Place, before: string): boolean {
  const bound = /^\s*((?:self\.)?\w+)\s*(?::[^=]+)?=[^=]/.exec(text)?.[1]?.replace(".", String.raw`\.`);
  return (
    bound !== undefined &&
    new RegExp(`\\b(?:${before})\\s*(?:\\w+\\s*=\\s*)?${bound}\\b`).test(workspace.text(path) ?? "")
  );
}

interface Table {
  readonly name: string;
  readonly words: ReadonlyMap<string, string>;
}

/** Mappings from words to the classes of a file, `{"prod": ProductionConfig}` and `dict(prod=ProductionConfig)`, there or where they are imported. */
function tablesOf(
  workspace: Workspace,
  { path, name: chosen }: SettingsClass,
  classes: readonly SettingsClass[],
): readonly Table[] {
  const names = new Set(classes.filter(other => other.path === path).map(({ name }) => name));
  const folder = parentOf(path);
  const near = workspace.paths("*.py").filter(file => parentOf(file) === folder && file !== path && !isTest(file));
  return [path, ...near]
    .map(file => workspace.text(file) ?? "")
    .filter(text => text.includes(chosen))
    .flatMap(text => [...text.matchAll(/^(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:\{([^{}]*)\}|dict\(([^()]*)\))/gm)])
    .map(([, name, braces, keywords]) => {
      const pairs = [
        ...(braces ?? "").matchAll(/["']([\w-]+)["']\s*:\s*["']?(?:[\w.]+\.)?(\w+)/g),
        ...(keywords ?? "").matchAll(/(\w+)\s*=\s*["']?(?:[\w.]+\.)?(\w+)/g),
      ];
      const words = new Map(pairs.map(([, word, loaded]) => [word ?? "", loaded ?? ""] as const));
      return { name: name ?? "", words };
    })
    .filter(({ words }) => words.size > 0 && [...words.values()].every(loaded => names.has(loaded)));
}

/** The dotted name of the class, beside that of the class which the variable names, or where it is loaded from nothing else. */
function dottedFor(
  workspace: Workspace,
  { default: usual, places }: EnvironmentVariable,
  chosen: SettingsClass,
  classes: readonly SettingsClass[],
): string | null {
  const named = /^((?:\w+\.)+)(\w+)$/.exec(usual ?? "");
  if (named) {
    const module = (named[1] ?? "").slice(0, -1).replaceAll(".", "/");
    const isHere = chosen.path.endsWith(`${module}.py`) || chosen.path.endsWith(`${module}/__init__.py`);
    const current = classes.find(({ name, path }) => name === named[2] && path === chosen.path);
    if (!isHere || !current || PRODUCTION.test(current.name)) return null;
    return `${named[1] ?? ""}${chosen.name}`;
  }
  if (usual !== null || !isLoaded(workspace, places)) return null;
  const folders = chosen.path.replace(/(?:\/__init__)?\.py$/, "").split("/");
  // A folder without `__init__.py` is the root that modules are found below.
  let from = folders.length - 1;
  while (from > 0 && workspace.entry(`${folders.slice(0, from).join("/")}/__init__.py`)) from -= 1;
  return [...folders.slice(from), chosen.name].join(".");
}

/** Null where the class has the address of a server written into it, which no container can reach. */
function databaseOf(chosen: SettingsClass, classes: readonly SettingsClass[]): readonly string[] | null {
  for (let current: SettingsClass | undefined = chosen, left = 5; current && left > 0; left -= 1) {
    const lines = current.body.split("\n");
    if (lines.some(line => SERVER_LITERAL.test(line) && !READS.test(line))) return null;
    const at = lines.findIndex(line => /^\s+(?:SQLALCHEMY_)?DATABASE_UR[IL]\s*(?::[^=]+)?=/.test(line));
    if (at >= 0) {
      const statement = lines.slice(at, at + 3).join("\n");
      const read = /(?:getenv|environ(?:\.get)?|env|config)\s*[([]\s*["'](\w+)["']\s*[)\]](?!\s*(?:or\b|\\))/.exec(
        statement,
      );
      return read?.[1] === undefined ? [] : [read[1]];
    }
    const bases: readonly string[] = current.bases;
    const path: string = current.path;
    current = classes.find(other => bases.includes(other.name) && other.path === path);
  }
  return [];
}
