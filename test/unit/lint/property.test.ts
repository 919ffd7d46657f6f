import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDockerfile } from "../../../src/docker/dockerfile/parse";
import type { Finding } from "../../../src/model/finding";
import { applyEdits } from "../../../src/lint/fixes";
import { lintCompose, lintDockerfile } from "../../kit/lint-file";
import { COMPOSE_CASES } from "./compose-cases";
import { composeFileOf } from "./compose-file";
import { DOCKERFILE_CASES } from "./dockerfile-cases";

/** Lines of the cases, to be mixed, cut and disturbed. */
const LINES = Object.values(DOCKERFILE_CASES)
  .flatMap(cases => [...cases.bad, ...cases.good])
  .flatMap(text => text.replace(/^=/, "").split("\n"))
  .filter(line => line !== "");

const NOISE = fc.oneof(
  fc.constantFrom(
    "\\\n",
    "\n",
    " ",
    "'",
    '"',
    "$",
    "${",
    "}",
    "<<E\n",
    "E\n",
    "[",
    "]",
    "|",
    "&&",
    "#",
    "\r\n",
    "\t",
    "`",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const FILE = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.option(NOISE), fc.nat(60)), { minLength: 1, maxLength: 12 })
  .map(parts =>
    parts
      .map(([line, noise, at]) => (noise === null ? line : line.slice(0, at) + noise + line.slice(at)))
      .map(line => `${line}\n`)
      .join(""),
  );

/** Compose files of the cases, each disturbed at a few places. */
const COMPOSE_FILE = fc
  .tuple(
    fc.constantFrom(...Object.values(COMPOSE_CASES).flatMap(({ bad, good }) => [...bad, ...good])),
    fc.array(
      fc.tuple(fc.nat(400), fc.constantFrom("\n", " ", "- ", ": ", "'", '"', "#", "{", "]", "|", "0", "${", "}")),
      {
        maxLength: 3,
      },
    ),
  )
  .map(([text, noises]) =>
    noises.reduce((disturbed, [place, noise]) => {
      const at = place % (disturbed.length + 1);
      return disturbed.slice(0, at) + noise + disturbed.slice(at);
    }, composeFileOf(text)),
  );

/** Texts of which a fix once made an error. */
const ONCE_WORSENED = {
  dockerfile: [
    'RUN export PIP_TRUSTED_HOST="a\n',
    "COPY a b #c#\n",
    "FROM a\nCOPY --chown=a a b #c#\nRUN apt-get install -y a\n",
    "FROM a\nHEALTHCHECK --retries=1 [CMD a\n",
    "ARG BASE_|IMAGE=a\nFROM ${BASE_IMAGE}\n",
    "FROM a\nARG VE\ufeffRSION=1\nCOPY x-${VERSION} /\n",
    "FROM a AS \u0127uild\nFROM b\nCOPY --from=build /x /x\n",
  ],
  compose: [
    "services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test:# pg_isready\n",
    "services:\n  db:\n    image: postgres:17\n    healthcheck:\n    \n  test: pg_isready\n",
    "services:\n  db:\n    image: postgres:17\n    volumes: [d|ata:/var/lib/postgresql/data]\n",
    "services:\n  web:\n    image: a\n    volumes: ['#.:/app']\n",
    "services:\n  db:\n    image: mysql:8\n    volumes: [data:/var/lib/mysql]\nvolumes: {data::  }\n",
    "services:\n  web:\n    image: a\n    volumes: [media:/data]\nvolumes: {data: }\n",
    'services:\n  web:\n    image: a\n    ports: [8"0]\n',
    "services:\n  web:\n    image: a\n    ports:\n      -\n",
    "services:\n  a: {ports: ['80']}: \n",
    "services:\n  a: {b: 'c', volumes: ['data:/data'#]}\n",
    "services:\n  web:\n    image: a\n    depends_on: [db]\n  d]b:\n    image: b\n",
    "services:\n  a: {image: a, depends_on: [b]}\n  b{: {image: a}\n",
    "services:\n  a: {extends: b}\n  b}: {image: x}\n",
    "services:\n  db:\n    image: postgres:17\n    volumes: [data:/var/lib/postgres]\n  e:\n    image: postgres:16\n    volumes: [data:/var/lib/postgresql/data]\nvolumes: {data: }\n",
  ],
};

