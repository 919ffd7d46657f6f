import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeEnv } from "../../../../src/scaffold/merge/env";
import { mergeJsonList } from "../../../../src/scaffold/merge/json";
import { mergeLines } from "../../../../src/scaffold/merge/lines";
import { mergeMakefile } from "../../../../src/scaffold/merge/makefile";
import type { MergeResult } from "../../../../src/scaffold/merge/merge-result";
import { mergeYamlList } from "../../../../src/scaffold/merge/yaml-list";
import { applied, planned, type Texts } from "../plan-kit";

/** Every line of `before` stands in `after`, in its order and byte for byte; what is new stands between. */
function assertKept(before: string, after: string, what: string): void {
  const lines = after.split("\n");
  let at = 0;
  for (const line of before.split("\n")) {
    // The last line of a file without a line end gains one.
    const found = lines.findIndex(
      (other, index) => index >= at && (other === line || other.replace(/\r$/, "") === line),
    );
    assert.ok(found >= 0, `${what}: lost ${JSON.stringify(line)}`);
    at = found + 1;
  }
}

const end = fc.constantFrom("\n", "\r\n");
const line = fc.oneof(
  fc.constantFrom(
    "# a comment",
    "",
    "*.pyc",
    "!docs",
    "A=1",
    "export B='x y'",
    "# C=",
    "build:",
    "\tpython setup.py",
    "x := 1",
    ".PHONY: build",
  ),
  fc.string({ maxLength: 12 }).filter(text => !/[\r\n]/.test(text)),
);
const text = fc
  .record({ lines: fc.array(line, { maxLength: 8 }), end, isEnded: fc.boolean() })
  .map(({ lines, end: own, isEnded }) => lines.join(own) + (isEnded ? own : ""));

const APPENDING: readonly (readonly [
  name: string,
  merge: (before: string, proposal: string) => MergeResult,
  proposal: string,
])[] = [
  ["ignore files", mergeLines, "# Secrets\n.env\n/secrets/\n"],
  ["samples of the environment", mergeEnv, "# a.py:1: required\nNEW=\n# b.py:2: optional\n# OTHER=2\n"],
  [
    "Makefiles",
    mergeMakefile,
    ".PHONY: docker-up\ndocker-up:\n\tdocker compose up\n\n.PHONY: docker-down\ndocker-down:\n\tdocker compose down\n",
  ],
];

describe("a merge loses nothing that a person wrote", () => {
  for (const [name, merge, proposal] of APPENDING) {
    it(`in ${name}, whatever they hold, and a second one changes nothing`, () => {
      fc.assert(
        fc.property(text, before => {
          const result = merge(before, proposal);
          if (result.kind !== "merged") return;
          assertKept(before, result.text, name);
          assert.ok(result.text.startsWith(before), "what is new comes last");
          assert.equal(merge(result.text, proposal).kind, "same");
        }),
      );
    });
  }

  it("in lists of hooks and of editor tasks, of any style", () => {
    const hooks = "repos:\n  - repo: local\n    hooks:\n      - id: drydock-lint\n        entry: drydock lint\n";
    const tasks = '{\n  "tasks": [\n    { "label": "Docker: stop" }\n  ]\n}\n';
    const style = fc.record({
      indent: fc.constantFrom("", "  ", "    "),
      tail: fc.constantFrom("", "# the end\n", "ci:\n  skip: [x]\n"),
      end,
    });
    fc.assert(
      fc.property(style, ({ indent, tail, end: own }) => {
        const yaml =
          `# ours\nrepos:\n${indent}- repo: https://example.org/x  # pinned\n${indent}  rev: v1\n${indent}  hooks:\n${indent}    - id: x\n${tail}`.replace(
            /\n/g,
            own,
          );
        const merged = mergeYamlList(yaml, hooks);
        assert.equal(merged.kind, "merged");
        if (merged.kind !== "merged") return;
        assertKept(yaml, merged.text, "hooks");
        assert.equal(mergeYamlList(merged.text, hooks).kind, "same");
        const json =
          `{\n  // mine\n  "tasks": [\n${indent}{ "label": "a" }, // why\n${indent}]${tail === "" ? "" : ","}\n}\n`.replace(
            /\n/g,
            own,
          );
        const both = mergeJsonList(json, tasks);
        if (both.kind !== "merged") return;
        for (const part of ["// mine", '{ "label": "a" }', "// why"]) assert.ok(both.text.includes(part), part);
        assert.equal(mergeJsonList(both.text, tasks).kind, "same");
      }),
    );
  });
});

