import type { CallFact, Value } from "../../python/facts";

/** How a callable that looks up one variable takes its arguments. */
export interface Reader {
  readonly name: number;
  readonly nameKeywords: readonly string[];
  /** Position of the default, -1 where it is only a keyword. */
  readonly default: number;
  /** Position of the cast, -1 where it is only a keyword. */
  readonly cast: number;
  /** It raises where the variable is not set and no default is given. */
  readonly raises: boolean;
  readonly type: string | null;
  /** The variable that is read where no name is given. */
  readonly implied?: string;
}

const PLAIN: Reader = { name: 0, nameKeywords: ["key"], default: 1, cast: -1, raises: false, type: null };
const NAMED = ["var", "name", "key", "option", "env"];
const CONFIG: Reader = { name: 0, nameKeywords: NAMED, default: 1, cast: -1, raises: true, type: null };

/** Names of methods that give typed values, with the type. */
const METHODS: Readonly<Record<string, string | null>> = {
  "": null,
  str: "str",
  string: "str",
  unicode: "str",
  bytes: "bytes",
  int: "int",
  integer: "int",
  float: "float",
  decimal: "decimal",
  bool: "bool",
  boolean: "bool",
  list: "list",
  tuple: "list",
  set: "list",
  dict: "dict",
  json: "json",
  url: "url",
  path: "path",
  uuid: "uuid",
  date: "date",
  datetime: "datetime",
  timedelta: "timedelta",
  time: "time",
  enum: "enum",
  log_level: "str",
  get: null,
  get_value: null,
  to_bool: "bool",
  to_int: "int",
  to_list: "list",
  to_float: "float",
  get_bool: "bool",
  get_int: "int",
  get_list: "list",
  get_str: "str",
};

/** Methods of django-environ and environs that have a variable of their own. */
const IMPLIED: Readonly<Record<string, string>> = {
  db: "DATABASE_URL",
  db_url: "DATABASE_URL",
  dj_db_url: "DATABASE_URL",
  cache: "CACHE_URL",
  cache_url: "CACHE_URL",
  dj_cache_url: "CACHE_URL",
  email: "EMAIL_URL",
  email_url: "EMAIL_URL",
  dj_email_url: "EMAIL_URL",
  search: "SEARCH_URL",
  search_url: "SEARCH_URL",
  channels: "CHANNELS_URL",
  channels_url: "CHANNELS_URL",
};

/** `dj_database_url.config()` and its like: the library's own default name. */
const URL_READERS: Readonly<Record<string, string>> = {
  "dj_database_url.config": "DATABASE_URL",
  "dj_email_url.config": "EMAIL_URL",
  "django_cache_url.config": "CACHE_URL",
  "dj_search_url.config": "SEARCH_URL",
  "dj_cache_url.config": "CACHE_URL",
};

/** `django_heroku.settings(locals())` sets up the database by dj_database_url; its arguments name no variable. */
const WITHOUT_NAME: Readonly<Record<string, string>> = {
  "django_heroku.settings": "DATABASE_URL",
  "django_on_heroku.settings": "DATABASE_URL",
};

const OPERATING_SYSTEM = new Set([
  "os.getenv",
  "os.getenvb",
  "os.environ.get",
  "os.environ.pop",
  "os.environb.get",
  "os.environ.copy().get",
  "os.environ.copy().pop",
]);

/** Objects whose call and typed methods read a variable: django-environ, environs, envparse, decouple, Starlette. */
const OBJECTS =
  /^(?:environ\.(?:environ\.)?(?:File(?:Aware)?)?Env\(\)|environ\.FileAwareEnv\(\)|environs\.(?:File(?:Aware)?)?Env\(\)|envparse\.(?:env|Env\(\))|decouple\.config|decouple\.(?:Auto)?Config\(\)|starlette\.config\.Config\(\)|prettyconf\.config|prettyconf\.configuration\.Configuration\(\)|goodconf\.\w+|everett\.manager\.ConfigManager(?:\(\)|\.basic_config\(\)))(?:\.(\w+))?$/;

