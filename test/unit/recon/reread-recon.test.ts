import assert from "node:assert/strict";
import fc from "fast-check";
import { nodeFiles } from "../../../src/host/node-files";
import type { Recon } from "../../../src/model/recon";
import { readRecon } from "../../../src/recon/read-recon";
import { emptyMemory } from "../../../src/recon/recon-memory";
import { rereadRecon } from "../../../src/recon/reread-recon";
import { decodeText } from "../../../src/workspace/decode";
import { memoryFiles } from "../../kit/memory-files";

const SAMPLES = ["django-celery-redis", "flask-factory-mysql", "harbour-monorepo"];

async function sample(name: string) {
  const disk = nodeFiles(`test/workspaces/${name}`);
  const { files } = await disk.list(() => true);
  const contents: Record<string, Uint8Array> = {};
  for (const { path } of files) contents[path] = (await disk.read(path)) ?? new Uint8Array();
  return memoryFiles(contents);
}

/** All that is found, without how long it took. */
function found(recon: Recon): unknown {
  return JSON.parse(JSON.stringify(recon, (key, value: unknown) => (key === "timings" ? undefined : value)));
}

/** Whether the last answer was moved: nothing was listed, linked or detected. */
function isMoved({ timings }: Recon): boolean {
  return timings.detectMs === 0;
}

/** A clock that goes on by one at each look, so that whatever ran took some time. */
function counter(): () => number {
  let at = 0;
  return () => at++;
}

describe("recon/reread-recon", () => {
  it("says after any edit what a fresh reading says", async () => {
    const samples = await Promise.all(SAMPLES.map(sample));
    const edit = fc.record({
      sample: fc.nat(SAMPLES.length - 1),
      file: fc.nat(),
      line: fc.nat(),
      insert: fc.constantFrom(
        "",
        "# a remark",
        "    pass",
        "import os",
        "    value = os.environ['ADDED']",
        "x = 1; y = 2",
        "import requests, celery",
        "from os import environ as given; LEVEL = given.get('LEVEL', 'info')",
        "def read(name): import os; return os.environ[name]",
        "KEY = read('API_KEY')",
        "DEBUG = True",
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'HOST': 'localhost'}}",
        "app.run(host='127.0.0.1', port=9000)",
        "type Alias = int",
      ),
      removed: fc.nat(2),
    });
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async edits => {
        const files = memoryFiles(Object.fromEntries(samples[edits[0]?.sample ?? 0]?.contents ?? []));
        const options = { name: "w", memory: emptyMemory(), elapsed: counter() };
        await rereadRecon(files, options);
        const python = [...files.contents.keys()].filter(path => path.endsWith(".py"));
        for (const { file, line, insert, removed } of edits) {
          const path = python[file % python.length] ?? "";
          const lines = decodeText(files.contents.get(path) ?? new Uint8Array()).split("\n");
          lines.splice(line % lines.length, removed, insert);
          files.contents.set(path, new TextEncoder().encode(lines.join("\n")));
          const recon = await rereadRecon(files, { ...options, changed: [path] });
          if (isMoved(recon)) moved++;
          const fresh = await readRecon(files, { name: "w" });
          assert.deepEqual(found(recon), found(fresh));
          assert.equal(recon.timings.bytes, fresh.timings.bytes);
        }
      }),
      { numRuns: 12 },
    );
    assert.ok(moved > 0, "no edit was answered by moving places");
  }).timeout(60_000);

  it("says after files came, went and were renamed what a fresh reading says", async () => {
    const samples = await Promise.all([...SAMPLES, "fastapi-vite"].map(sample));
    const edit = fc.record({
      kind: fc.constantFrom("edit", "edit", "add", "remove", "rename", "other"),
      file: fc.nat(),
      line: fc.nat(),
      text: fc.constantFrom(
        "import os; os.environ['ADDED']",
        "from redis import Redis; Redis(host='localhost')",
        "from fastapi import FastAPI; app = FastAPI()",
        "STATICFILES_DIRS = ['frontend/dist']",
        "EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'",
        "def test_it(): pass",
        "router.include_router(app, prefix='/v2')",
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(samples.length - 1),
        fc.array(edit, { minLength: 2, maxLength: 5 }),
        async (of, edits) => {
          const files = memoryFiles(Object.fromEntries(samples[of]?.contents ?? []));
          const { contents } = files;
          const options = { name: "w", memory: emptyMemory() };
          await rereadRecon(files, options);
          for (const { kind, file, line, text } of edits) {
            const paths = [...contents.keys()].sort();
            const isPython = (path: string): boolean => path.endsWith(".py");
            const among = paths.filter(path => isPython(path) === (kind !== "other"));
            const path = among[file % among.length] ?? "";
            const beside = path.replace(/[^/]*$/, "");
            const other = `${beside}${["wsgi", "test_added", "settings", "__main__", "added"][line % 5] ?? ""}.py`;
            const given = contents.get(path) ?? new Uint8Array();
            if (kind === "edit" || kind === "other") {
              const lines = decodeText(given).split("\n");
              lines.splice(line % lines.length, 1, ...(kind === "edit" ? [text] : []));
              contents.set(path, new TextEncoder().encode(lines.join("\n")));
            }
            if (kind === "add") contents.set(other, new TextEncoder().encode(text));
            if (kind === "remove" || kind === "rename") contents.delete(path);
            if (kind === "rename") contents.set(other, given);
            const changed = kind === "rename" ? [path, other] : [kind === "add" ? other : path];
            const recon = await rereadRecon(files, { ...options, changed });
            assert.deepEqual(found(recon), found(await readRecon(files, { name: "w" })));
          }
        },
      ),
      { numRuns: 8 },
    );
  }).timeout(60_000);

  it("moves places where only other lines changed, and reads again where a fact did", async () => {
    const files = memoryFiles({
      "app.py": 'import os\n\nURL = os.environ["DATABASE_URL"]\n',
      "other.py": "import app\n",
    });
    const options = { name: "w", memory: emptyMemory(), elapsed: counter() };
    await rereadRecon(files, options);
    const save = (path: string, text: string): Promise<Recon> => {
      files.contents.set(path, new TextEncoder().encode(text));
      return rereadRecon(files, { ...options, changed: [path] });
    };
    const moved = await save("app.py", '# About\n\nimport os\n\n\nURL = os.environ["DATABASE_URL"]\n');
    assert.equal(isMoved(moved), true);
    assert.equal(moved.environment[0]?.places[0]?.line, 6);
    assert.equal(moved.modules.find(({ path }) => path === "app.py")?.lines, 6);
    const read = await save("app.py", 'import os\n\nURL = os.environ["CACHE_URL"]\n');
    assert.equal(isMoved(read), false);
    assert.equal(read.environment[0]?.name, "CACHE_URL");
  });

  it("looks at every file where nobody knows what changed", async () => {
    const files = memoryFiles({ "app.py": "import os\n" });
    const options = { name: "w", memory: emptyMemory() };
    await rereadRecon(files, options);
    files.contents.set("new.py", new TextEncoder().encode("import os\nos.environ['ADDED']\n"));
    const recon = await rereadRecon(files, options);
    assert.deepEqual(
      recon.environment.map(({ name }) => name),
      ["ADDED"],
    );
  });
});
