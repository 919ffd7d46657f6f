import { hashName } from "./token-kinds";

/**
 * Which lines inside function bodies are worth a syntax tree. Module and class bodies are read in full, but for
 * operations of Django's migrations that read no setting; in functions a line is read where it uses an imported name, a
 * name bound to such a call, one of the words below, or a string that looks like a variable's name, an address or an
 * absolute path. Everything else is passed over by the lexer.
 * Of files that import a test framework only imports and definitions are kept: they are no part of what is deployed.
 */

/** Names that matter even where a file does not say what they are bound to (parameters, star imports, builtins). */
const ROOT_WORDS: readonly string[] = [
  "environ",
  "getenv",
  "env",
  "config",
  "conf",
  "settings",
  "app",
  "application",
  "server",
  "server_address",
  "bot",
  "scheduler",
  "celery",
  "open",
  "input",
  "exec",
  "eval",
  "__import__",
  "globals",
  "exit",
  "quit",
];

/** Attributes that matter whatever they are read from. */
const ATTRIBUTE_WORDS: readonly string[] = [
  "environ",
  "getenv",
  "env",
  "run",
  "listen",
  "bind",
  "serve",
  "serve_forever",
  "start_server",
  "create_server",
  "run_forever",
  "run_polling",
  "run_until_complete",
  "infinity_polling",
  "start_polling",
  "polling",
  "add_route",
  "add_url_rule",
  "add_api_route",
  "add_handlers",
  "register_blueprint",
  "include_router",
  "mount",
  "add_middleware",
  "wsgi_app",
  "config",
  "config_from_object",
  "from_object",
  "from_envvar",
  "from_prefixed_env",
  "from_mapping",
  "from_pyfile",
  "from_env",
  "add_insecure_port",
  "add_secure_port",
  "add_job",
  "get_secret",
  "launch",
  "autodiscover_tasks",
  "queue_declare",
  "basic_consume",
  "consume",
  "basic_publish",
  "exchange_declare",
  "declare_queue",
  "produce",
  "subscribe",
  "send_and_wait",
  "get_queue_by_name",
  "get_queue_url",
  "receive_message",
  "receive_messages",
  "topic_path",
  "subscription_path",
  "start_consuming",
  "run_pending",
  "loop_forever",
  "add_argument",
  "add_parser",
  "add_subparsers",
  "add_argument_group",
  "add_mutually_exclusive_group",
  "set_defaults",
  "load_extension",
  "load_extensions",
  "create_all",
  "drop_all",
  "executescript",
  // Names of variables are made in capitals: `name = name.upper()`.
  "upper",
];

/** Standard modules whose calls inside functions tell nothing about deployment. */
const DULL_MODULES = new Set([
  "__future__",
  "abc",
  "base64",
  "bisect",
  "collections",
  "contextlib",
  "copy",
  "csv",
  "dataclasses",
  "datetime",
  "decimal",
  "enum",
  "fractions",
  "functools",
  "hashlib",
  "html",
  "inspect",
  "io",
  "itertools",
  "json",
  "math",
  "numbers",
  "operator",
  "pprint",
  "random",
  "re",
  "statistics",
  "string",
  "struct",
  "textwrap",
  "time",
  "traceback",
  "types",
  "typing",
  "typing_extensions",
  "unicodedata",
  "unittest",
  "uuid",
  "warnings",
  "weakref",
]);

export function isDullModule(module: string): boolean {
  const dot = module.indexOf(".");
  return DULL_MODULES.has(dot < 0 ? module : module.slice(0, dot));
}

/** What only test code imports at module level. */
export function isTestFramework(module: string): boolean {
  switch (module) {
    case "pytest":
    case "unittest":
    case "django.test":
    case "rest_framework.test":
    case "hypothesis":
    case "nose":
      return true;
    default:
      return false;
  }
}

/** A command line that runs the tests imports `unittest` as well (`unittest.TestLoader()`), and holds none. */
export function holdsTests(text: string): boolean {
  return /\bdef test_|TestCase\b/.test(text);
}

/** Importing one of these is what test code does. */
export function isTestModule(module: string): boolean {
  return /(?:^|\.)(?:tests?|testing|unittest|pytest|conftest|mock|nose|testcases|factory|hypothesis)(?:$|\.)/.test(
    module,
  );
}

export const ROOT_MARK = 1;
export const ATTRIBUTE_MARK = 2;
/** Bound at module level. */
export const BOUND_MARK = 4;

/** A filter over name hashes: it may call a dull name interesting, never the reverse. */
export class Marks {
  readonly table = new Uint8Array(65536);
  readonly #fixed: Uint8Array;
  readonly #touched: number[] = [];

  constructor() {
    for (const word of ROOT_WORDS) this.add(word, ROOT_MARK);
    for (const word of ATTRIBUTE_WORDS) this.add(word, ATTRIBUTE_MARK);
    this.#fixed = this.table.slice();
    this.#touched.length = 0;
  }

  /** Makes a file's own name interesting until `reset`. */
  add(name: string, mark: number): void {
    const slot = hashName(name) & 0xffff;
    this.table[slot] = (this.table[slot] ?? 0) | mark;
    this.#touched.push(slot);
  }

  reset(): void {
    for (const slot of this.#touched) this.table[slot] = this.#fixed[slot] ?? 0;
    this.#touched.length = 0;
  }
}

/**
 * Whether the text of a string literal matters on its own: `DATABASE_URL`, `redis://…`, `/var/lib`, `localhost`,
 * `C:\data`, `~/.config`, an IP address.
 */
export function isInterestingText(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < 2) return false;
  const first = text.charCodeAt(start);
  const second = text.charCodeAt(start + 1);
  if (second === 58 && (text.charCodeAt(start + 2) === 92 || text.charCodeAt(start + 2) === 47)) return true;
  if (first >= 65 && first <= 90) return length <= 80 && isInCapitals(text, start + 1, end);
  switch (first) {
    case 47: // "/"
      return length > 4;
    case 126: // "~"
    case 92: // "\"
      return true;
    case 108:
      return text.startsWith("localhost", start);
    case 49:
      return text.startsWith("127.", start);
    case 48:
      return text.startsWith("0.0.0.0", start);
    case 58:
      return second === 58;
    default:
      return false;
  }
}

/** Capitals, digits, `_` and `.` alone: how variables are called. */
function isInCapitals(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!((code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 46)) return false;
  }
  return true;
}

/** SQL that makes or drops a table, perhaps below the first line of a long string. */
export function isTableSql(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  const first = text.charCodeAt(at) | 32;
  // "c" and "d"; everything else is passed over at once.
  if ((first !== 99 && first !== 100) || end - at < 12) return false;
  return /^(?:create|drop) table\b/i.test(text.slice(at, at + 13));
}
