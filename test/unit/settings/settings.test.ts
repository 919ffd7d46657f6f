import assert from "node:assert/strict";
import fc from "fast-check";
import { DrydockError } from "../../../src/model/error";
import { quantity, readSettings } from "../../../src/settings/settings";
import { addToYamlList, removeFromYamlList, setYamlPath } from "../../../src/settings/write";

describe(".drydock.yaml", () => {
  it("is read with every section", () => {
    const { settings, problems } = readSettings(
      'schema: 1\ndecisions: { python.version: 3.10, web.port: 8000, web.command: [uvicorn, "a:b"] }\nunits:\n  api: { path: ./services/api/, decisions: { web.port: 9000 } }\nrecon:\n  exclude: ["legacy/**"]\n  ignore: [{ finding: integration/redis, path: scripts/old.py, why: "never deployed" }]\n  correct: [{ finding: environment/PORT, set: { default: "8080" } }]\nlint: { rules: { unpinned-apt-package: off, root-user: error }, select: default }\nthresholds: { image.bytes: { limit: 250MB }, build.warm: { relative: 1.5 }, start.healthy: 10s }\ngenerated: { Dockerfile: "sha256:ab" }\n',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(settings.decisions, {
      "python.version": "3.10",
      "web.port": 8000,
      "web.command": ["uvicorn", "a:b"],
    });
    assert.deepEqual(settings.units, { api: { path: "services/api", decisions: { "web.port": 9000 } } });
    assert.deepEqual(settings.recon.ignore, [
      { finding: "integration/redis", path: "scripts/old.py", why: "never deployed" },
    ]);
    assert.deepEqual(settings.recon.correct, [{ finding: "environment/PORT", set: { default: "8080" }, line: 8 }]);
    assert.deepEqual(settings.lint.rules, { "unpinned-apt-package": "off", "root-user": "error" });
    assert.deepEqual(settings.thresholds["image.bytes"], { limit: 250e6, relative: null });
    assert.deepEqual(settings.thresholds["build.warm"], { limit: null, relative: 1.5 });
    assert.deepEqual(settings.thresholds["start.healthy"], { limit: 10_000, relative: null });
    assert.deepEqual(settings.generated, { Dockerfile: "sha256:ab" });
  });

  it("says what is wrong at its line and keeps the rest", () => {
    const { settings, problems } = readSettings(
      "schema: 2\ndecisons: {}\nlint:\n  rules: { root-user: loud }\nthresholds: { image.bytes: large }\nrecon:\n  exclude: [a]\n",
    );
    assert.deepEqual(
      problems.map(({ place }) => place.line),
      [2, 1, 4, 5],
    );
    assert.match(problems[0]?.message ?? "", /decisons is not known here; known are schema, decisions/);
    assert.deepEqual(settings.recon.exclude, ["a"]);
  });

  it("leaves out a decision that no plan can follow, and says what it must be", () => {
    const { settings, problems } = readSettings(
      "decisions:\n  web.port: 8001\n  python.version: four\n  web.prot: 1\n",
    );
    assert.deepEqual(settings.decisions, { "web.port": 8001 });
    assert.deepEqual(
      problems.map(({ message, place }) => `${place.line}:${place.column} ${message}`),
      [
        "3:19 python.version must be a minor version, such as 3.11; it is four.",
        "4:3 web.prot is no decision of the plan. Did you mean web.port? docs/configuration.md lists them all.",
      ],
    );
  });

  it("tells sections in another form and keys and names that have no effect, with what was meant", () => {
    const { problems, settings } = readSettings(
      [
        "decisions: [a]",
        "units: { api: { pth: services/api } }",
        "recon:",
        "  exclude: 3",
        "  ignore: [{ finding: a/b, pth: x }]",
        "lint: { rules: { rot-user: off, DD1: off, SC2046: off }, select: [rot-user] }",
        "thresholds: { image.byts: 1, image.bytes.web: 2 }",
      ].join("\n"),
      { rules: ["root-user", "DD1"], thresholds: ["image.bytes"] },
    );
    assert.deepEqual(
      problems.map(({ message, place }) => `${place.line} ${message}`),
      [
        "1 decisions must be a mapping; it is a list.",
        "2 units.api.pth is not known here; known are path, decisions. Did you mean path?",
        "4 recon.exclude must be a list; it is a single value.",
        "5 recon.ignore[].pth is not known here; known are finding, path, why. Did you mean path?",
        "6 rot-user is the name of no rule. Did you mean root-user? drydock rules lists them all.",
        "6 rot-user is the name of no rule. Did you mean root-user? drydock rules lists them all.",
        "7 image.byts is no threshold, so it has no effect. Did you mean image.bytes? drydock verify --all prints every one.",
      ],
    );
    assert.deepEqual(settings.recon.ignore.length, 1);
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."schema:decions units{}[]-\n \"'&*#|1") }), text =>
        assert.ok(readSettings(text).settings),
      ),
    );
  });

  it("reads quantities in their base units", () => {
    assert.deepEqual(["250MB", "1.5s", "2 min", "80%", "12", "1GiB", "x", ""].map(quantity), [
      250e6,
      1500,
      120_000,
      80,
      12,
      1024 ** 3,
      null,
      null,
    ]);
  });
});

