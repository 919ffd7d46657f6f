/**
 * What one Python file says, read from its bytes alone: it knows neither its path nor other files. Plain data, so that
 * it can be cached by content hash and sent between threads. All offsets are UTF-16 units into the decoded text.
 */
export interface PythonFacts {
  /** Raise when the meaning of any fact changes: caches are keyed by it. */
  readonly scanner: number;
  readonly lines: number;
  /** First sentence of the module's docstring, at most 200 characters; null where there is none. */
  readonly docstring: string | null;
  /** First line where it starts with `#!`. */
  readonly shebang: string | null;
  readonly imports: readonly ImportFact[];
  readonly definitions: readonly DefinitionFact[];
  readonly assignments: readonly AssignmentFact[];
  /**
   * Every recorded call, nested ones too (the same object also appears inside the value that holds it). Module and class
   * bodies are recorded in full; in functions only lines that use an imported name, something bound to a call of one,
   * or a string that looks like a variable, an address or a path (see scan/interest.ts).
   */
  readonly calls: readonly CallFact[];
  /** Subscript reads and deletions such as `os.environ["X"]`. */
  readonly subscripts: readonly SubscriptFact[];
  /** Membership tests such as `"X" in os.environ`. */
  readonly memberships: readonly MembershipFact[];
  /** Conditions that end the program or raise when they hold: `if not KEY: raise …`, `assert KEY` (test negated). */
  readonly checks: readonly CheckFact[];
  /** Branches of functions that return, with their conditions as far as these were read. */
  readonly leaves: readonly CheckFact[];
  /** Conditional bodies outside of functions that hold recorded calls, subscripts, assignments or imports. */
  readonly branches: readonly BranchFact[];
  /** Bodies of `with` that change what calls inside them read: `with env.prefixed("BOT_"):`. */
  readonly contexts: readonly ContextFact[];
  /** Bodies of `while True:` that wait and that nothing in them leaves: what gets there goes on until it is stopped. */
  readonly loops: readonly LoopFact[];
  /** Attribute reads whose whole dotted path is of interest, such as `settings.DATABASE_URL`. */
  readonly names: readonly string[];
  /** Each top-level `if __name__ == "__main__":`, from its `if` to the end of its body. */
  readonly mainGuards: readonly { readonly offset: number; readonly end: number }[];
  /** Syntax that only some Python versions accept, with the versions: what the version choice needs. */
  readonly syntax: readonly SyntaxFact[];
  /** Where the text could not be understood; the rest was still read. */
  readonly errors: readonly { readonly message: string; readonly offset: number }[];
}

export interface ImportFact {
  /** `a.b` of `import a.b` or of `from a.b import c`; "" for `from . import c`. */
  readonly module: string;
  /** Leading dots of a relative import. */
  readonly level: number;
  /** The path of a file that is run in place of a module, as written; only present where there is one. */
  readonly file?: string;
  /** Names of a `from` import with the name they are bound to; `*` for a star import; null for `import a.b`. */
  readonly names: readonly { readonly name: string; readonly as: string }[] | null;
  /** `import a.b as c` binds `c`; `import a.b` binds `a`. Null for `from` imports. */
  readonly as: string | null;
  readonly offset: number;
  /** 1-based line of the offset: import edges need no source text. */
  readonly line: number;
  /** `conditional` in if/try/function bodies, `typing` under TYPE_CHECKING, `dynamic` for import_module with a literal and for files. */
  readonly kind: "static" | "conditional" | "typing" | "dynamic";
  /** Index into `definitions` of the function it stands in, -1 at module level or in a class body. */
  readonly scope: number;
}

export interface DefinitionFact {
  readonly kind: "class" | "function";
  readonly name: string;
  readonly offset: number;
  readonly end: number;
  /** Index of the enclosing definition, -1 at module level. */
  readonly parent: number;
  readonly isAsync: boolean;
  /** Base classes with keywords (`class Bot(Settings, env_prefix="bot_")`), empty for functions. */
  readonly bases: readonly Value[];
  readonly keywords: readonly KeywordFact[];
  readonly decorators: readonly Value[];
  readonly parameters: readonly ParameterFact[];
  readonly docstring: string | null;
  /** What the function returns, one per `return` with a value. */
  readonly returns: readonly Value[];
  /** Offset of the first `return` that a branch decides on; only present where there is one. */
  readonly leavesAt?: number;
}

export interface ParameterFact {
  /** `*args` and `**kwargs` keep their stars; the bare `*` and `/` are left out. */
  readonly name: string;
  readonly annotation: string | null;
  readonly default: Value | null;
  /** It stands behind `*` or `*args`; only present where true. */
  readonly keywordOnly?: true;
}

export interface KeywordFact {
  /** null for `**kwargs`. */
  readonly name: string | null;
  readonly value: Value;
}

export interface AssignmentFact {
  /** Dotted path as written: `DATABASES`, `app.config`, `self.url`; a subscript target ends in `["key"]` parts. */
  readonly target: string;
  /** Literal key of a subscript target (`os.environ["X"] = …`), else null. */
  readonly key: Value | null;
  /** null for an annotation without a value (`name: str`). */
  readonly value: Value | null;
  /** Source text of the annotation. */
  readonly annotation: string | null;
  readonly offset: number;
  readonly scope: number;
  /** Augmented assignment (`INSTALLED_APPS += [...]`). */
  readonly augmented: boolean;
  /** The target takes each item of the value in turn (`for` loops and comprehensions); only present where true. */
  readonly each?: true;
  /** Which part of each item the target takes, as in `for name, value in PAIRS`; only present where the target is a tuple. */
  readonly part?: number;
}

