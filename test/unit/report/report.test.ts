import assert from "node:assert/strict";
import fc from "fast-check";
import type { Finding } from "../../../src/model/finding";
import type { Verification } from "../../../src/model/verification";
import { formatBytes, formatMs, list, thresholdName } from "../../../src/report/figures";
import { toJunit } from "../../../src/report/junit";
import { escapeMarkdown } from "../../../src/model/escape-markdown";
import { code, placeLink } from "../../../src/report/markdown";
import { DOCUMENT_MARK, reconDocument } from "../../../src/report/recon-document";
import { toSarif } from "../../../src/report/sarif";
import { unifiedDiff } from "../../../src/report/unified-diff";
import { proposedLimit } from "../../../src/report/limits";
import { stepSummary } from "../../../src/report/step-summary";
import { securitySection } from "../../../src/report/security-section";
import { sparkline } from "../../../src/report/sparkline";
import { historyChart, thresholdChart } from "../../../src/report/svg";
import { verificationDocument } from "../../../src/report/verification-document";
import { emptyRecon, sampleVerification } from "../../kit/samples";
import { toAnnotation, verificationCommands } from "../../../src/report/workflow-commands";

const finding: Finding = {
  path: "a,b:c/Dockerfile",
  line: 2,
  column: 3,
  endLine: 2,
  endColumn: 9,
  code: "DD1001",
  rule: "root-user",
  severity: "warning",
  message: "100 % wrong\nhere",
  mirrors: [],
  related: [],
  span: { start: 0, end: 1 },
  fixes: [],
  tags: [],
};

describe("figures", () => {
  it("are in the units of the product", () => {
    assert.deepEqual(
      [12, 840_000, 1_200_000, 214_000_000, 1_500_000_000].map(bytes => formatBytes(bytes)),
      ["12 B", "840 KB", "1.2 MB", "214 MB", "1.5 GB"],
    );
    assert.deepEqual(
      [0.04, 14.2, 3900, 48_200, 900_000].map(ms => formatMs(ms)),
      ["0 ms", "14 ms", "3.9 s", "48.2 s", "15 min"],
    );
    assert.equal(list(["a", "b", "c", "d", "e", "f"]), "a, b, c, d and 2 more");
    assert.equal(thresholdName("image.bytes.web"), "Image size, web");
  });
});

describe("SARIF and annotations", () => {
  it("carry positions, levels and the rules that were found", () => {
    const sarif = toSarif(
      { findings: [finding], files: 1, totalMs: 1, failOn: null, problems: [] },
      [{ id: "root-user", code: "DD1001", what: "w", why: "y", todo: "t" }],
      "1.0.0",
    ) as {
      version: string;
      runs: {
        results: { ruleId: string; level: string; locations: { physicalLocation: { region: unknown } }[] }[];
        tool: { driver: { rules: unknown[] } };
      }[];
    };
    const [run] = sarif.runs;
    assert.equal(sarif.version, "2.1.0");
    assert.equal(run?.tool.driver.rules.length, 1);
    assert.deepEqual(run?.results[0]?.locations[0]?.physicalLocation.region, {
      startLine: 2,
      startColumn: 3,
      endLine: 2,
      endColumn: 9,
    });
    assert.equal(run?.results[0]?.level, "warning");
  });

  it("escape what would break a workflow command", () => {
    assert.equal(
      toAnnotation(finding),
      "::warning file=a%2Cb%3Ac/Dockerfile,line=2,endLine=2,col=3,endColumn=9,title=DD1001 root-user::100 %25 wrong%0Ahere",
    );
  });
});

