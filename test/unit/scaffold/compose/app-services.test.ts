import assert from "node:assert/strict";
import { changesOf } from "../plan-kit";
import { at, entryPoint, recon } from "../recon-kit";

describe("services of the application", () => {
  it("migrate a command line's database in place of the command that its image begins with", async () => {
    const files = {
      "pyproject.toml":
        '[project]\nname = "a"\nversion = "1"\n[project.scripts]\na = "a:main"\n[build-system]\nrequires = ["setuptools"]\n',
      "a.py": "",
      "alembic.ini": "[alembic]\n",
    };
    const migrations = { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at("alembic.ini:1") };
    const migrateOf = async (kind: "cli" | "wsgi"): Promise<string> => {
      const program = entryPoint(kind, "a:main", "a", { place: at("pyproject.toml:5") });
      const changes = await changesOf(recon({ entryPoints: [program], migrations }), files);
      const text = changes.files.find(({ path }) => path === "compose.yaml")?.text ?? "";
      return /^ {2}migrate:\n[^]*?(?=^ {2}\S)/m.exec(text)?.[0] ?? text;
    };
    assert.match(await migrateOf("cli"), /^ {4}entrypoint: \[alembic, upgrade, head\]$/m);
    assert.match(await migrateOf("wsgi"), /^ {4}command: \[alembic, upgrade, head\]$/m);
  });
});
