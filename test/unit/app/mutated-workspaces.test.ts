import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { createApp, type App } from "../../../src/app/app";
import { DrydockError } from "../../../src/model/error";
import type { ChangeSet } from "../../../src/model/plan";
import { memoryFiles } from "../../kit/memory-files";
import { portsOver } from "../../kit/memory-ports";
import { projectRoot } from "../../kit/sources";

type Texts = Readonly<Record<string, string>>;

const SAMPLES = path.join(projectRoot, "test/workspaces");
const ROOT = "/workspace/shop";

function textsOf(folder: string): Texts {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const files = entries.map(entry => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files
      .filter(file => !/\.(?:png|ico|sqlite3|woff2?)$/.test(file))
      .map(file => [path.relative(folder, file).replaceAll(path.sep, "/"), readFileSync(file, "utf8")]),
  );
}

/** Shapes that no sample has, where a later run could take what an earlier one wrote for the person's own. */
const SHAPES: Readonly<Record<string, Texts>> = {
  "static files of Django that nothing hands out": {
    "requirements.txt": "django==5.2\n",
    "manage.py":
      'import os, sys\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\nif __name__ == "__main__":\n    execute_from_command_line(sys.argv)\n',
    "site1/__init__.py": "",
    "site1/settings.py":
      'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATIC_URL = "static/"\nSTATIC_ROOT = "static"\n',
    "site1/wsgi.py":
      'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\napplication = get_wsgi_application()\n',
  },
  "a Containerfile that exposes another port than the server's own": {
    "requirements.txt": "bottle\nwaitress\n",
    "shop/__init__.py": "",
    "shop/server.py":
      'from bottle import Bottle\nwebserver = Bottle()\n\n@webserver.route("/")\ndef index():\n    return "ok"\n',
    Containerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 42010\n",
  },
};

/** What files of configuration trip over: marks of YAML, TOML, shell and templates, and characters that no file should have. */
const junk = fc.constantFrom(
  ...[
    "\0",
    "{{ x }}",
    "- ",
    "\t",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ":",
    "#",
    "\\",
    "$",
    "${A}",
    "${A:-",
    "<<EOF",
    "&a",
    "*a",
  ],
  ...[
    "!!x",
    "---",
    "FROM x",
    "COPY . .",
    "RUN ",
    "ENV A",
    "services:",
    "command: ['a']",
    "build: ",
    "null",
    "~",
    "\r",
    "\u2028",
    "💥",
  ],
);

type Change = (lines: string[], at: number, other: number) => void;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>((lines, at) => lines.splice(at, 1)),
  fc.constant<Change>((lines, at) => lines.splice(at, 0, lines[at] ?? "")),
  fc.constant<Change>((lines, at, other) => {
    [lines[at], lines[other]] = [lines[other] ?? "", lines[at] ?? ""];
  }),
  fc.constant<Change>((lines, at) => {
    lines[at] = `  ${lines[at]}`;
  }),
  fc.constant<Change>((lines, at) => {
    lines[at] = (lines[at] ?? "").trimStart();
  }),
  fc.tuple(junk, fc.nat()).map(([text, column]): Change => (lines, at) => {
    const line = lines[at] ?? "";
    const cut = column % (line.length + 1);
    lines[at] = line.slice(0, cut) + text + line.slice(cut);
  }),
  junk.map(
    (text): Change =>
      (lines, at) =>
        lines.splice(at, 0, text),
  ),
);

const mutation = fc.record({ file: fc.nat(), line: fc.nat(), other: fc.nat(), change });

/** One line of one file that is no code, no prose and no lock is changed. */
function mutated(
  texts: Texts,
  { file, line, other, change: apply }: typeof mutation extends fc.Arbitrary<infer T> ? T : never,
): Texts {
  const names = Object.keys(texts).filter(name => !/\.(?:py|md|lock)$/.test(name));
  const name = names[file % names.length] ?? "";
  const lines = (texts[name] ?? "").split("\n");
  apply(lines, line % lines.length, other % lines.length);
  return { ...texts, [name]: lines.join("\n") };
}

/** The plan; null where it is refused with words. */
async function planned(app: App): Promise<ChangeSet | null> {
  try {
    return await app.plan(ROOT);
  } catch (error) {
    if (error instanceof DrydockError) return null;
    throw error;
  }
}

function appOver(files: ReturnType<typeof memoryFiles>): App {
  return createApp(portsOver(files, () => Promise.reject(new Error("no engine"))));
}

/** Writes what may be written; its paths, or null where there is no plan. */
async function writeAll(app: App): Promise<readonly string[] | null> {
  const plan = await planned(app);
  if (plan === null) return null;
  const written = plan.files.filter(({ action }) => action !== "unchanged" && action !== "conflict");
  const paths = written.map(file => file.path);
  await app.apply(ROOT, plan, paths);
  return paths;
}

describe("a workspace that was written once", () => {
  for (const [shape, texts] of Object.entries(SHAPES))
    it(`is left as it is by a second run: ${shape}`, async () => {
      const app = appOver(memoryFiles(texts, ROOT));
      assert.ok(await writeAll(app));
      const second = await planned(app);
      assert.deepEqual(
        second?.files.filter(({ action }) => action !== "unchanged").map(file => file.path),
        [],
      );
    });
});

describe("a workspace with mistakes in its files", () => {
  const samples = readdirSync(SAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory());
  const texts = [...samples.map(({ name }) => textsOf(path.join(SAMPLES, name))), ...Object.values(SHAPES)];

  it("is read, planned and linted without a part that fails, and a second run changes nothing", async () => {
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), fc.boolean(), mutations, async (sample, isWritten, changes) => {
        const files = memoryFiles(sample, ROOT);
        const app = appOver(files);
        if (isWritten) await writeAll(app);
        let now: Texts = Object.fromEntries(
          [...files.contents].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
        );
        for (const each of changes) now = mutated(now, each);
        for (const [name, text] of Object.entries(now)) files.contents.set(name, new TextEncoder().encode(text));
        const recon = await app.recon(ROOT);
        assert.deepEqual(
          recon.problems.filter(({ code }) => code === "detector-failed"),
          [],
        );
        const first = await writeAll(app);
        if (first === null) return;
        const { problems } = await app.lintFolder(ROOT, { recon });
        assert.deepEqual(
          problems.filter(({ code }) => code === "rule-failed"),
          [],
        );
        assert.deepEqual(await writeAll(app), [], `written first: ${first.join(", ")}`);
      }),
      { numRuns: 24 },
    );
  });
});