describe("Markdown", () => {
  it("never lets text of the workspace become markup", () => {
    assert.equal(escapeMarkdown("[x](y) <b> a|b"), "\\[x\\]\\(y\\) \\<b\\> a\\|b");
    assert.equal(escapeMarkdown("- a"), "\\- a");
    assert.equal(escapeMarkdown("12. a"), "12\\. a");
    assert.equal(escapeMarkdown("==="), "\\===");
    assert.equal(escapeMarkdown("3.11 and -1"), "3.11 and -1");
    assert.equal(code("a`b|c"), "``a`b\\|c``");
    assert.equal(
      placeLink({ path: "a (1)/b.py", line: 3, column: 1, text: "", confidence: "high" }),
      "[a \\(1\\)/b.py:3](../a%20%281%29/b.py#L3)",
    );
  });

  it("writes both documents with Drydock's mark and every section", () => {
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: "4f1c2ab0".repeat(5) };
    const recon = reconDocument(emptyRecon("shop"), head);
    // The documents themselves are among the files of the next reading, which changes nothing.
    const { timings } = emptyRecon("shop");
    assert.equal(reconDocument({ ...emptyRecon("shop"), timings: { ...timings, files: 7 } }, head), recon);
    assert.ok(recon.startsWith(DOCUMENT_MARK));
    for (let section = 1; section <= 10; section++) assert.match(recon, new RegExp(`^## ${section}\\. `, "m"));
    const past = [214e6, 230e6].map(bytes => ({
      at: "2026-01-01T00:00:00Z",
      commit: null,
      verdict: "pass" as const,
      engine: sampleVerification().engine,
      figures: { "image.bytes.web": bytes },
    }));
    const charts = { thresholds: "figures.svg", history: null };
    const history = { runs: past, baseline: null, last: null, variants: [] };
    const verification = verificationDocument(sampleVerification(), history, charts, "shop", { ...head, drift: [] });
    for (let section = 1; section <= 10; section++) assert.match(verification, new RegExp(`^## ${section}\\. `, "m"));
    assert.match(verification, /\*\*Failed\*\*: 1 problem, 1 of 2 thresholds held/);
    assert.match(verification, /\| Image size, web \| 250 MB \(proposed\) \| 214\u00a0MB \| ▆█ \| held \|/);
    assert.match(verification, /\*\*missed\*\*<br>requirements.txt changed. \[Dockerfile:18\]\(..\/Dockerfile#L18\)/);
    assert.match(verification, /\| 2026-01-01 00:00 UTC \| {2}\| held \|/);
    assert.match(verification, /!\[[^\]]+\]\(figures.svg\)/);
    assert.doesNotMatch(verification, /Out of date/);
    const drift = ["requirements.txt gained boto3."];
    assert.match(
      verificationDocument(sampleVerification(), history, charts, "shop", { ...head, drift }),
      /held on [^\n]*\n\n\*\*Out of date\*\*, since then: requirements\.txt gained boto3\. `drydock scaffold` brings/,
    );
  });

  it("has the word of the verdict for every run that it remembers", () => {
    const { engine } = sampleVerification();
    const run = { at: "2026-01-01T00:00:00Z", commit: null, verdict: "fail" as const, engine, figures: {} };
    const runs = [{ ...run, verdict: "pass" as const }, run, { ...run, problems: 0 }, { ...run, problems: 2 }];
    const text = verificationDocument(
      sampleVerification(),
      { runs, baseline: null, last: null, variants: [] },
      { thresholds: null, history: null },
      "shop",
      { date: "2026-01-01", version: "1.0.0", base: "../", commit: null, drift: [] },
    );
    const words = [...text.matchAll(/^\| 2026-01-01 00:00 UTC \|[^|]*\| ([^|]*) \|/gm)].map(([, word]) => word);
    assert.deepEqual(words, ["**failed**", "**missed**", "**missed**", "held"]);
  });

  it("tells what a failed build kept from being measured, and no load where nothing was started", () => {
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null, drift: [] };
    const text = (causes: Verification["causes"]): string =>
      verificationDocument(
        { ...sampleVerification(), images: [], services: [], causes },
        { runs: [], baseline: null, last: null, variants: [] },
        { thresholds: null, history: null },
        "shop",
        head,
      );
    const failed = text([{ what: "The build failed.", log: "", place: null }]);
    assert.match(failed, /\| images, tests, start and load \| what is told under What failed came before \|/);
    assert.doesNotMatch(failed, /requests at once/);
    assert.doesNotMatch(text([]), /came before/);
  });

  it("says of each integration point what a container makes of it, and of a package what is not known once", () => {
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const place = { path: "settings.py", line: 3, column: 1, text: "", confidence: "high" as const };
    const point = (service: string, kind: "cache" | "database" | "http", variables: readonly string[]) => ({
      service,
      kind,
      protocol: "tcp",
      via: "code" as const,
      variables,
      breaksInContainer: service === "redis" ? "localhost is the container itself." : null,
      optional: false,
      places: [place],
    });
    const worker = { kind: "worker", name: "worker", target: "worker.py", command: [], port: null, place, rank: 1 };
    const perProcess = { what: "tables", why: "why", fix: "fix" };
    const text = reconDocument(
      {
        ...emptyRecon("shop"),
        integrations: [
          point("redis", "cache", ["REDIS_URL"]),
          point("postgres", "database", ["DATABASE_URL"]),
          point("sqlite", "database", []),
          { ...point("http-api", "http", ["SHOP_URL"]), host: "api.stripe.com" },
          { ...point("http-api", "http", ["API_URL"]), host: "api" },
        ],
        frameworks: ["fastapi", "flask"].map(name => ({ name, place })),
        entryPoints: [worker, worker, { ...worker, kind: "asgi", target: "api:app" }] as never,
        perProcess: [1, 2].map(line => ({ ...perProcess, place: { ...place, line } })) as never,
      },
      head,
    );
    assert.match(text, /\| Frameworks \| FastAPI, Flask \|/);
    assert.match(text, /\| Services \| PostgreSQL, SQLite, Redis, api, api\.stripe\.com \|/);
    assert.match(text, /\| Entry points \| asgi `api:app`, worker `worker\.py` \|/);
    assert.match(text, /\| `SHOP_URL` \| nothing \|/);
    assert.match(text, /\| `API_URL` \| `API_URL` has to name where it runs \|/);
    assert.match(text, /\| tables \| why \| fix \| \[[^|]+#L1\)<br>\[[^|]+#L2\) \|/);
    assert.match(text, /\| `REDIS_URL` \| localhost is the container itself\. \|/);
    assert.match(text, /\| `DATABASE_URL` \| `DATABASE_URL` has to name where it runs \|/);
    assert.match(text, /\| SQLite \| database \|  \| a volume has to keep it \|/);
    // Where a section has two tables, each says what there is none of.
    assert.match(text, /No build script was found\.\n\nNo Docker file was found\./);
  });

  it("leaves the steps of migrations out of the modules, not a module of that name", () => {
    const steps = ["shop/migrations/0001_initial", "migrations/versions/1a2b3c4d5e6f_add_orders"];
    const kept = ["shop/migrations/__init__", "migrations/env", "shop/dbmigrations/base", "mover/migrations/engine"];
    const module = (path: string) => ({
      name: path.replaceAll("/", "."),
      path: `${path}.py`,
      summary: "",
      files: 1,
      lines: 1,
      imports: [],
    });
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const text = reconDocument({ ...emptyRecon("shop"), modules: [...steps, ...kept].map(module) as never }, head);
    for (const path of [...steps, ...kept]) assert.equal(text.includes(`(../${path}.py)`), kept.includes(path), path);
    assert.match(text, /2 modules inside of these are left out here/);
  });

  it("tells a problem of Python 3.11 once, with all of its places", () => {
    const place = (line: number) => ({ path: "a.py", line, column: 1, text: "", confidence: "high" }) as const;
    const problem = (what: string, line: number) => ({ what, why: "w", fix: "f", place: place(line) });
    const { python } = emptyRecon("shop");
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const problems = [problem("x", 1), problem("y", 2), problem("x", 3)];
    const text = reconDocument({ ...emptyRecon("shop"), python: { ...python, problems } }, head);
    assert.match(text, /^\| x \| w \| f \| \[a\.py:1\]\([^)]+\)<br>\[a\.py:3\]\([^)]+\) \|\n\| y \| w \|/m);
  });

  it("tells of a package whose modules are left out what those import, by the names that are shown", () => {
    const module = (name: string, ...imports: readonly string[]) => ({
      name,
      path: `${name.replaceAll(".", "/")}.py`,
      summary: "",
      files: 1,
      lines: 1,
      imports,
    });
    const deep = Array.from({ length: 300 }, (_, at) => module(`shop.orders.deep${String(at)}.step`, "shop.mail.send"));
    const packages = ["shop", "shop.mail", "shop.orders"].map(name => ({
      ...module(name),
      path: `${name.replaceAll(".", "/")}/__init__.py`,
    }));
    const modules = [...packages, module("shop.mail.send", "shop.mail", "redis"), ...deep];
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const text = reconDocument({ ...emptyRecon("shop"), modules: modules as never }, head);
    assert.match(text, /\[shop\.orders\].*\| `shop\.mail(?:\.send)?` \|/);
    assert.match(text, /\[shop\]\([^|]*\| {2}\| 1 \| 1 \| none \|/);
  });

  it("tells of modules of one name in several units what each of them imports", () => {
    const module = (path: string, name: string, ...imports: readonly string[]) => ({
      name,
      path,
      summary: "",
      files: 1,
      lines: 1,
      imports,
    });
    const modules = [
      module("api/app/__init__.py", "app"),
      module("api/app/db.py", "app.db"),
      module("api/app/main.py", "app.main", "app.db"),
      module("worker/app/__init__.py", "app"),
      module("worker/app/main.py", "app.main", "app.util"),
      module("worker/app/util.py", "app.util"),
      module("worker/app/migrations/0001_initial.py", "app.migrations.0001_initial", "app.main"),
      module("tasks", "tasks"),
      module("tasks/migrations/0001_initial.py", "tasks.migrations.0001_initial", "app.util"),
    ];
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const text = reconDocument({ ...emptyRecon("shop"), modules: modules as never }, head);
    const rows = [...text.matchAll(/\(\.\.\/([\w/.]+)\) \|.*\| ([^|]+) \|$/gm)].map(([, path, imports]) => [
      path,
      imports,
    ]);
    assert.deepEqual(rows, [
      ["api/app/__init__.py", "none"],
      ["api/app/db.py", "none"],
      ["api/app/main.py", "`app.db`"],
      ["worker/app/__init__.py", "`app.main`"],
      ["worker/app/main.py", "`app.util`"],
      ["worker/app/util.py", "none"],
      ["tasks", "`app.util`"],
    ]);
  });

  it("leads from each module, script and variable to its file, code before a sample of variables", () => {
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const at = (path: string, confidence: "high" | "low") => ({ path, line: 3, column: 1, text: "", confidence });
    const variable = { name: "PORT", default: null, hasDefault: false, required: false, secret: false, type: null };
    const text = reconDocument(
      {
        ...emptyRecon("shop"),
        modules: [
          {
            name: "shop.cli",
            path: "shop/cli #1.py",
            kind: "module",
            files: 1,
            lines: 9,
            summary: "Extra ``flask`` commands for *all*.",
            imports: [],
          },
        ],
        environment: [
          {
            ...variable,
            scope: "application",
            places: [
              ...[".docker.env", ".env", ".env.example"].map(path => at(path, "low")),
              at("settings.py", "high"),
            ],
          },
        ],
        buildScripts: [{ path: "Makefile", kind: "make", uses: ["test"] }],
      },
      head,
    );
    assert.match(text, /\| \[shop\.cli\]\(\.\.\/shop\/cli%20%231\.py\) \| Extra `flask` commands for \\\*all\\\*\. \|/);
    assert.match(text, /\| \[settings\.py:3\]\([^)]*\)<br>\[\.docker\.env:3\]\([^)]*\)<br>\[\.env:3\]\([^)]*\) \|/);
    assert.match(text, /\| \[Makefile\]\(\.\.\/Makefile\) \| make \| test \|/);
  });

  it("asks what the code needs and does not say, and tells each unit's own migrations", () => {
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const place = { path: "api/settings.py", line: 7, column: 1, text: "", confidence: "high" as const };
    const variable = { name: "MAIL_SERVER", default: null, secret: false, type: null, places: [place] };
    const required = { ...variable, required: true, hasDefault: false, scope: "application" as const };
    const unit = {
      ...emptyRecon("api"),
      environment: [required],
      migrations: { tool: "alembic", command: ["alembic", "upgrade", "head"], place },
    };
    const dependency = {
      name: "ruff",
      specifier: "",
      extras: [],
      marker: null,
      group: "dev",
      direct: true,
      locked: null,
      place,
      systemPackages: { build: [], runtime: [] },
      python311: { verdict: "unknown" as const, why: "" },
    };
    const text = reconDocument(
      {
        ...emptyRecon("shop"),
        environment: [
          required,
          { ...required, name: "PORT", hasDefault: true, default: "1" },
          { ...required, name: "PREFIX", required: false, hasDefault: true, default: "", scope: "shell" as const },
        ],
        dependencies: [dependency],
        units: [{ name: "api", path: "api", recon: unit }],
      },
      head,
    );
    assert.match(text, /\| api \| \[api\]\(\.\.\/api\) \| none \| none \| `MAIL_SERVER` \|/);
    assert.match(text, /- api: alembic, `alembic upgrade head`, \[api\/settings\.py:7\]/);
    const [, questions = ""] = text.split("## 10.");
    assert.match(
      questions,
      /Which value `MAIL_SERVER` has: it is required, and nothing gives one \| \[api\/settings\.py:7\]/,
    );
    assert.match(text, /\| `PREFIX` \| a shell script \|  \| empty text \|/);
    assert.match(questions, /Whether `ruff` runs on Python 3\.11/);
    assert.doesNotMatch(questions, /PORT/);
  });

  it("says what a check after the migrations found, and that a difference of models is no failure", () => {
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const check = {
      command: ["manage.py", "makemigrations", "--check"],
      exit: 1,
      text: "shop: Add field",
      isAdvice: true,
    };
    const migration = {
      service: "migrate",
      command: ["manage.py", "migrate"],
      exit: 0,
      againExit: 0,
      isIdempotent: true,
      checks: [check, { ...check, command: ["manage.py", "check"], text: "shop.Tea: E210", isAdvice: false }],
    };
    const history = { runs: [], baseline: null, last: null, variants: [] };
    const verification = { ...sampleVerification(), migrations: [migration] };
    const text = verificationDocument(verification, history, { thresholds: null, history: null }, "shop", {
      ...head,
      drift: [],
    });
    assert.match(
      text,
      /`manage\.py makemigrations --check`: exit code 1, so models and migrations differ; [^|]*<br>`shop: Add field`/,
    );
    assert.match(text, /\*\*`manage\.py check`: exit code 1\*\*<br>`shop\.Tea: E210`/);
  });

  it("tells what leaving a part out saves, of the run that it was built from alone", () => {
    const head = { date: "2026-01-01", version: "1.0.0", base: "../", commit: null };
    const layers = { layers: [], contextBytes: 1, cacheHits: 0, steps: [], rebuild: [], parts: [], imports: null };
    const image = {
      service: "web",
      tag: "shop-web",
      bytes: 2e8,
      user: "app",
      buildMs: { cold: 1, warm: 1 },
      ...layers,
    };
    const verification = { ...sampleVerification(), images: [image], security: null };
    const variants = [
      { service: "web", part: "tests of scipy", beforeBytes: 2e8, afterBytes: 16e7, savedBytes: 4e7 },
      { service: "web", part: "/tmp", beforeBytes: 2e8, afterBytes: 2e8, savedBytes: 0 },
      { service: "other", part: "x", beforeBytes: 2e8, afterBytes: 1e8, savedBytes: 1e8 },
    ];
    const document = (at: string): string => {
      const last = { ...verification, run: { ...verification.run, at } };
      const history = { runs: [], baseline: null, last, variants };
      return verificationDocument(verification, history, { thresholds: null, history: null }, "shop", {
        ...head,
        drift: [],
      });
    };
    assert.match(
      document(verification.run.at),
      /\| `tests of scipy` \| 200\u00a0MB \| 160\u00a0MB \| 40\u00a0MB \|\n\| `\/tmp` \| 200\u00a0MB \| 200\u00a0MB \| nothing \|/,
    );
    assert.doesNotMatch(document(verification.run.at), /100\sMB/);
    assert.doesNotMatch(document("2025-01-01T00:00:00.000Z"), /tests of scipy/);
  });

  it("tells security by names and lines, never by values", () => {
    const place = { path: "compose.yaml", line: 2, column: 3, text: "web:", confidence: "high" as const };
    const item = { id: "5.13", title: "Read-only", subject: "web", met: false, why: "read_only is not true", place };
    const text = securitySection(
      sampleVerification(),
      {
        benchmark: "CIS Docker Benchmark 1.6.0",
        rights: [
          { service: "web", user: "10001", isPrivileged: false, dropped: ["ALL"], added: ["NET_BIND_SERVICE"] },
          { service: "db", user: null, isPrivileged: false, dropped: [], added: ["SYS_NICE"] },
          { service: "agent", user: "0:0", isPrivileged: true, dropped: [], added: [] },
        ],
        ages: [
          { image: "python:3.11-slim", services: ["web"], made: "2025-12-31T12:00:00.000Z", place },
          { image: "postgres:12", services: ["db"], made: "2024-01-02T10:00:00.000Z", place: null },
        ],
        items: [item, { ...item, subject: "db", met: true, why: "" }, { ...item, id: "4.1", met: true, why: "" }],
        ports: [{ service: "web", port: 8000, address: "every interface", place }],
        networks: [{ name: "default", services: ["web", "db"], isInternal: false }],
        secrets: [{ service: "web", name: "DB_PASSWORD", via: "environment" }],
        scans: [],
      },
      each => `${each.path}:${each.line}`,
    ).join("\n");
    assert.match(text, /2 of 3 checks are met/);
    assert.match(
      text,
      /\| 4\.1 \| Read-only \| met \|  \|\n\| 5\.13 \| Read-only \| \*\*partly\*\* \| web: read\\_only/,
    );
    assert.match(text, /`DB_PASSWORD` \| the environment/);
    assert.match(text, /\| web \| `10001` \| only `NET_BIND_SERVICE` \|/);
    assert.match(text, /\| db \| what its image says \| the engine's default set and `SYS_NICE` \|/);
    assert.match(text, /\| agent \| \*\*root\*\* \| \*\*all of them/);
    assert.match(text, /\| `python:3\.11-slim` \| web \| 2025-12-31 \| 1\u00a0day \| compose\.yaml:2 \|/);
    assert.match(text, /\| `postgres:12` \| db \| 2024-01-02 \| \*\*731 days\*\*: /);
    assert.match(text, /No scanner gave an answer/);
  });
});

