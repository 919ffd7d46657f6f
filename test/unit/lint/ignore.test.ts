import assert from "node:assert/strict";
import { readHadolintConfiguration } from "../../../src/lint/read-hadolint-configuration";
import { lintFiles } from "../../../src/lint/runner";
import { lintCompose, lintDockerfile } from "../../kit/lint-file";
import type { LintOptions } from "../../../src/lint/options";

function rules(text: string, options: LintOptions = {}): readonly string[] {
  return lintDockerfile(text, "Dockerfile", { select: ["DL3006", "DL3004", "DL4000", "DL3002"], ...options }).map(
    finding => finding.rule,
  );
}

describe("comments that silence findings", () => {
  it("hadolint: the instruction below, by code", () => {
    assert.deepEqual(rules("# hadolint ignore=DL3006\nFROM a\nUSER b\n"), []);
    assert.deepEqual(rules("# hadolint ignore = DL3006 , DL3007 # a reason\nFROM a\nUSER b\n"), []);
    assert.deepEqual(rules("# hadolint ignore=DL3006,nonsense\nFROM a\nUSER b\n"), ["untagged-image"]);
    assert.deepEqual(rules("# hadolint ignore=DL3007\nFROM a\nUSER b\n"), ["untagged-image"]);
    assert.deepEqual(rules("# hadolint ignore=DL3006\n\nFROM a\nUSER b\n"), ["untagged-image"]);
  });

  it("hadolint: on a continued instruction, wherever in it the finding is", () => {
    assert.deepEqual(rules("FROM a:1\n# hadolint ignore=DL3004\nRUN x && \\\n  sudo y\nUSER b\n"), []);
  });

  it("hadolint: a stage, and the file", () => {
    const text = "FROM a:1 AS one\nRUN sudo x\nFROM b:1\nRUN sudo y\nUSER c\n";
    assert.equal(rules(text).length, 2);
    assert.equal(rules(`# hadolint stage ignore=DL3004\n${text}`).length, 1);
    assert.equal(rules(`${text}# hadolint global ignore=DL3004\n`).length, 0);
  });

  it("hadolint: not where its configuration switches them off", () => {
    const hadolint = readHadolintConfiguration("disable-ignore-pragma: true\n");
    assert.equal(rules("# hadolint ignore=DL3006\nFROM a\nUSER b\n", { hadolint }).length, 1);
  });

  it("BuildKit: as a directive, by name, all, and as a comment", () => {
    const text = "FROM a:1\nMAINTAINER x\nUSER b\n";
    assert.deepEqual(rules(text), ["deprecated-maintainer"]);
    assert.deepEqual(rules(`# check=skip=MaintainerDeprecated\n${text}`), []);
    assert.deepEqual(rules(`# check=skip=all\n${text}`), []);
    assert.deepEqual(rules(`# check=skip=JSONArgsRecommended;error=true\n${text}`), ["deprecated-maintainer"]);
    assert.deepEqual(rules("FROM a:1\n# check=skip=MaintainerDeprecated because\nMAINTAINER x\nUSER b\n"), []);
    assert.deepEqual(rules("# check=skip=all\nFROM a\nUSER b\n"), ["untagged-image"], "only what BuildKit has too");
  });

  it("BuildKit: errors on demand, and experimental checks", () => {
    const [finding] = lintDockerfile("# check=error=true\nFROM a:1\nMAINTAINER x\nUSER b\n", "Dockerfile");
    assert.equal(finding?.severity, "error");
    const experimental = "# check=experimental=all\n# note\nFROM a:1 AS b\nUSER c\n";
    assert.deepEqual(
      lintDockerfile(experimental, "Dockerfile").map(each => each.rule),
      ["misplaced-description"],
    );
  });

  it("trivy, checkov, dockerfile-utils and our own", () => {
    for (const comment of [
      "#trivy:ignore:DS-0001",
      "#trivy:ignore:AVD-DS-0001",
      "# checkov:skip=CKV_DOCKER_7:a reason",
      "# dockerfile-utils: ignore",
      "# drydock ignore=untagged-image",
      "# drydock ignore=DD1030 # a reason",
    ]) {
      assert.deepEqual(rules(`${comment}\nFROM a\nUSER b\n`), [], comment);
    }
    assert.deepEqual(rules("# drydock global ignore=untagged-image\nFROM a:1\nUSER b\nFROM c\nUSER d\n"), []);
    assert.deepEqual(rules("# drydock ignore=latest-tag\nFROM a\nUSER b\n"), ["untagged-image"]);
  });
});

