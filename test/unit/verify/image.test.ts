import assert from "node:assert/strict";
import type { Engine, ImageDetail, ImageHistory, LayerFile } from "../../../src/model/ports";
import { placedSteps } from "../../../src/verify/cache-misses";
import { checkImage, isApplicationPath } from "../../../src/verify/check-image";
import { baseAge, imageAges } from "../../../src/verify/image-ages";
import { imageParts, leftoverBytes } from "../../../src/verify/image-parts";
import { readImageTree, type ImageTree } from "../../../src/verify/image-tree";
import { historyInstructions, readBuiltFile, stepInstruction } from "../../../src/verify/instruction-places";
import { secretIn } from "../../../src/verify/secret-values";

const DOCKERFILE = `FROM python:3.11-slim AS base
ENV A=1 \\
    B=2
WORKDIR /app

FROM base AS build
RUN pip install --prefix /opt/venv .

FROM base AS runtime
COPY --from=build /opt/venv /opt/venv
COPY . .
RUN dd if=/dev/zero of=/tmp/big \\
 && rm /app/.env
ARG API_TOKEN
CMD ["gunicorn", "wsgi:app"]
`;

const MADE = "2026-01-02T03:04:05.000Z";
const HISTORY: readonly ImageHistory[] = (
  [
    { instruction: "ADD rootfs.tar /", layer: "base" },
    { instruction: 'CMD ["python3"]', layer: null },
    { instruction: "ENV A=1 B=2", layer: null },
    { instruction: "WORKDIR /app", layer: "empty" },
    { instruction: "COPY /opt/venv /opt/venv", layer: "venv" },
    { instruction: "COPY . .", layer: "app" },
    { instruction: "RUN dd if=/dev/zero of=/tmp/big  && rm /app/.env", layer: "leftovers" },
    { instruction: "ARG API_TOKEN=abc", layer: null },
    { instruction: 'CMD ["gunicorn" "wsgi:app"]', layer: null },
  ] as const
).map((each, index) => ({ ...each, created: index < 2 ? MADE : "2026-05-06T00:00:00Z" }));

const file = (layer: string, path: string, bytes: number, mode = 0o644): LayerFile => ({
  layer,
  path,
  bytes,
  mode,
  kind: "file",
  target: null,
});

const CONTENTS: Readonly<Record<string, string>> = {
  "app/.env": "DB_PASSWORD=hunter2hunter2\n",
  "app/settings.py": "x = 'hunter2hunter2x'\n",
};

function engineWith(files: readonly LayerFile[]): Engine {
  return {
    imageFiles: (_image: string, onFile: (each: LayerFile) => ((content: Uint8Array) => void) | undefined) => {
      for (const each of files) onFile(each)?.(Buffer.from(CONTENTS[each.path] ?? ""));
      return Promise.resolve(HISTORY);
    },
  } as unknown as Engine;
}

const FILES = [
  file("base", "usr/bin/gcc", 1_000_000),
  file("base", "usr/bin/passwd", 1, 0o104755),
  file("venv", "opt/venv/lib/python3.11/site-packages/pandas/core.so", 30_000_000),
  file("venv", "opt/venv/lib/python3.11/site-packages/pandas/tests/data.csv", 9_000_000),
  file("app", "app/.env", 27),
  file("app", "app/settings.py", 22),
  file("app", "app/run", 10, 0o777),
  file("leftovers", "tmp/big", 500_000_000),
  { ...file("leftovers", "app/.wh..env", 0) },
];

const RECORDS = new Map([
  [
    "opt/venv/lib/python3.11/site-packages/pandas-2.2.3.dist-info/RECORD",
    "pandas/core.so,sha256=x,1\npandas/tests/data.csv,,\n",
  ],
]);