describe("charts", () => {
  it("draw each threshold against its limit, and figures that changed over the runs", () => {
    const { thresholds, engine } = sampleVerification();
    assert.match(thresholdChart(thresholds), /class="missed"[^>]+width="468"/);
    const run = (bytes: number) => ({
      at: "t",
      commit: null,
      verdict: "pass" as const,
      engine,
      figures: { "image.bytes.web": bytes },
    });
    assert.equal(historyChart(thresholds, [run(1)]), null);
    assert.equal(historyChart(thresholds, [run(1), run(1)]), null);
    assert.match(
      historyChart(thresholds, [run(1e6), run(2e6), run(1e6)]) ?? "",
      /<polyline[^>]+points="0,58 124\.5,28 249,58"/,
    );
    // A hundredth more is drawn as a hundredth, not from floor to ceiling.
    assert.match(historyChart(thresholds, [run(1e8), run(101e6)]) ?? "", /points="0,43\.7 249,42\.3"/);
    assert.equal(sparkline([1, 1, 1]), "▄▄▄");
  });
});

describe("JUnit", () => {
  it("has a failure for each missed threshold and cause, and stays XML whatever a log holds", () => {
    const xml = toJunit(sampleVerification("<&\u0000]]>"), "shop");
    assert.match(xml, /tests="3" failures="2"/);
    assert.ok(xml.includes("&lt;&amp;]]&gt;"));
  });

  it("names a case the same in every run, and says what was measured inside it", () => {
    const [threshold] = sampleVerification().thresholds;
    assert.ok(threshold);
    const at = (measured: number, held: boolean) => {
      const thresholds = [{ ...threshold, key: "build.cold.web", unit: "ms" as const, limit: 1000, measured, held }];
      return toJunit({ ...sampleVerification(), thresholds }, "shop");
    };
    const name = '<testcase classname="threshold" name="Build, cold, web">';
    assert.ok(at(900, true).includes(`${name}\n      <system-out>900 ms of 1.0 s</system-out>`));
    assert.ok(at(1300, false).includes(`${name}\n      <failure message="1.3 s, limit 1.0 s">`));
  });

  it("has one case for the tests inside the image", () => {
    const tests = {
      command: ["pytest", "-q"],
      passed: 37,
      failed: 1,
      skipped: 0,
      exit: 1,
      outside: "not run",
    } as const;
    const xml = toJunit({ ...sampleVerification(), tests }, "shop");
    assert.match(xml, /tests="4" failures="3"/);
    assert.match(
      xml,
      /classname="tests" name="pytest -q">\s*<failure message="37 passed, 1 failed, exit code 1"><\/failure>/,
    );
    assert.match(toJunit({ ...sampleVerification(), tests: { ...tests, exit: 0 } }, "shop"), /tests="4" failures="2"/);
  });
});