const APP: Texts = {
  "requirements.txt": "flask\ngunicorn\nredis\npsycopg2-binary\n",
  "app.py":
    'import os\n\nimport redis\nfrom flask import Flask\n\napp = Flask(__name__)\napp.secret_key = os.environ["SECRET_KEY"]\ncache = redis.from_url(os.environ["REDIS_URL"])\nDATABASE_URL = os.environ["DATABASE_URL"]\n',
};

describe("a whole workspace with files of its own", () => {
  const instruction = fc.constantFrom(
    "ENV PYTHONUNBUFFERED=1",
    "WORKDIR /app",
    "COPY . .",
    "RUN pip install -r requirements.txt",
    "RUN apt-get update && \\\n    apt-get install -y curl",
    "# why this is here",
    "ARG BUILD=1",
    "EXPOSE 8000",
    "HEALTHCHECK CMD true",
    "USER app",
    "",
  );
  const last = fc.constantFrom(
    "CMD gunicorn app:app",
    'CMD ["gunicorn", "app:app"]',
    "CMD exec gunicorn app:app -b 127.0.0.1:$PORT",
    'ENTRYPOINT ["./start.sh"]',
  );
  const service = fc.constantFrom(
    "  web:\n    build: .   # the one beside\n    ports: [ '8000:8000' ]\n",
    "  app:\n    build:\n      context: .\n    environment:\n      - SECRET_KEY=x\n    # last line\n",
    "  cache:\n    image: redis:6\n",
    '  db:\n    image: "postgres:15"\n    environment: { POSTGRES_PASSWORD: pw }\n\n',
    "\n  # a worker of ours\n  jobs: &jobs\n    build: .\n    command: python jobs.py\n",
  );
  const made = fc.record({
    base: fc.constantFrom("FROM python", "FROM python:3.11-slim AS base", "# ours\nFROM python:3.11"),
    body: fc.array(instruction, { maxLength: 6 }),
    last,
    services: fc.uniqueArray(service, { minLength: 1 }),
    volumes: fc.constantFrom("", "volumes:\n  own:\n"),
    end,
  });

  it("keeps every byte outside the changed hunks, and changes nothing the second time", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(made, async ({ base, body, last: command, services, volumes, end: own }) => {
        const dockerfile = `${[base, ...body, command].join("\n")}\n`.replace(/\n/g, own);
        const compose = `# since 2019\nservices:\n${services.join("")}${volumes}`.replace(/\n/g, own);
        const before: Texts = { ...APP, Dockerfile: dockerfile, "compose.yaml": compose, ".gitignore": "*.pyc\n" };
        const changes = await planned(before);
        for (const { path, action, before: old, text: now } of changes.files) {
          if (action !== "merge" || old === null || path === ".env") continue;
          if (path !== "Dockerfile") {
            assertKept(old, now, path);
            continue;
          }
          // Of a Dockerfile the base image and the command may change; every other instruction stays as it is.
          const kept = old.split("\n").filter(each => !/^(?:FROM|CMD|ENTRYPOINT)\b/.test(each));
          assertKept(kept.join("\n"), now, path);
          assert.equal(/\r\n/.test(now) && /[^\r]\n/.test(now), false, "line ends stay of one kind");
        }
        const after = applied(before, changes);
        const again = await planned(after);
        assert.deepEqual(
          again.files
            // Documents cite lines that a merge has just moved.
            .filter(
              ({ action, path }) => action !== "unchanged" && action !== "conflict" && !/^docs\/|^\.drydock/.test(path),
            )
            .map(({ path, action }) => `${action} ${path}`),
          [],
        );
      }),
      { numRuns: 40 },
    );
  });
});