export interface BranchFact {
  /** The condition under which the body runs; null for loops, handlers, cases and tests that were not read. */
  readonly test: Value | null;
  readonly offset: number;
  readonly end: number;
}

export interface ContextFact {
  /** What is entered. */
  readonly entered: CallFact;
  readonly offset: number;
  readonly end: number;
}

export interface LoopFact {
  readonly offset: number;
  readonly end: number;
  readonly scope: number;
  /** As of a call. */
  readonly conditional?: true;
}

export interface CheckFact {
  /** The condition under which the program fails, with those of all branches around it in its function. */
  readonly test: Value;
  readonly offset: number;
  readonly scope: number;
}

export interface CallFact {
  /**
   * Dotted path as written, `os.environ.get`; calls on calls use `()`: `Path().read_text`; on subscripts `[]`:
   * `os.environ[].lower`; "" where it is no path (a method of a literal).
   */
  readonly callee: string;
  /** What the method is called on, where that is no plain name: the call `Path(__file__)` of `Path(__file__).resolve()`. */
  readonly base?: Value;
  readonly arguments: readonly Value[];
  readonly keywords: readonly KeywordFact[];
  readonly offset: number;
  readonly end: number;
  /** Index of the innermost enclosing definition (function or class), -1 at module level. */
  readonly scope: number;
  /** Inside `try:` whose handlers catch KeyError, LookupError, ImportError, Exception or everything. */
  readonly guarded: boolean;
  /** Inside `try:` whose handlers catch only what None brings about: TypeError, AttributeError, ValidationError; only present where true. */
  readonly noneGuarded?: true;
  /**
   * Inside an `if`, loop, `except` or `match` body of its scope, a branch of `a if b else c`, or before
   * `… if name in os.environ`; only present where true.
   */
  readonly conditional?: true;
  /** The call is a decorator. */
  readonly decorator: boolean;
}

export interface SubscriptFact {
  readonly base: string;
  readonly key: Value;
  readonly offset: number;
  readonly end: number;
  readonly scope: number;
  readonly guarded: boolean;
  readonly conditional?: true;
  readonly context: "load" | "store" | "delete";
}

export interface MembershipFact {
  readonly element: Value;
  readonly container: string;
  readonly offset: number;
  readonly scope: number;
}

export interface SyntaxFact {
  /** `print-statement`, `exec-statement`, `backticks`, `except-comma`, `walrus`, `match`, `except-star`, `type-parameters`, … */
  readonly feature: string;
  readonly offset: number;
  /** First minor version that accepts it (`3.12`), or null. */
  readonly since: string | null;
  /** Last version that accepts it (`2.7`), or null. */
  readonly until: string | null;
}

/** A tolerant expression tree. Anything not modelled is `other`, with its span. */
export type Value =
  | {
      readonly kind: "string";
      readonly value: string;
      readonly offset: number;
      readonly end: number;
      readonly bytes: boolean;
    }
  /** f-strings, `"…" % x`, `"…".format(x)`: literal parts and values in order. */
  | {
      readonly kind: "template";
      readonly parts: readonly (string | Value)[];
      readonly offset: number;
      readonly end: number;
    }
  | {
      readonly kind: "number";
      readonly value: number;
      /** All digits of a whole number that `value` cannot hold, such as the identifiers of chats. */
      readonly digits?: string;
      readonly offset: number;
      readonly end: number;
    }
  | { readonly kind: "constant"; readonly value: boolean | null; readonly offset: number; readonly end: number }
  /** A dotted name as written: `settings.DATABASE_URL`, `self.app`. */
  | { readonly kind: "name"; readonly path: string; readonly offset: number; readonly end: number }
  | ({ readonly kind: "call" } & CallFact)
  | {
      readonly kind: "subscript";
      readonly base: Value;
      readonly key: Value;
      readonly offset: number;
      readonly end: number;
    }
  /** An attribute of something that is no plain name: `Path(__file__).parent`. */
  | {
      readonly kind: "attribute";
      readonly base: Value;
      readonly name: string;
      readonly offset: number;
      readonly end: number;
    }
  | {
      readonly kind: "sequence";
      readonly type: "list" | "tuple" | "set";
      readonly items: readonly Value[];
      readonly offset: number;
      readonly end: number;
    }
  | {
      readonly kind: "dict";
      readonly entries: readonly { readonly key: Value | null; readonly value: Value }[];
      readonly offset: number;
      readonly end: number;
    }
  /** `or`, `and`, `+`, `/`, `%`, `|`, `==`, `in`, … ; unary operators have `left` null. */
  | {
      readonly kind: "operation";
      readonly operator: string;
      readonly left: Value | null;
      readonly right: Value;
      readonly offset: number;
      readonly end: number;
    }
  /** `a if test else b`. */
  | {
      readonly kind: "choice";
      readonly test: Value;
      readonly then: Value;
      readonly otherwise: Value;
      readonly offset: number;
      readonly end: number;
    }
  | { readonly kind: "other"; readonly offset: number; readonly end: number };
