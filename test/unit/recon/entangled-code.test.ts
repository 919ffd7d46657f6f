import assert from "node:assert/strict";
import fc from "fast-check";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";
import { changesOf } from "../scaffold/plan-kit";

/** Modules that import each other in any way, with few names, so that circles, shadows and contradictions are common. */
const module = fc.constantFrom("a", "b", "c", "pkg", "pkg.d", "settings");
const name = fc.constantFrom("X", "Y", "make", "app", "Config", "settings", "main", "run", "Base");
const library = fc.constantFrom(
  ["flask", "Flask"],
  ["fastapi", "FastAPI"],
  ["celery", "Celery"],
  ["os", "environ"],
  ["os", "getenv"],
  ["redis", "Redis"],
  ["requests", "get"],
  ["sqlalchemy", "create_engine"],
  ["click", "command"],
  ["uvicorn", "run"],
  ["pydantic", "BaseSettings"],
  ["django.conf", "settings"],
  ["environ", "Env"],
  ["decouple", "config"],
  ["logging", "FileHandler"],
  ["typer", "Typer"],
  ["aiohttp.web", "run_app"],
);

const { expression } = fc.letrec<{ expression: string }>(tie => {
  const inner = tie("expression");
  const words = (strings: TemplateStringsArray, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map(texts => String.raw({ raw: strings.raw }, ...texts));
  return {
    expression: fc.oneof(
      { depthSize: "small" },
      name,
      fc.constantFrom("'redis://localhost:6379/0'", "'DATABASE_URL'", "8000", "None"),
      words`self.${name}`,
      words`${name}(${inner})`,
      words`${name}.${name}(${inner}, port=${name})`,
      words`${inner} or ${inner}`,
      words`${name}[${inner}]`,
      words`f"{${inner}}/{${inner}}"`,
      words`${name}.${name}`,
      library.map(([, member]) => `${member}('X')`),
    ),
  };
});

const statement = fc
  .record({
    kind: fc.nat(14),
    from: module,
    one: name,
    two: name,
    three: name,
    left: expression,
    right: expression,
    library,
  })
  .map(({ kind, from, one, two, three, left, right, library: [source, member] }) => {
    switch (kind) {
      case 0:
        return `from ${from} import ${one}`;
      case 1:
        return `from ${from} import ${one} as ${two}`;
      case 2:
        return `from ${from} import *`;
      case 3:
        return `import ${from} as ${one}`;
      case 4:
        return "from . import d\nfrom .d import X";
      case 5:
        return `from ${source} import ${member}`;
      case 6:
        return `from ${source} import ${member} as ${one}`;
      case 7:
        return `${one} = ${left}`;
      case 8:
        return `${one}: ${two} = ${left}`;
      case 9:
        return `class ${one}(${two}):\n    ${three}: ${two} = ${left}\n    def __init__(self, x: ${two} = ${right}):\n        self.${three} = x`;
      case 10:
        return `def ${one}(x: ${two} = ${left}, name=None):\n    y = ${right}\n    return ${left}`;
      case 11:
        return `@${one}.command()\n@${two}\ndef ${three}(x=${left}):\n    return ${three}(${two})`;
      case 12:
        return `if __name__ == "__main__":\n    ${left}`;
      case 13:
        return `try:\n    from ${from} import ${one}\nexcept ImportError:\n    ${one} = ${left}`;
      default:
        return left;
    }
  });
const code = fc.array(statement, { minLength: 1, maxLength: 9 }).map(statements => `${statements.join("\n")}\n`);
const LIST = "flask\nfastapi\ncelery\nredis\nrequests\nsqlalchemy\nclick\nuvicorn\npydantic\ndjango\npython-decouple\n";

describe("entangled code", () => {
  it("is read by every detector, and planned, whatever its modules take from each other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(code, code, code, code, code, code), async ([a, b, c, pkg, d, settings]) => {
        const texts = {
          "a.py": a,
          "b.py": b,
          "c.py": c,
          "pkg/__init__.py": pkg,
          "pkg/d.py": d,
          "settings.py": settings,
          "requirements.txt": LIST,
        };
        const recon = await readRecon(memoryFiles(texts), { name: "x" });
        const failed = recon.problems.filter(problem => problem.code === "detector-failed");
        assert.deepEqual(failed, []);
        await changesOf(recon, texts);
      }),
      { numRuns: 60 },
    );
  });
});