describe("unified diffs", () => {
  it("show hunks with their context", () => {
    assert.equal(unifiedDiff("f", "a\nb\nc\n", "a\nx\nc\n"), "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c");
    assert.equal(unifiedDiff("f", "same\n", "same\n"), "");
  });

  it("hold every line of both texts", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        fc.pre(before.length > 0 && after.length > 0);
        const body = unifiedDiff("f", `${before.join("\n")}\n`, `${after.join("\n")}\n`)
          .split("\n")
          .slice(2);
        const added = body.filter(line => line.startsWith("+")).length;
        const removed = body.filter(line => line.startsWith("-")).length;
        assert.equal(before.length - removed + added, after.length);
      }),
    );
  });
});

describe("limits", () => {
  const [threshold] = sampleVerification().thresholds;
  const limit = (measured: number, unit: string, zero = false): string =>
    threshold ? proposedLimit({ ...threshold, measured, unit, limit: zero ? 0 : 1, held: !zero }) : "";

  it("are proposed with some room, and never for a fault", () => {
    assert.deepEqual(
      [limit(214e6, "bytes"), limit(40_000, "bytes"), limit(3900, "ms"), limit(38, "count"), limit(100, "per second")],
      ["236MB", "44KB", "6s", "38", "70"],
    );
    assert.equal(limit(3, "count", true), "0");
    const withSlack = (measured: number): string =>
      threshold ? proposedLimit({ ...threshold, measured, unit: "bytes", limit: 1e9, slack: 1e6 }) : "";
    assert.deepEqual([withSlack(0), withSlack(214e6)], ["1MB", "236MB"]);
  });
});

describe("the summary of a job", () => {
  it("says what was missed, why and where, then every figure", () => {
    const text = stepSummary(sampleVerification(), "shop");
    assert.match(text, /^## ❌ shop: 1 problem, 1 of 2 thresholds held$/m);
    assert.match(
      text,
      /^- \*\*Build, warm, web\*\*: 8\.4 s, limit 5\.0 s\. requirements\.txt changed\. `Dockerfile:18`$/m,
    );
    assert.match(text, /<details>/);
  });

  it("shows what failed at its line and folds logs, of which no line can be a command", () => {
    const log = "boom\n::add-mask::x\nfoo\r::add-mask::e\r\n \u0085::set-env::y\n|  text ##[add-mask]a";
    const verification = sampleVerification(log);
    assert.deepEqual(verificationCommands(verification), [
      "::error file=Dockerfile,line=18,title=Build%2C warm%2C web was missed::8.4 s, limit 5.0 s. requirements.txt changed.",
      "::error title=Verification failed::web: it stopped",
      "::group::web: it stopped",
      "| boom",
      "| : :add-mask::x",
      "| foo",
      "| : :add-mask::e",
      "|  \u0085: :set-env::y",
      "| |  text ## [add-mask]a",
      "::endgroup::",
    ]);
  });
});
