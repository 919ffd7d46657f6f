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

describe("a workspace with mistakes in its files", () => {
  const samples = readdirSync(SAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory());
  const texts = samples.map(({ name }) => textsOf(path.join(SAMPLES, name)));

  it("is read, planned and linted without a part that fails, and a second run changes nothing", async () => {
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), fc.boolean(), mutations, async (sample, isWritten, changes) => {
        const files = memoryFiles(sample, ROOT);
        const app = createApp(portsOver(files, () => Promise.reject(new Error("no engine"))));
        const write = async (): Promise<readonly string[] | null> => {
          const plan = await planned(app);
          if (plan === null) return null;
          const written = plan.files.filter(({ action }) => action !== "unchanged" && action !== "conflict");
          await app.apply(
            ROOT,
            plan,
            written.map(file => file.path),
          );
          return written.map(file => file.path);
        };
        if (isWritten) await write();
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
        const first = await write();
        if (first === null) return;
        const { problems } = await app.lintFolder(ROOT, { recon });
        assert.deepEqual(
          problems.filter(({ code }) => code === "rule-failed"),
          [],
        );
        assert.deepEqual(await write(), [], `written first: ${first.join(", ")}`);
      }),
      { numRuns: 24 },
    );
  });
});
