import assert from "node:assert/strict";
import { copiesOf, explainAt } from "../../../../src/lint/explain/explain";
import type { Explanation } from "../../../../src/lint/explain/explanation";
import { languageOf } from "../../../../src/lint/language";
import type { LintedFile } from "../../../../src/lint/runner";
import type { Place } from "../../../../src/model/place";
import type { Recon } from "../../../../src/model/recon";
import { formatBytes } from "../../../../src/report/figures";
import { emptyRecon } from "../../../kit/samples";

type Files = Readonly<Record<string, string>>;

const place = (path: string, line: number): Place => ({ path, line, column: 1, text: "", confidence: "high" });

const empty = emptyRecon();

const recon: Recon = {
  ...empty,
  python: { ...empty.python, requires: { specifier: ">=3.10", place: place("pyproject.toml", 6) } },
  environment: [
    {
      name: "DATABASE_URL",
      default: null,
      hasDefault: false,
      required: true,
      secret: true,
      type: null,
      scope: "application",
      places: [place("settings.py", 14), place("worker.py", 3)],
    },
    {
      name: "PORT",
      default: "8000",
      hasDefault: true,
      required: false,
      secret: false,
      type: null,
      scope: "application",
      places: [place("settings.py", 2)],
    },
  ],
  ports: [{ port: 8000, source: "code", place: place("wsgi.py", 9) }],
};

function facts(
  files: Files,
): Parameters<typeof explainAt> extends [infer Linted, infer Facts, ...unknown[]]
  ? { linted: Linted; known: Facts; sizes: Parameters<typeof copiesOf>[2] }
  : never {
  const linted = Object.entries(files).flatMap(([path, text]): LintedFile[] => {
    const language = languageOf(path);
    return language === null ? [] : [{ path, text, language }];
  });
  const [first, ...others] = linted;
  assert.ok(first);
  return {
    linted: [first, ...others],
    known: { paths: new Set(Object.keys(files)), read: path => files[path] ?? null, recon },
    sizes: { of: path => files[path]?.length, format: formatBytes },
  };
}

/** The explanation at the first `word` of the first file. */
function explain(files: Files, word: string): Explanation | null {
  const { linted, known, sizes } = facts(files);
  const offset = linted[0].text.indexOf(word);
  assert.notEqual(offset, -1);
  return explainAt(linted, known, offset, sizes);
}

const say = (files: Files, word: string): string => explain(files, word)?.sentences.join(" ") ?? "";

const project: Files = {
  Dockerfile:
    "FROM python:3.11-slim AS build\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY shop/ shop/\n" +
    "FROM python:3.11-slim\nCOPY --from=build /venv /venv\nENV PORT=80 OTHER=1\nCOPY . .\nEXPOSE 8000\n",
  ".dockerignore": "*.md\n.git\n",
  "requirements.txt": "flask\n",
  "README.md": "a long text\n",
  "shop/app.py": "x = 1\n",
  "shop/views.py": "y = 22\n",
};

describe("what a line means in its project", () => {
  it("a COPY: files and bytes, and what a change of them costs", () => {
    assert.equal(
      say(project, "COPY requirements"),
      "Copies 1 file, 6 B. A change of it builds the 2 steps below again.",
    );
    assert.equal(
      say(project, "COPY shop"),
      "Copies 2 files, 13 B. No step of this stage comes after it, so a change of them builds nothing else again.",
    );
  });

  it("a COPY from another stage, and a stage with those that take from it", () => {
    const copied = explain(project, "COPY --from");
    assert.match(copied?.sentences[0] ?? "", /^Copies from the stage that line 1 begins/);
    assert.deepEqual(
      copied?.places.map(({ line }) => line),
      [1],
    );
    const stage = explain(project, "FROM python:3.11-slim AS");
    assert.match(
      stage?.sentences.join(" ") ?? "",
      /^Line 6 takes from this stage; .* The code asks for Python `>=3.10`\.$/,
    );
    assert.deepEqual(
      stage?.places.map(({ path, line }) => [path, line]),
      [
        ["Dockerfile", 6],
        ["pyproject.toml", 6],
      ],
    );
  });

  it("a variable: where the code reads it, and what happens without it", () => {
    const port = explain(project, "PORT=80");
    assert.deepEqual(port?.sentences, ["`PORT` is read in 1 place. Without it, the code uses `8000`."]);
    assert.deepEqual(
      port?.places.map(({ path, line }) => [path, line]),
      [["settings.py", 2]],
    );
    assert.equal(explain(project, "OTHER"), null);
  });

  it("a port that the code names", () => {
    assert.equal(say(project, "EXPOSE"), "`wsgi.py` says that the server listens on 8000.");
  });

  it("a variable of a Compose file, as key and as interpolation, in lists and maps", () => {
    const compose = (lines: string): Files => ({ "compose.yaml": `services:\n  web:\n    image: a:1\n${lines}` });
    const expected =
      "`DATABASE_URL` is read in 2 places. It is required: the code fails without it. Its value is a secret.";
    assert.equal(say(compose("    environment:\n      DATABASE_URL: x\n"), "DATABASE_URL"), expected);
    assert.equal(say(compose("    environment: [DATABASE_URL=x]\n"), "DATABASE_URL"), expected);
    assert.equal(say(compose("    command: run ${DATABASE_URL:?needed}\n"), "DATABASE_URL"), expected);
    assert.equal(explain(compose("    command: run ${DATABASE_URL}\n"), "run"), null);
    assert.equal(explain(compose("    environment: [UNREAD=x]\n"), "UNREAD"), null);
  });

  it("nothing where nothing is known", () => {
    assert.equal(explain({ Dockerfile: "FROM debian:13\nCOPY $what /x\n" }, "COPY"), null);
    assert.equal(explain({ Dockerfile: "FROM debian:13\nRUN true\n" }, "RUN"), null);
    assert.equal(explain({ Dockerfile: "# note\nFROM debian:13\n" }, "note"), null);
  });
});

describe("what each COPY takes from the context", () => {
  it("is counted with .dockerignore, and left out where it comes from a stage", () => {
    const { linted, known, sizes } = facts(project);
    const sent = Object.entries(project).reduce(
      (sum, [path, text]) => sum + (path === "README.md" ? 0 : text.length),
      0,
    );
    assert.deepEqual(
      copiesOf(linted, known, sizes).map(({ end, files, size }) => [
        linted[0].text.slice(0, end).split("\n").length,
        files,
        size,
      ]),
      [
        [2, 1, "6 B"],
        [4, 2, "13 B"],
        [8, 5, formatBytes(sent)],
      ],
    );
  });
});
