import assert from "node:assert/strict";
import { languageOf } from "../../../src/lint/language";
import { lintFiles } from "../../../src/lint/runner";
import { lintDockerfile } from "../../kit/lint-file";

const GOOD = `# syntax=docker/dockerfile:1
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \\
    python -m venv /venv && /venv/bin/pip install -r requirements.txt

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH \\
    PYTHONUNBUFFERED=1
RUN apt-get update \\
    && apt-get install -y --no-install-recommends libpq5 \\
    && rm -rf /var/lib/apt/lists/* \\
    && useradd --uid 10001 --create-home app
WORKDIR /app
COPY --from=build /venv /venv
COPY --chown=app:app . .
USER app
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000')"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi:app"]
`;

describe("the rules for one Dockerfile", () => {
  it("finds nothing in a good file", () => {
    assert.deepEqual(
      lintDockerfile(GOOD, "Dockerfile").map(finding => `${finding.rule} ${finding.line}`),
      [],
    );
  });

  it("orders findings by place and gives lines, columns and spans", () => {
    const text = "FROM a:1\nWORKDIR b\nUSER root\n";
    const findings = lintDockerfile(text, "Dockerfile", { select: ["DL3000", "DL3002"] });
    assert.deepEqual(
      findings.map(({ rule, line, column, endLine, endColumn, span }) => [
        rule,
        line,
        column,
        endLine,
        endColumn,
        span,
      ]),
      [
        ["relative-workdir", 2, 9, 2, 10, { start: 17, end: 18 }],
        ["root-user", 3, 6, 3, 10, { start: 24, end: 28 }],
      ],
    );
  });

  it("selects by id, code and mirrored code", () => {
    const text = "FROM a\nWORKDIR b\nUSER c\n";
    const rules = (...select: readonly string[]): readonly string[] =>
      lintDockerfile(text, "D", { select }).map(finding => finding.rule);
    assert.deepEqual(rules("untagged-image"), ["untagged-image"]);
    assert.deepEqual(rules("DD1053"), ["relative-workdir"]);
    assert.deepEqual(rules("DL3006", "WorkdirRelativePath"), ["untagged-image", "relative-workdir"]);
    assert.deepEqual(rules("nothing"), []);
  });

  it("takes severities, `off`, and what they turn on", () => {
    const text = "FROM a\nRUN apt-get install -y b\nUSER c\n";
    const of = (severities: Readonly<Record<string, "off" | "error">>): ReadonlyMap<string, string> =>
      new Map(lintDockerfile(text, "D", { severities }).map(finding => [finding.rule, finding.severity]));
    assert.equal(of({}).get("untagged-image"), "warning");
    assert.equal(of({}).has("unpinned-apt-package"), false);
    assert.equal(of({ DL3006: "error" }).get("untagged-image"), "error");
    assert.equal(of({ "untagged-image": "off" }).has("untagged-image"), false);
    assert.equal(of({ DD1120: "error" }).get("unpinned-apt-package"), "error");
  });

  it("says which other linters would say the same", () => {
    const [missing] = lintDockerfile('FROM a:1\nCMD ["b"]\n', "D", { select: ["root-user"] });
    const [explicit] = lintDockerfile("FROM a:1\nUSER root\n", "D", { select: ["root-user"] });
    assert.deepEqual(missing?.mirrors, ["DS-0002", "CKV_DOCKER_3"]);
    assert.deepEqual(explicit?.mirrors, ["DL3002", "DS-0002", "CKV_DOCKER_8"]);
  });

  it("weakens unknown flags under a frontend of its own", () => {
    const severity = (syntax: string): string | undefined =>
      lintDockerfile(`# syntax=${syntax}\nFROM a:1\nCOPY --new b c\nUSER d\n`, "D", { select: ["unknown-flag"] })[0]
        ?.severity;
    assert.equal(severity("docker/dockerfile:1"), "error");
    assert.equal(severity("docker/dockerfile:1-labs"), "hint");
    assert.equal(severity("example.com/frontend"), "hint");
  });
});

describe("lintFiles", () => {
  it("orders findings by file", () => {
    const findings = lintFiles(
      [
        { path: "b/Dockerfile", text: "FROM a\nUSER c\n", language: "dockerfile" },
        { path: "a/Dockerfile", text: "FROM a\nUSER c\n", language: "dockerfile" },
      ],
      undefined,
      { select: ["untagged-image"] },
    );
    assert.deepEqual(
      findings.map(finding => finding.path),
      ["a/Dockerfile", "b/Dockerfile"],
    );
  });
});

describe("languageOf", () => {
  it("knows files by their names", () => {
    const table: Readonly<Record<string, string | null>> = {
      Dockerfile: "dockerfile",
      "dockerfile-mode.js": null,
      "Dockerfile.j2": null,
      "Dockerfile.prod": "dockerfile",
      "Dockerfile.py3.11": "dockerfile",
      "a/Dockerfile.dev": "dockerfile",
      "web.Dockerfile": "dockerfile",
      Containerfile: "dockerfile",
      "Dockerfile.dockerignore": null,
      "compose.yaml": "compose",
      "docker-compose.override.yml": "compose",
      "compose-dev.yaml": "compose",
      "values.yaml": null,
      "Dockerfiles.md": null,
      ".github/workflows/compose-smoke.yml": null,
      "workflows/compose-smoke.yml": "compose",
    };
    for (const [path, language] of Object.entries(table)) assert.equal(languageOf(path), language, path);
  });
});