/** Their fixes correct a name, so that what stands behind it is read at last, with all that is wrong in it. */
const REVEALING: ReadonlySet<string> = new Set([
  "invalid-run-mount",
  "single-quoted-json",
  "swallowed-instruction",
  "unknown-instruction",
  "unknown-flag",
  "unknown-property",
]);

/** Errors that were there before, behind the one that a fix mends. */
const REVEALED: Readonly<Record<string, readonly string[]>> = {
  "archived-debian-release": ["install-before-update"],
  "broken-json": ["operator-in-json"],
  "host-namespace": ["unreachable-listener"],
  "sudo-in-run": ["command-of-another-system", "install-before-update", "install-without-root"],
  "trailing-comment": ["install-without-root"],
  "undefined-variable": ["invalid-port"],
  "unpublished-python-image": ["install-before-update"],
  "unknown-service": ["completed-without-end", "dependency-cycle", "healthy-without-check"],
  "unknown-value": ["completed-without-end", "healthy-without-check"],
};

/** The rules that find more errors after one of a text's fixes than before, with the fix's own rule. */
function worsened(text: string, lint: (text: string) => readonly Finding[]): readonly string[] {
  const errors = (findings: readonly Finding[], rule: string): number =>
    findings.filter(finding => finding.rule === rule && finding.severity === "error").length;
  const before = lint(text);
  return before
    .filter(({ rule }) => !REVEALING.has(rule))
    .flatMap(({ rule, fixes }) =>
      fixes.flatMap(({ title, edits }) => {
        const after = lint(applyEdits(text, edits));
        const worse = after.find(
          finding =>
            errors(after, finding.rule) > errors(before, finding.rule) &&
            REVEALED[rule]?.includes(finding.rule) !== true,
        );
        return worse === undefined ? [] : [`${rule} (${title}) makes ${worse.rule} of ${JSON.stringify(text)}`];
      }),
    );
}

describe("linting any text", () => {
  it("gives findings within the text and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(FILE, fc.string({ unit: "binary", maxLength: 80 })), text => {
        for (const finding of lintDockerfile(text, "Dockerfile", { select: "all" })) {
          const { start, end } = finding.span;
          assert.ok(start >= 0 && start <= end && end <= text.length, finding.rule);
          assert.ok(finding.line >= 1 && finding.column >= 1, finding.rule);
          assert.ok(finding.message.length <= 160, `${finding.rule}: ${finding.message}`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("offers fixes that leave a file which parses no worse", () => {
    fc.assert(
      fc.property(FILE, text => {
        const before = parseDockerfile(text).problems.length;
        for (const finding of lintDockerfile(text, "Dockerfile", { select: "all" })) {
          for (const fix of finding.fixes) {
            for (const edit of fix.edits) assert.ok(edit.span.start >= 0 && edit.span.end <= text.length, finding.rule);
            const fixed = parseDockerfile(applyEdits(text, fix.edits));
            if (fix.safe) assert.ok(fixed.problems.length <= before, `${finding.rule} on ${JSON.stringify(text)}`);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("offers none of the fixes that once made an error", () => {
    const dockerfiles = ONCE_WORSENED.dockerfile.flatMap(text =>
      worsened(text, each => lintDockerfile(each, "Dockerfile", { select: "all" })),
    );
    const composeFiles = ONCE_WORSENED.compose.flatMap(text =>
      worsened(text, each => lintCompose(each, "compose.yaml", { select: "all" })),
    );
    assert.deepEqual([...dockerfiles, ...composeFiles], []);
  });

  it("offers fixes that make no error where there was none", () => {
    fc.assert(
      fc.property(FILE, text => {
        assert.deepEqual(
          worsened(text, each => lintDockerfile(each, "Dockerfile", { select: "all" })),
          [],
        );
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(COMPOSE_FILE, text => {
        assert.deepEqual(
          worsened(text, each => lintCompose(each, "compose.yaml", { select: "all" })),
          [],
        );
      }),
      { numRuns: 50 },
    );
  });
});
