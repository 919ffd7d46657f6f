import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import type { CallFact, PythonFacts, Value } from "../../../../src/python/facts";
import { PythonScanner, scanPython } from "../../../../src/python/scan/scan-python";
import { hashName, KEYWORD_SLOTS, KEYWORD_TABLE } from "../../../../src/python/scan/token-kinds";

function callees(text: string): readonly string[] {
  return scanPython(text).calls.map(({ callee }) => callee);
}

function call(text: string, callee: string): CallFact {
  const found = scanPython(text, { full: true }).calls.find(candidate => candidate.callee === callee);
  assert.ok(found, `${callee} was not called`);
  return found;
}

/** A value in few words: strings as JSON, names as they are. */
function shown(value: Value | null | undefined): string {
  switch (value?.kind) {
    case undefined:
      return "-";
    case "string":
      return JSON.stringify(value.value);
    case "number":
    case "constant":
      return String(value.value);
    case "name":
      return value.path;
    case "call":
      return `${value.callee}(${[...value.arguments.map(shown), ...value.keywords.map(one => `${one.name ?? "**"}=${shown(one.value)}`)].join(", ")})`;
    case "template":
      return `\`${value.parts.map(part => (typeof part === "string" ? part : `{${shown(part)}}`)).join("")}\``;
    case "sequence":
      return `${value.type}[${value.items.map(shown).join(", ")}]`;
    case "dict":
      return `{${value.entries.map(({ key, value: item }) => `${shown(key)}: ${shown(item)}`).join(", ")}}`;
    case "operation":
      return `(${value.left ? `${shown(value.left)} ` : ""}${value.operator} ${shown(value.right)})`;
    case "subscript":
      return `${shown(value.base)}[${shown(value.key)}]`;
    case "attribute":
      return `${shown(value.base)}.${value.name}`;
    case "choice":
      return `(${shown(value.then)} if ${shown(value.test)} else ${shown(value.otherwise)})`;
    case "other":
      return "?";
  }
}

function value(expression: string): string {
  return shown(scanPython(`x = ${expression}\n`).assignments.find(({ target }) => target === "x")?.value);
}

function features(text: string): readonly string[] {
  return scanPython(text).syntax.map(({ feature, since, until }) => `${feature} ${since ?? ""}-${until ?? ""}`);
}