describe("an image", () => {
  const built = readBuiltFile("Dockerfile", DOCKERFILE, null);
  const secrets = new Map([["DB_PASSWORD", "hunter2hunter2"]]);
  let tree: ImageTree;
  before(async () => {
    tree = await readImageTree(
      engineWith(FILES),
      "shop",
      (_path, content) => secretIn(content, secrets),
      isApplicationPath,
    );
  });

  it("has each entry of its history at the Dockerfile's line, and the base's own at none", () => {
    assert.deepEqual(
      historyInstructions(built, HISTORY).map(instruction => instruction && built.placeOf(instruction).line),
      [null, null, 2, 4, 10, 11, 12, 14, 15],
    );
  });

  it("is as old as the last layer of what it begins with", () => {
    const age = baseAge(built, HISTORY);
    assert.deepEqual([age?.image, age?.made, age?.place?.line], ["python:3.11-slim", MADE, 1]);
    const variable = "ARG PY=3.11\nARG KIND\nFROM python:${PY}-${KIND}\nCOPY . /app\n";
    const history = [
      { instruction: 'CMD ["python3"]', layer: null, created: MADE },
      { instruction: "COPY . /app", layer: "a", created: MADE },
    ];
    const imageOf = (args?: Readonly<Record<string, string>>): string | undefined =>
      baseAge(readBuiltFile("Dockerfile", variable, null, args), history)?.image;
    assert.equal(imageOf({ KIND: "slim" }), "python:3.11-slim");
    assert.equal(imageOf({ KIND: "slim", PY: "3.13", OTHER: "x" }), "python:3.13-slim");
    assert.equal(imageOf(), "python:${PY}-${KIND}", "what is not known stays as written");
    // The year that builds write which are to be the same every time is no age.
    const pinned = HISTORY.map(each => ({ ...each, created: "1980-01-01T00:00:00Z" }));
    assert.equal(baseAge(built, pinned)?.made, null);
    assert.equal(
      baseAge(readBuiltFile("Dockerfile", "FROM scratch\nCOPY a /\n", null), [
        { instruction: "COPY a /", layer: "a", created: MADE },
      ]),
      null,
    );
  });

  it("is checked with the line of each fault, deleted secrets included", () => {
    const findings = checkImage(tree, "", built);
    assert.deepEqual(
      findings.map(({ kind, what, place }) => [kind, what, place?.line]),
      [
        ["hardening", "The image runs as root: no USER is set.", 9],
        ["hardening", "A compiler or build tool is in the image: gcc.", 1],
        ["hardening", "Everybody may write /app/run.", 11],
        [
          "secret",
          "The image holds the value of DB_PASSWORD in /app/.env, although a later instruction deletes it.",
          11,
        ],
        ["secret", "The history of the image shows the value of API_TOKEN.", 14],
      ],
    );
  });

  it("is weighed by instruction, distribution and large file, with what each could save", () => {
    const parts = imageParts(tree, RECORDS, built, new Set(["pandas"]));
    assert.deepEqual(
      parts.map(({ name, kind, bytes, place }) => [name.slice(0, 20), kind, bytes, place?.line]),
      [
        ["python:3.11-slim", "base", 1_000_001, 1],
        ["COPY --from=build /o", "packages", 39_000_000, 10],
        ["COPY . .", "application", 59, 11],
        ["RUN dd if=/dev/zero ", "leftovers", 500_000_000, 12],
      ],
    );
    const [pandas] = parts[1]?.parts ?? [];
    assert.deepEqual(
      [pandas?.name, pandas?.bytes, pandas?.advice],
      ["pandas 2.2.3", 39_000_000, "-39 MB: no import of the code names it."],
    );
    assert.match(imageParts(tree, RECORDS, built, new Set())[1]?.parts[0]?.advice ?? "", /9\.0 MB without its tests/);
    assert.equal(leftoverBytes(tree, built), 500_000_000 + 27);
  });

  it("counts what every package that is installed keeps below /var/cache as no leftover", () => {
    const [big] = [...tree.files].filter(([path]) => path === "tmp/big").map(([, known]) => known);
    assert.ok(big);
    const withFile = (path: string) => leftoverBytes({ ...tree, files: new Map(tree.files).set(path, big) }, built);
    assert.equal(withFile("var/cache/debconf/templates.dat-old"), leftoverBytes(tree, built));
    assert.equal(withFile("var/cache/apt/archives/gcc.deb"), leftoverBytes(tree, built) + 500_000_000);
  });

  it("tells a value inside a longer word from the value itself", () => {
    const bytes = (text: string) => Buffer.from(text);
    assert.equal(secretIn(bytes("p = 'hunter2hunter2'"), secrets), "the value of DB_PASSWORD");
    assert.equal(secretIn(bytes("hunter2hunter2x"), secrets), null);
  });

  it("knows a key by its content, not by a header that a program compares with", () => {
    const found = (text: string) => secretIn(Buffer.from(text), new Map());
    const body = "MIIEpAIBAAKCAQEAt7Zx0bq1yWn5";
    assert.equal(found(`-----BEGIN RSA PRIVATE KEY-----\n${body}\n`), "a private key");
    assert.equal(found(`"private_key": "-----BEGIN PRIVATE KEY-----\\n${body}"`), "a private key");
    assert.equal(found("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"), "a private key");
    assert.equal(found('if text.startswith("-----BEGIN RSA PRIVATE KEY-----"):\n    return load(text)\n'), null);
    assert.equal(found(`token = "ghp_${"a1".repeat(18)}"`), "a GitHub token");
  });

  it("is searched where applications lie, /usr/src/app included, and not where distributions do", () => {
    assert.deepEqual(
      [
        "app/settings.py",
        "usr/src/app/settings.py",
        "srv/lib/key.pem",
        "usr/lib/ssl/key.pem",
        "opt/venv/lib/python3.11/site-packages/a/b.py",
        "opt/conda/lib/python3.11/test/keycert.pem",
      ].map(isApplicationPath),
      [true, true, true, false, false, false],
    );
  });

  it("may hold the environment files and keys that installed distributions bring for their own tests", async () => {
    const site = "opt/venv/lib/python3.11/site-packages/tool/tests";
    const shipped = await readImageTree(
      engineWith([file("venv", `${site}/.env`, 3), file("venv", `${site}/id_rsa`, 3), file("app", "srv/.env", 3)]),
      "shop",
      () => null,
      isApplicationPath,
    );
    assert.deepEqual(
      checkImage(shipped, "10001", built).flatMap(({ kind, what }) => (kind === "secret" ? what : [])),
      ["An environment file is in the image: /srv/.env.", "The history of the image shows the value of API_TOKEN."],
    );
  });
});

