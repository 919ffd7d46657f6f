import assert from "node:assert/strict";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { readComparedWords } from "../../../../src/scaffold/layout/compared-words";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf } from "../plan-kit";
import { at, dependency, entryPoint, recon, variable } from "../recon-kit";

async function wordOf(
  text: string,
  parts: Parameters<typeof variable>[1] = { required: true },
): Promise<string | null> {
  const found = recon({ environment: [variable("ENV_NAME", { places: [at("settings.py:1")], ...parts })] });
  const workspace = await openWorkspace("/w", memoryFiles({ "settings.py": text }));
  await workspace.load(["settings.py"]);
  return readComparedWords(workspace, found).get("ENV_NAME")?.word ?? null;
}

describe("words that a variable is compared with", () => {
  it("give the one for production", async () => {
    const chain =
      "kind = config('ENV_NAME')\nif kind == 'local':\n  from .local import *\nelif kind == 'production':\n  from .prod import *\n";
    assert.equal(await wordOf(chain), "production");
    assert.equal(await wordOf('if os.environ["ENV_NAME"].lower() == "prod":\n  pass\n'), "prod");
  });

  it("say nothing where none is for production, in a comment, of another name, or beside a default", async () => {
    assert.equal(await wordOf("kind = config('ENV_NAME')\nif kind == 'local':\n  pass\n"), null);
    assert.equal(await wordOf("kind = config('ENV_NAME')\n# kind == 'production'\n"), null);
    assert.equal(await wordOf("kind = config('ENV_NAME')\nif mankind == 'production':\n  pass\n"), null);
    assert.equal(
      await wordOf("kind = config('ENV_NAME')\nif kind == 'production':\n  pass\n", { hasDefault: true }),
      null,
    );
  });

  it("stand in .env and in the build without a question", async () => {
    const blueprint = await blueprintOf(
      recon({
        packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
        dependencies: [dependency("django")],
        entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi")],
        environment: [variable("ENV_NAME", { required: true, places: [at("settings.py:1")] })],
      }),
      {
        "requirements.txt": "django\n",
        "settings.py": "kind = config('ENV_NAME')\nif kind == 'production':\n  pass\n",
      },
    );
    const [found] = blueprint.units[0]?.variables ?? [];
    assert.deepEqual([found?.buildValue, found?.envValue], ["production", { text: "production" }]);
  });
});