/** A variable of a resource, `EnvVar("X")` or `EnvVar.int("X")`. */
const DAGSTER = /^dagster\.EnvVar(\.int)?$/;

/** Answers `readerOf` once for each name: the same few thousand names are asked for again and again. */
export class Readers {
  readonly #known = new Map<string, Reader | undefined>();

  of(name: string): Reader | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    const reader = readerOf(name);
    this.#known.set(name, reader);
    return reader;
  }
}

/** How a qualified callee reads the environment; undefined where it does not. */
export function readerOf(name: string): Reader | undefined {
  if (OPERATING_SYSTEM.has(name)) return PLAIN;
  const url = URL_READERS[name];
  if (url !== undefined) return { ...CONFIG, nameKeywords: ["env"], raises: false, type: "url", implied: url };
  const nameless = WITHOUT_NAME[name];
  if (nameless !== undefined) {
    return { ...CONFIG, name: -1, nameKeywords: [], default: -1, raises: false, type: "url", implied: nameless };
  }
  // Dagster reads it when the resource is made, and then fails where it is missing.
  const dagster = DAGSTER.exec(name);
  if (dagster) return { ...PLAIN, nameKeywords: ["name"], default: -1, type: dagster[1] ? "int" : null };
  const match = OBJECTS.exec(name);
  if (match) {
    const method = match[1] ?? "";
    const implied = IMPLIED[method];
    if (implied !== undefined) return { ...CONFIG, type: "url", implied };
    const type = METHODS[method];
    if (type === undefined) return undefined;
    // django-environ's list, tuple and dict take a cast before the default; Starlette's Config takes it second.
    const hasCast =
      name.startsWith("starlette.") || (name.startsWith("environ.") && /^(?:list|tuple|dict|get_value)$/.test(method));
    return { ...CONFIG, type, cast: hasCast ? 1 : -1, default: hasCast ? 2 : 1, raises: method !== "get" };
  }
  return foreignReader(name);
}

/**
 * `env.to_bool("DEBUG")` where `env` comes from a package that is about environments: a name of an unknown library, so
 * its calls count only with typed methods and names in capitals.
 */
function foreignReader(name: string): Reader | undefined {
  const parts = name.split(".");
  const method = parts.at(-1) ?? "";
  const owner = parts.slice(0, -1).join(".");
  if (
    parts.length < 2 ||
    /^(?:os|jinja2|flask|werkzeug|gym|gymnasium|django)\b/.test(name) ||
    /[([]/.test(owner.replace(/\(\)/g, "")) ||
    // What a request came with (`web.ctx.env`, `bottle.request.environ`), not what the process has.
    /(?:^|\.)(?:request|ctx)\.env(?:iron)?$/.test(owner)
  )
    return undefined;
  if (!/(?:^|[._])(?:env|environ|environment|envs|getenv|env_vars?)(?:$|[._(])/i.test(owner)) return undefined;
  // Functions of such a module say so again in their names: `env_str`, `get_env_int`, `int_from_env`, `env_opt`.
  const kind = method.replace(/^(?:get_?)?env_?|_?(?:from_)?env$/, "");
  const type = method === "" ? undefined : METHODS[/^(?:opt|optional|var|variable)$/.test(kind) ? "" : kind];
  return type === undefined ? undefined : { ...CONFIG, raises: false, type };
}

/** Whether a reader's names are only trusted in capitals. */
export function needsCapitals(name: string): boolean {
  const isKnown = URL_READERS[name] !== undefined || WITHOUT_NAME[name] !== undefined;
  return !OPERATING_SYSTEM.has(name) && !isKnown && !OBJECTS.test(name) && !DAGSTER.test(name);
}

export function argument(call: CallFact, position: number, keywords: readonly string[]): Value | undefined {
  const named = call.keywords.find(keyword => keyword.name !== null && keywords.includes(keyword.name));
  if (named) return named.value;
  const given = position < 0 ? undefined : call.arguments[position];
  return given?.kind === "operation" && given.operator === "*" && given.left === null ? undefined : given;
}