describe("images that a stack comes from", () => {
  it("are told once each, with the services that start from them", async () => {
    const base = { image: "python:3.11-slim", made: MADE, place: null };
    const built = [{ services: ["web", "worker"], base }] as unknown as Parameters<typeof imageAges>[1];
    const started = ["cache", "web", "db", "queue"].map(name => ({
      name,
      detail: { image: name === "db" ? "postgres:16" : "redis:8" },
    })) as unknown as Parameters<typeof imageAges>[2];
    const image = (reference: string) =>
      Promise.resolve(reference === "postgres:16" ? null : ({ raw: { Created: MADE } } as unknown as ImageDetail));
    assert.deepEqual(
      (await imageAges({ image }, built, started, new Map())).map(({ image: name, services, made }) => [
        name,
        services,
        made,
      ]),
      [
        ["python:3.11-slim", ["web", "worker"], MADE],
        ["redis:8", ["cache", "queue"], MADE],
        ["postgres:16", ["db"], null],
      ],
    );
  });
});

describe("a rebuild's steps", () => {
  const built = readBuiltFile(
    "Dockerfile",
    "FROM python:3.11 AS build\nCOPY requirements.txt .\nCOPY . /src\nRUN pip install -r requirements.txt\nFROM python:3.11\nCOPY --from=build /src /src\n",
    null,
  );
  const step = (name: string, cached: boolean) => ({
    digest: name,
    name,
    stage: null,
    cached,
    startedMs: 0,
    completedMs: 40,
    error: null,
  });

  it("are told with their line, and why the cache could not be used", () => {
    const steps = placedSteps(
      [
        step("[build 2/4] COPY requirements.txt .", true),
        step("[build 3/4] COPY . /src", false),
        step("[build 4/4] RUN pip install -r requirements.txt", false),
        step("[stage-1 2/2] COPY --from=build /src /src", false),
      ],
      built,
      "shop/app.py",
    );
    assert.deepEqual(
      steps.map(({ place, missed }) => [place?.line, missed]),
      [
        [2, null],
        [3, "shop/app.py changed"],
        [4, "line 3 before it was built again"],
        [6, "the stage build was built again"],
      ],
    );
  });

  it("name a file as the workspace knows it, where the build context is a folder of it", () => {
    const copied = step("[build 3/4] COPY . /src", false);
    assert.equal(placedSteps([copied], built, "a.py", "services/shop")[0]?.missed, "services/shop/a.py changed");
  });

  it("blame the engine for a step that nothing changed for", () => {
    const steps = placedSteps([step("[build 4/4] RUN pip install -r requirements.txt", false)], built, "docs/a.md");
    assert.deepEqual(steps[0]?.missed, "the engine had it no longer in its cache");
    const copied = placedSteps([step("[build 2/4] COPY requirements.txt .", false)], built, "docs/a.md");
    assert.equal(copied[0]?.missed, null);
  });

  it("blame no step that took no time, though it is not called cached", () => {
    const passed = { ...step("[build 2/4] COPY requirements.txt .", false), completedMs: 0 };
    const steps = placedSteps([passed, step("[build 4/4] RUN pip install -r requirements.txt", false)], built, "a.py");
    assert.deepEqual(
      steps.map(({ missed }) => missed),
      [null, "the engine had it no longer in its cache"],
    );
  });

  it("blame one that took hardly any time, or that failed", () => {
    for (const completedMs of [0.3, null]) {
      const copied = { ...step("[build 3/4] COPY . /src", false), completedMs };
      assert.equal(placedSteps([copied], built, "a.py")[0]?.missed, "a.py changed");
    }
  });

  it("blame a change below a folder that a pattern names, and not one that no pattern can name", () => {
    const missed = (source: string, changed: string) =>
      placedSteps(
        [step(`[stage-0 2/2] COPY ${source} /x`, false)],
        readBuiltFile("Dockerfile", `FROM python:3.11\nCOPY ${source} /x\n`, null),
        changed,
      )[0]?.missed;
    assert.equal(missed("sho?", "shop/deep/app.py"), "shop/deep/app.py changed");
    assert.equal(missed("[a-t]hop/*.py", "shop/app.py"), "shop/app.py changed");
    assert.equal(missed("[z-a]hop", "shop/app.py"), null);
    assert.equal(missed("*.py", "shop/app.py"), null);
  });

  it("are found by number where BuildKit has expanded a variable", () => {
    const variable = readBuiltFile("Dockerfile", "FROM python:3.11\nARG V=1\nRUN echo $V\nCOPY $V /x\n", null);
    const line = (name: string) => {
      const instruction = stepInstruction(variable, name);
      return instruction && variable.placeOf(instruction).line;
    };
    assert.equal(line("[stage-0 3/3] COPY 1 /x"), 4);
    assert.equal(line("[internal] load build context"), null);
  });
});