describe("writing .drydock.yaml", () => {
  it("keeps comments and order of everything else", () => {
    const text = "# ours\nschema: 1\ndecisions:\n  web.port: 8000 # public\n  user.uid: 10001\n";
    assert.equal(
      setYamlPath(text, ["decisions", "web.port"], 9000),
      "# ours\nschema: 1\ndecisions:\n  web.port: 9000 # public\n  user.uid: 10001\n",
    );
  });

  it("starts a new file with two comment lines and the schema", () => {
    const written = setYamlPath("", ["decisions", "web.port"], 9000);
    assert.match(written, /^# Drydock reads this file.*\n#.*\n\s*schema: 1\ndecisions:\n {2}web\.port: 9000\n$/);
    assert.deepEqual(readSettings(written).settings.decisions, { "web.port": 9000 });
  });

  it("is never written over where it cannot be read", () => {
    for (const text of ["decisions: [", "- a list\n", "just words\n"]) {
      assert.throws(
        () => setYamlPath(text, ["decisions", "web.port"], 9000),
        (error: unknown) => error instanceof DrydockError && error.code === "configuration-broken",
        text,
      );
    }
    assert.match(setYamlPath("# only a comment\n", ["schema"], 1), /schema: 1/);
  });

  it("adds to and removes from lists, and drops a list that became empty", () => {
    const ignore = { finding: "integration/redis" };
    const added = addToYamlList("schema: 1\n", ["recon", "ignore"], ignore);
    assert.deepEqual(readSettings(added).settings.recon.ignore[0]?.finding, "integration/redis");
    const removed = removeFromYamlList(
      added,
      ["recon", "ignore"],
      item => (item as typeof ignore).finding === ignore.finding,
    );
    assert.equal(removed, "schema: 1\n");
    const others = "schema: 1\nrecon:\n  # vendored code\n  exclude: [ vendor ]\n";
    assert.equal(
      removeFromYamlList(addToYamlList(others, ["recon", "ignore"], ignore), ["recon", "ignore"], () => true),
      others,
    );
    assert.equal(
      setYamlPath("schema: 1\ndecisions:\n  web.port: 1\n", ["decisions", "web.port"], undefined),
      "schema: 1\n",
    );
    const unit = setYamlPath(
      "units:\n  api:\n    decisions:\n      web.port: 1\n",
      ["units", "api", "decisions", "web.port"],
      undefined,
    );
    assert.deepEqual(Object.keys(readSettings(unit).settings.units), ["api"]);
    const words = ["# port agreed with ops", '# python.version: "3.12"'];
    const commented = `schema: 1\ndecisions:\n  ${words[0]}\n  web.port: 1\n  ${words[1]}\n`;
    const introduced = "schema: 1\n# agreed with ops\ndecisions:\n  web.port: 1\n";
    assert.match(setYamlPath(introduced, ["decisions", "web.port"], undefined), /# agreed with ops/);
    const left = setYamlPath(commented, ["decisions", "web.port"], undefined);
    for (const word of words) assert.ok(left.includes(word), left);
  });
});
