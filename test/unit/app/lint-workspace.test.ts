import assert from "node:assert/strict";
import { copiesOfText, lintWorkspace } from "../../../src/app/lint-workspace";
import { WORKSPACE_RULES } from "../../../src/lint/registry";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";
import { emptyRecon } from "../../kit/samples";
import { readExample } from "../lint/examples";

const clock = { elapsed: () => 0, now: () => 0, sleep: () => Promise.resolve() };

/** The rules that lint finds in files, of which it loads only what it means to read. */
async function rulesFound(files: ReadonlyMap<string, string>, facts = {}): Promise<readonly string[]> {
  const workspace = await openWorkspace("shop", memoryFiles(Object.fromEntries(files)));
  const recon = { ...emptyRecon("."), ...facts };
  const { findings } = await lintWorkspace({ workspace, settings: NO_SETTINGS, recon, clock, select: ["all"] });
  return findings.map(({ rule }) => rule);
}

describe("lint of a workspace", () => {
  for (const rule of WORKSPACE_RULES)
    it(`loads what ${rule.id} reads`, async () => {
      const { files } = readExample(rule, rule.bad);
      assert.ok((await rulesFound(files, rule.facts)).includes(rule.id));
    });

  it("reads settings of an ordinary size, which may take a variable that the code does not", async () => {
    const rule = WORKSPACE_RULES.find(({ id }) => id === "misspelt-variable");
    assert.ok(rule);
    const found = async (path: string, text: string): Promise<boolean> => {
      const files = new Map([...readExample(rule, rule.bad).files, [path, text]]);
      return (await rulesFound(files, rule.facts)).includes(rule.id);
    };
    assert.equal(await found("conf/app.yaml", "database: ${DATABSE_URL:sqlite}\n"), false);
    assert.equal(await found("conf/app.toml.j2", "database = ${DATABSE_URL}\n"), false);
    assert.equal(await found("conf/app.yaml", "database: ${OTHER_URL}\n"), true);
    assert.equal(await found("data.yaml", `a: \${DATABSE_URL}\n${"- item\n".repeat(10_000)}`), true);
  });

  it("takes a file for made that a Makefile, a README or a workflow names", async () => {
    const compose = "services:\n  a:\n    image: a\n    volumes: ['./a.conf:/etc/a.conf']\n";
    for (const path of ["Makefile", "README.md", ".github/workflows/ci.yml", "make.sh", "b.py"]) {
      const found = await rulesFound(
        new Map([
          ["compose.yaml", compose],
          [path, "cp x a.conf\n"],
        ]),
      );
      assert.equal(found.includes("missing-bind-source"), path === "b.py", path);
    }
  });

  it("counts what a proposed Dockerfile copies by the ignore file and the files that are proposed with it", async () => {
    const workspace = await openWorkspace("shop", memoryFiles({ "web.py": "x = 1\n", "mail/main.py": "y = 2\n" }));
    const dockerfile = { path: "Dockerfile", text: "FROM python:3.11\nCOPY . .\n", language: "dockerfile" as const };
    const texts = new Map([
      ["Dockerfile", dockerfile.text],
      [".dockerignore", "mail\n**/Dockerfile*\n**/*.dockerignore\n"],
      ["check.py", "z = 'long'\n"],
    ]);
    const [alone] = copiesOfText(dockerfile, workspace);
    assert.deepEqual([alone?.files, alone?.bytes], [3, 12]);
    const [together] = copiesOfText(dockerfile, workspace, texts);
    assert.deepEqual([together?.files, together?.bytes], [2, 17]);
  });
});