describe("python/scan", () => {
  it("gives every keyword a slot of its own", () => {
    const words = KEYWORD_TABLE.words.filter(word => word !== "");
    assert.equal(words.length, 35);
    for (const word of words) assert.equal(KEYWORD_TABLE.words[hashName(word) & (KEYWORD_SLOTS - 1)], word);
  });

  describe("imports", () => {
    it("reads every form with its line, kind and scope", () => {
      const { imports } = scanPython(`
import os, a.b as c
from . import x
from ..pkg.mod import (y as z,
    w,)
from star import *
try:
    import fast
except ImportError:
    fast = None
if TYPE_CHECKING:
    from t import T
else:
    from r import R
def f():
    import inner
m = importlib.import_module("dyn.amic")
`);
      assert.deepEqual(
        imports.map(one => [
          one.level,
          one.module,
          one.names?.map(({ name, as }) => `${name}>${as}`).join() ?? one.as,
          one.kind,
          one.line,
        ]),
        [
          [0, "os", null, "static", 2],
          [0, "a.b", "c", "static", 2],
          [1, "", "x>x", "static", 3],
          [2, "pkg.mod", "y>z,w>w", "static", 4],
          [0, "star", "*>*", "static", 6],
          [0, "fast", null, "conditional", 8],
          [0, "t", "T>T", "typing", 12],
          [0, "r", "R>R", "conditional", 14],
          [0, "inner", null, "conditional", 16],
          [0, "dyn.amic", null, "dynamic", 17],
        ],
      );
      assert.equal(imports[8]?.scope, 0);
    });

    it("sees imports in strings and comments as text", () => {
      assert.deepEqual(scanPython('"""\nimport a\n"""\n# import b\nx = "import c"\n').imports, []);
    });
  });

  describe("values", () => {
    it("decodes strings with every prefix and escape", () => {
      assert.equal(value(`'a' "b" r'\\n' u'ü'`), JSON.stringify("ab\\nü"));
      assert.equal(value(`"\\x41\\u00e9\\101\\t\\\n!"`), JSON.stringify("AéA\t!"));
      assert.equal(value(`'''a\n"b"'''`), JSON.stringify('a\n"b"'));
      assert.equal(value(`br"\\x"`), JSON.stringify("\\x"));
      assert.equal(value(`"""it\\"""s"""`), JSON.stringify('it"""s'));
    });

    it("reads templates of all three kinds", () => {
      assert.equal(value(`f"{a}-{b.c!r:>{w}}{{}}"`), "`{a}-{b.c}{}`");
      assert.equal(value(`"%s/%(x)d" % a`), '("%s/%(x)d" % a)');
      assert.equal(value(`"%s:%d" % (host, 80)`), "`{host}:{80}`");
      assert.equal(value(`"%(h)s" % {"h": host}`), "`{host}`");
      assert.equal(value(`"{}-{name}".format(a, name=b)`), "`{a}-{b}`");
      assert.equal(value(`"a" f"{b}" "c"`), "`a{b}c`");
    });

    it("reads f-strings with the quotes of 3.12", () => {
      assert.equal(value(`f"{x["a"]}"`), '`{x["a"]}`');
      assert.equal(value(`f'{f"{f'{1}'}"}'`), "`{`{`{1}`}`}`");
      assert.equal(value(`f"{ {'a': 1}['a'] }"`), '`{{"a": 1}["a"]}`');
      assert.equal(value(`f"{x=}"`), "`{x}`");
      assert.equal(value(`f"{x!=y}"`), "`{(x != y)}`");
    });

    it("keeps precedence, unary signs, comparisons and conditionals", () => {
      assert.equal(value("a or b and not c"), "(a or (b and (not c)))");
      assert.equal(value("-1 + 2 * 3 ** 4"), "(-1 + (2 * (3 ** 4)))");
      assert.equal(value("a not in b"), "(a not in b)");
      assert.equal(value("a is not None"), "(a is not null)");
      assert.equal(value("BASE / 'x' / 'y'"), '((BASE / "x") / "y")');
      assert.equal(value("a if b else c"), "(a if b else c)");
      assert.equal(value("await f(1)"), "f(1)");
    });

    it("reads numbers of all versions", () => {
      assert.deepEqual(["0x1F", "1_000", "0o17", "0b11", "1e3", "0777", "10L", ".5", "1."].map(value), [
        "31",
        "1000",
        "15",
        "3",
        "1000",
        "511",
        "10",
        "0.5",
        "1",
      ]);
    });

    it("reads collections, calls, subscripts and attributes", () => {
      assert.equal(value("[1, *a, {2}, (3,), {'k': v, **d}]"), 'list[1, (* a), set[2], tuple[3], {"k": v, -: d}]');
      assert.equal(value("f(1, *a, k='v', **kw)"), 'f(1, (* a), k="v", **=kw)');
      assert.equal(value("Path(__file__).resolve().parent"), "Path().resolve().parent");
      assert.equal(value("os.environ['A'].lower()"), "os.environ[].lower()");
      assert.equal(value("[i for i in y]"), "?");
      assert.equal(value("lambda a, b=1: f(a)"), "?");
    });

    it("names callees over calls, subscripts, parentheses and line breaks", () => {
      assert.deepEqual(callees("import a\n(a\n .b(1)\n .c(2))\n(a.d)(3)\na['k'].e()\n"), [
        "a.b",
        "a.b().c",
        "a.d",
        "a[].e",
      ]);
      const base = call("Path(__file__).joinpath('x')\n", "Path().joinpath").base;
      assert.equal(shown(base), "Path(__file__)");
    });
  });

  describe("definitions", () => {
    const facts = scanPython(`#!/usr/bin/env python3
"""What it is. More words."""
@route("/x", methods=["GET"])
async def view(a, /, b: int = 1, *args: str, c=None, **kw) -> None:
    """Shows it."""
    return Answer("text", a)
class Bot(Base, env_prefix="bot_"):
    def method(self):
        return self
`);

    it("reads docstrings, shebang and decorators", () => {
      assert.equal(facts.docstring, "What it is.");
      assert.equal(facts.shebang, "#!/usr/bin/env python3");
      assert.equal(facts.definitions[0]?.docstring, "Shows it.");
      assert.equal(shown(facts.definitions[0]?.decorators[0]), 'route("/x", methods=list["GET"])');
      assert.equal(facts.calls.find(({ callee }) => callee === "route")?.decorator, true);
    });

    it("reads parameters, bases, keywords, parents and ends", () => {
      const [view, bot, method] = facts.definitions;
      assert.deepEqual(
        view?.parameters.map(({ name, annotation, default: given }) => [name, annotation, shown(given)]),
        [
          ["a", null, "-"],
          ["b", "int", "1"],
          ["*args", "str", "-"],
          ["c", null, "null"],
          ["**kw", null, "-"],
        ],
      );
      assert.equal(view?.isAsync, true);
      assert.equal(shown(bot?.bases[0]), "Base");
      assert.equal(bot?.keywords[0]?.name, "env_prefix");
      assert.equal(method?.parent, 1);
      assert.ok((bot?.end ?? 0) >= (method?.end ?? 1));
    });

    it("reads what functions return", () => {
      const { definitions } = scanPython(
        "import x\ndef f():\n    if a:\n        return x.make(1)\n    return 'text'\ndef g():\n    return\n",
      );
      assert.deepEqual(definitions[0]?.returns.map(shown), ["x.make(1)", '"text"']);
      assert.deepEqual(definitions[1]?.returns, []);
    });
  });

  describe("statements", () => {
    it("records assignments with targets, keys, annotations and scopes", () => {
      const { assignments } = scanPython(`
A = B = 1
x, (y, z) = 1, (2, 3)
app.config["K"] = "v"
name: str
port: int = 80
L += ["a"]
for e in ("p", "q"): pass
with open("f") as handle: pass
if (w := f()): pass
`);
      assert.deepEqual(
        assignments.map(
          one =>
            `${one.target}${one.annotation ? `: ${one.annotation}` : ""} ${one.augmented ? "+=" : one.each ? "in" : "="} ${shown(one.value)}`,
        ),
        [
          "A = 1",
          "B = 1",
          "x = 1",
          "y = 2",
          "z = 3",
          'app.config["K"] = "v"',
          "name: str = -",
          "port: int = 80",
          'L += list["a"]',
          'e in tuple["p", "q"]',
          'handle = open("f")',
          "w = f()",
        ],
      );
    });

    it("tells loads, stores and deletions of subscripts", () => {
      const { subscripts } = scanPython('import os\nos.environ["A"]\nos.environ["B"] = 1\ndel os.environ["C"]\n');
      assert.deepEqual(
        subscripts.map(({ key, context }) => [shown(key), context]),
        [
          ['"A"', "load"],
          ['"B"', "store"],
          ['"C"', "delete"],
        ],
      );
    });

    it("marks what failure or a branch may skip", () => {
      const { calls } = scanPython(`
try:
    guarded()
except (KeyError, OSError):
    pass
try:
    failing()
except KeyError:
    raise
if x: branch()
y = a() or b()
plain()
`);
      const marked = Object.fromEntries(
        calls.map(one => [one.callee, `${one.guarded ? "g" : ""}${one.conditional ? "c" : ""}`]),
      );
      assert.deepEqual(marked, { guarded: "g", failing: "", branch: "c", a: "", b: "c", plain: "" });
    });

    it("finds checks, the main guard and membership tests", () => {
      const facts = scanPython(
        'import sys\nif not KEY:\n    sys.exit(1)\nassert A\nif "X" in env: pass\nif __name__ == "__main__":\n    main()\n',
      );
      assert.deepEqual(
        facts.checks.map(({ test }) => shown(test)),
        ["(not KEY)", "(not A)"],
      );
      assert.equal(facts.memberships[0]?.container, "env");
    });

    it("tells where the body of the main guard ends", () => {
      const guarded = (text: string): string => {
        const [mainGuard] = scanPython(text).mainGuards;
        return mainGuard ? text.slice(mainGuard.offset, mainGuard.end).trim() : "";
      };
      const test = 'if __name__ == "__main__":';
      assert.equal(
        guarded(`a()\n${test}\n    if x:\n        b()\n    main()\n\n@app.get("/")\ndef c(): pass\n`),
        `${test}\n    if x:\n        b()\n    main()`,
      );
      assert.equal(guarded(`${test} main()\nfor x in y:\n    c()\n`), `${test} main()`);
      assert.equal(guarded(`${test}\n    main()`), `${test}\n    main()`);
      assert.equal(guarded("main()\n"), "");
      const [, second] = scanPython(`${test}\n    a()\nb()\n${test}\n    c()\nd()\n`).mainGuards;
      assert.equal(
        `${test}\n    a()\nb()\n${test}\n    c()\nd()\n`.slice(second?.offset, second?.end).trim(),
        `${test}\n    c()`,
      );
    });

    it("handles semicolons, inline suites and continuation lines", () => {
      assert.deepEqual(callees("a(); b()\nif x: c(); d()\ne(\n  1\n)\nf = \\\n  g()\nelse_ = lambda: h()\n"), [
        "a",
        "b",
        "c",
        "d",
        "e",
        "g",
        "h",
      ]);
    });

    it("takes patterns of match for what they are", () => {
      const text =
        "match command:\n    case Point(x=0):\n        hit()\n    case [a, b] if check(a):\n        pass\nmatch = f(1)\nmatch[0]: int = 2\ncase = 3\n";
      assert.deepEqual(callees(text), ["hit", "check", "f"]);
      assert.deepEqual(features(text), ["match 3.10-"]);
    });
  });

  describe("function bodies", () => {
    it("are read where something of interest stands, and passed over else", () => {
      const text = `
import redis
from .models import Item
def f(self):
    dull(1)
    client = redis.Redis(host="x")
    other(client)
    helper("DATABASE_URL")
    fetch("https://example.org")
    app.run(port=80)
    Item.query()
`;
      assert.deepEqual(callees(text), ["redis.Redis", "other", "helper", "fetch", "app.run"]);
      assert.ok(scanPython(text, { full: true }).calls.some(({ callee }) => callee === "dull"));
    });

    it("and operations of migrations are passed over but for what they read from the environment", () => {
      const text = `
from django.db import migrations, models
def forwards(apps, schema_editor):
    open("/var/lib/data")
class Migration(migrations.Migration):
    initial = True
    operations = [migrations.AddField("order", "total", models.CharField(default="X"))]
    dependencies = [migrations.swappable_dependency(os.environ["APP"])]
class Other(models.Model):
    name = models.CharField()
`;
      assert.deepEqual(callees(text), ["open", "migrations.swappable_dependency", "models.CharField"]);
      assert.equal(scanPython(text).subscripts.length, 1);
      assert.ok(scanPython(text, { full: true }).calls.some(({ callee }) => callee === "migrations.AddField"));
    });

    it("of tests are passed over, their imports are not", () => {
      const lone = scanPython("import redis\ndef test_connection():\n    redis.Redis()\n");
      assert.equal(lone.calls.length, 1);
      const many = scanPython(
        "from shop.tests import kit\nimport redis\ndef test_a():\n    import late\n    redis.Redis()\ndef helper():\n    redis.Redis()\n",
      );
      assert.equal(many.calls.length, 1);
      assert.ok(many.imports.some(({ module }) => module === "late"));
      const file = scanPython(
        "import pytest, redis\nX = redis.Redis()\n@pytest.fixture\ndef a():\n    return 1\nclass T(Case):\n    pass\n",
      );
      assert.equal(file.calls.length, 0);
      assert.equal(file.definitions.length, 2);
      const cases = scanPython("import unittest\nclass T(unittest.TestCase):\n    pass\nredis.Redis()\n");
      assert.equal(cases.calls.length, 0);
    });

    it("of a command line that only runs the tests are kept", () => {
      const { calls } = scanPython(
        'import unittest\nfrom flask_script import Manager\nmanager = Manager(app)\ndef test():\n    unittest.TestLoader().discover("tests")\nmanager.add_command("db", MigrateCommand)\n',
      );
      assert.deepEqual(
        calls.map(({ callee }) => callee).filter(callee => /Manager|add_command/.test(callee)),
        ["Manager", "manager.add_command"],
      );
    });
  });

  describe("syntax of versions", () => {
    const cases: Readonly<Record<string, readonly string[]>> = {
      'print "x"\n': ["print-statement -2.7"],
      "print >>f, x\n": ["print-statement -2.7"],
      "print(x)\n": [],
      'exec "x" in ns\n': ["exec-statement -2.7"],
      "x = `y`\n": ["backticks -2.7"],
      "a <> b\n": ["different-operator -2.7"],
      "x = 0777\n": ["old-octal -2.7"],
      "x = 10L\n": ["long-integer -2.7"],
      "raise E, 'x'\n": ["raise-comma -2.7"],
      "def f(a, (b, c)): pass\n": ["tuple-parameter -2.7"],
      "try: pass\nexcept A, e: pass\n": ["except-comma -2.7"],
      "try: pass\nexcept ValueError, TypeError: pass\n": ["except-without-parentheses 3.14-"],
      "try: pass\nexcept A, b, C: pass\n": ["except-without-parentheses 3.14-"],
      "try: pass\nexcept* A: pass\n": ["except-star 3.11-"],
      "async = 1\n": ["async-name -3.6"],
      "f(async=True)\n": ["async-name -3.6"],
      "if (n := 1): pass\n": ["walrus 3.8-"],
      "def f(a, /): pass\n": ["positional-only 3.8-"],
      "with (open(a) as f, open(b) as g): pass\n": ["parenthesised-with 3.9-"],
      "with (a, b): pass\n": [],
      "x[*a]\n": ["star-in-index 3.11-"],
      "x = [*a]\n": [],
      "type X = int\n": ["type-statement 3.12-"],
      "type = 1\n": [],
      "def f[T](a: T): pass\nclass C[T]: pass\n": ["type-parameters 3.12-"],
      'x = f"{a["b"]}"\n': ["nested-f-string 3.12-"],
      "x = f\"{a['b']}\"\n": [],
      'x = t"{a}"\n': ["template-string 3.14-"],
    };
    for (const [text, expected] of Object.entries(cases)) {
      it(`knows ${JSON.stringify(text)}`, () => {
        assert.deepEqual(features(text), expected);
      });
    }

    it("reads Python 2 in full", () => {
      const text =
        'import urllib2\nprint "x", urllib2.urlopen("u")\nexec "y"\ntry:\n    pass\nexcept urllib2.URLError, e:\n    print >>err, e\n    raise Z, "w"\nq = ur"x"\nd.has_key(1)\n';
      const facts = scanPython(text);
      assert.deepEqual(facts.errors, []);
      assert.deepEqual(callees(text), ["urllib2.urlopen", "d.has_key"]);
    });
  });

  describe("broken code", () => {
    const cases: Readonly<Record<string, string>> = {
      "an open bracket": "x = foo(1,\n\ndef good():\n    pass\nimport after\n",
      "an open string": 'x = "never\nimport after\ndef good(): pass\n',
      "an open docstring": 'def broken():\n    """never\n    text\nimport after\ndef good(): pass\n',
      "a merge conflict": "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\nimport after\ndef good(): pass\n",
      "stray brackets": ")]}\nimport after\ndef good(): pass\n",
      "a template": "{% if x %}\nimport after\n{% endif %}\ndef good(): pass\n",
      "a missing colon": "def broken()\n    x = 1\nimport after\ndef good(): pass\n",
      "an unknown character": "x = $y ? z\nimport after\ndef good(): pass\n",
    };
    it("tells a missing colon at the end of the line that misses it, as CPython does", () => {
      const places = (text: string): readonly number[] => scanPython(text).errors.map(({ offset }) => offset);
      assert.deepEqual(places("if x\n    y = 1\n"), [4]);
      assert.deepEqual(places("def f()\n    return 1\n"), [7]);
      assert.deepEqual(places("for i in range(3)  # a note\n    print(i)\n"), [17]);
      assert.deepEqual(places("if x y:\n    pass\n"), [5]);
    });

    for (const [name, text] of Object.entries(cases)) {
      it(`goes on after ${name}`, () => {
        const facts = scanPython(text);
        assert.ok(facts.errors.length > 0, "no error");
        assert.ok(
          facts.definitions.some(definition => definition.name === "good"),
          "good() was lost",
        );
        assert.ok(
          facts.imports.some(({ module }) => module === "after"),
          "the import was lost",
        );
      });
    }

    it("never throws on any text", () => {
      const scanner = new PythonScanner();
      fc.assert(
        fc.property(fc.string({ unit: "binary", maxLength: 120 }), text => {
          checkOffsets(scanner.scan(text, { full: true }), text);
        }),
        { numRuns: 120 },
      );
    });

    it("never throws on pieces of Python in any order", () => {
      const pieces = [
        "def f(",
        "class C:",
        "\n",
        "\n    ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        'f"{',
        '"',
        "'''",
        '"""',
        "x",
        " = ",
        "import a",
        "from . import ",
        "if ",
        "else",
        ":",
        ",",
        "lambda",
        "for ",
        " in ",
        "@",
        "await ",
        "async ",
        "match x:\n",
        "case ",
        "\\",
        "#",
        "1",
        "*",
        "**",
        "->",
        ":=",
        "try:\n",
        "except ",
        "os.environ",
        "`",
        "\t",
        "!",
        "\r",
        "yield",
        "not ",
        "with ",
        "as ",
      ];
      const scanner = new PythonScanner();
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), parts => {
          const text = parts.join("");
          checkOffsets(scanner.scan(text, { full: true }), text);
        }),
        { numRuns: 600 },
      );
    });

    it("survives deep nesting and long chains", () => {
      for (const text of [
        `${"(".repeat(20_000)}1${")".repeat(20_000)}\n`,
        `x = ${"[".repeat(20_000)}\n`,
        `x = ${"f(".repeat(5_000)}1${")".repeat(5_000)}\n`,
        `x = ${"not ".repeat(20_000)}y\n`,
        `x = ${"-".repeat(20_000)}1\n`,
        `x = ${"a + ".repeat(20_000)}b\n`,
        `x = a${".b()".repeat(20_000)}\n`,
        `x = ${"a ** ".repeat(5_000)}b\n`,
        `x = ${"a if b else ".repeat(5_000)}c\n`,
        `x = ${"lambda: ".repeat(5_000)}c\n`,
        `x = ${'f"{'.repeat(3_000)}\n`,
        `x = ${"y[".repeat(5_000)}\n`,
        Array.from({ length: 3_000 }, (_, depth) => `${" ".repeat(depth)}if x:`).join("\n"),
      ]) {
        const facts = scanPython(text, { full: true });
        assert.ok(facts.lines > 0);
        assert.doesNotThrow(() => structuredClone(facts));
      }
    });

    it("is linear where strings and brackets never close", () => {
      for (const piece of ['f"{(', 'f"{x', '"""', "'''a\n", 'f"""{', "(", "x = '", "`", '"\\']) {
        const text = piece.repeat(40_000);
        assert.ok(scanPython(text).errors.length >= 0);
      }
    });
  });

  it("gives the same facts whatever was scanned before", () => {
    const scanner = new PythonScanner();
    const text = "import os\ndef f():\n    return os.getenv('A_B')\n";
    const first = scanner.scan(text);
    scanner.scan("import redis\nsettings = redis.Redis()\ndef g():\n    dull()\n");
    assert.deepEqual(scanner.scan(text), first);
  });

  it("counts lines and accepts every line end", () => {
    assert.equal(scanPython("").lines, 0);
    assert.equal(scanPython("a").lines, 1);
    assert.equal(scanPython("a\nb\n").lines, 2);
    for (const end of ["\n", "\r\n", "\r"]) {
      assert.deepEqual(callees(["a()", "# c", "b()"].join(end)), ["a", "b"]);
    }
  });
});

function checkOffsets(facts: PythonFacts, text: string): void {
  for (const { offset, end } of facts.calls) assert.ok(offset >= 0 && offset <= end && end <= text.length + 1);
  for (const { offset } of facts.imports) assert.ok(offset >= 0 && offset <= text.length);
}

describe("memory of facts", () => {
  it("does not keep the text alive that long words and strings were cut from", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    const kept = Array.from({ length: 40 }, (_, at) =>
      scanPython(
        [
          `#!/usr/bin/env -S python3 -u # ${at}`,
          `# ${"x".repeat(1_000_000)}`,
          `LARGEST = 123456789012345678901234567890${at}`,
          `ADDRESS_OF_THE_DATABASE_${at} = "postgresql://database/shop_${at}"`,
          `def test_of_a_name_that_is_longer_than_any_that_is_kept_for_others_${at}(): pass`,
        ].join("\n"),
      ),
    );
    const grown = used() - before;
    assert.equal(kept[7]?.assignments[1]?.target, "ADDRESS_OF_THE_DATABASE_7");
    assert.ok(grown < 10_000_000, `40 short facts keep ${grown} bytes alive`);
  });
});