describe("comments that silence findings of Compose files", () => {
  const text = (above: string, behind = ""): string =>
    `services:\n  web:\n    image: a:1\n${above}    privileged: true${behind}\n  db:\n    image: b:1\n    privileged: true\n`;
  const lines = (file: string): readonly number[] =>
    lintCompose(file, "compose.yaml", { select: ["privileged-service"] }).map(({ line }) => line);

  it("above an entry, behind it, and for the file", () => {
    assert.deepEqual(lines(text("")), [4, 7]);
    assert.deepEqual(lines(text("    # drydock ignore=privileged-service\n")), [8]);
    assert.deepEqual(lines(text("    # drydock ignore=DD2005,privileged-service # needed\n    # a note\n")), [9]);
    assert.deepEqual(lines(text("", " # drydock ignore=privileged-service")), [7]);
    assert.deepEqual(lines(`# drydock global ignore=privileged-service\n${text("")}`), []);
    assert.deepEqual(lines(text("    # drydock ignore=public-port\n")), [5, 8]);
    assert.deepEqual(lines(text("", ' #drydock ignore="privileged-service"')), [4, 7]);
  });

  it("above a service, with all that is indented under it", () => {
    assert.deepEqual(lines(text("").replace("  db:", "  # drydock ignore=privileged-service\n  db:")), [4]);
    assert.deepEqual(lines(`# drydock ignore=privileged-service\n${text("")}`), []);
  });

  it("dclint's, by line, from the first line on, and for the file", () => {
    const select = ["no-unbound-port-interfaces", "privileged-service"];
    const file =
      "services:\n  web:\n    image: a:1\n    ports:\n      - '80:80'\n      - '81:81'\n    privileged: true\n";
    const found = (dclint: string): readonly number[] =>
      lintCompose(dclint, "compose.yaml", { select }).map(({ line }) => line);
    assert.deepEqual(found(file), [5, 6, 7]);
    assert.deepEqual(found(file.replace("'80:80'", "'80:80' # dclint disable-line")), [6, 7]);
    assert.deepEqual(
      found(file.replace("      - '80", "      # dclint disable-line no-unbound-port-interfaces\n      - '80")),
      [7, 8],
    );
    assert.deepEqual(
      found(file.replace("      - '80", "      # dclint disable-line no-version-field\n      - '80")),
      [6, 7, 8],
    );
    assert.deepEqual(found(`# dclint disable no-unbound-port-interfaces\n${file}`), [8]);
    assert.deepEqual(found(`# dclint disable\n${file}`), []);
    assert.deepEqual(found(`# dclint disable-file\n${file}`), []);
    assert.deepEqual(found(`${file}# dclint disable\n`), [5, 6, 7], "only the first line speaks for the file");
  });

  it("also for what rules across files find there", () => {
    const dockerfile = { path: "Dockerfile", text: "FROM a:1\nUSER b\n", language: "dockerfile" } as const;
    const found = (comment: string): number =>
      lintFiles(
        [
          dockerfile,
          {
            path: "compose.yaml",
            text: `services:\n  web:\n    build:\n      context: .\n      # ${comment}\n      target: absent\n`,
            language: "compose",
          },
        ],
        { paths: new Set(["Dockerfile", "compose.yaml"]), read: () => null, recon: null },
        { select: ["unknown-build-target"] },
      ).length;
    assert.deepEqual([found("note"), found("drydock ignore=unknown-build-target")], [1, 0]);
  });
});

describe("readHadolintConfiguration", () => {
  it("reads what hadolint reads", () => {
    const read = readHadolintConfiguration(
      "ignored: [DL3006]\noverride:\n  style: [DL3004]\n  error: [DL4000]\ntrustedRegistries:\n  - a.io\n" +
        "label-schema:\n  team: text\n  url: url\n  raw:\nstrict-labels: true\n",
    );
    assert.deepEqual(read.ignored, ["DL3006"]);
    assert.deepEqual(
      [...read.severities],
      [
        ["DL3004", "hint"],
        ["DL4000", "error"],
      ],
    );
    assert.deepEqual(read.trustedRegistries, ["a.io"]);
    assert.deepEqual([...read.labels.values()], ["text", "url", "rawtext"]);
    assert.equal(read.strictLabels, true);
    assert.equal(read.ignorePragmas, true);
  });

  it("takes a broken file for an empty one", () => {
    for (const text of ["", "- a\n", "ignored: 1\noverride: x\n", "a: [\n", "\t"]) {
      assert.deepEqual(readHadolintConfiguration(text).ignored, [], text);
    }
  });

  it("is obeyed: ignored codes and severities", () => {
    const hadolint = readHadolintConfiguration("ignored: [DL3006]\noverride:\n  error: [DL3004, DL3008]\n");
    const findings = lintDockerfile("FROM a\nRUN sudo apt-get install -y x\nUSER b\n", "Dockerfile", { hadolint });
    const severities = new Map(findings.map(finding => [finding.rule, finding.severity]));
    assert.equal(severities.has("untagged-image"), false);
    assert.equal(severities.get("sudo-in-run"), "error");
    assert.equal(severities.get("unpinned-apt-package"), "error", "an override turns a rule on");
  });
});
