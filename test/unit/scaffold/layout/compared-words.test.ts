import assert from "node:assert/strict";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { readComparedWords } from "../../../../src/scaffold/layout/compared-words";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf } from "../plan-kit";
import { at, dependency, entryPoint, recon, variable } from "../recon-kit";

async function wordOf(
  text: string,
  parts: Parameters<typeof variable>[1] = { required: true },
  name = "ENV_NAME",
): Promise<string | null> {
  const found = recon({ environment: [variable(name, { places: [at("settings.py:1")], ...parts })] });
  const workspace = await openWorkspace("/w", memoryFiles({ "settings.py": text }));
  await workspace.load(["settings.py"]);
  return readComparedWords(workspace, found).get(name)?.word ?? null;
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

  it("say that the code runs in a container where it asks for that", async () => {
    const code = (word: string): string => `if env("USE_DOCKER") == "${word}":\n  hosts()\n`;
    assert.equal(await wordOf(code("yes"), undefined, "USE_DOCKER"), "yes");
    assert.equal(await wordOf(code("no"), undefined, "USE_DOCKER"), null);
    assert.equal(await wordOf('if env("USE_CACHE") == "yes":\n  go()\n', undefined, "USE_CACHE"), null);
  });

  it("say nothing of what the word sets off", async () => {
    const code = (name: string, word: string): string =>
      `kind = os.environ["${name}"]\nif kind == "${word}":\n  go()\n`;
    assert.equal(await wordOf(code("DJANGO_ENV", "production"), undefined, "DJANGO_ENV"), "production");
    assert.equal(await wordOf(code("TRADING_MODE", "live"), undefined, "TRADING_MODE"), null);
    assert.equal(await wordOf(code("STAGE", "production"), undefined, "STAGE"), null);
    assert.equal(await wordOf(code("APP_ENV", "live"), undefined, "APP_ENV"), null);
    const refused = 'if os.environ["APP_ENV"] == "production":\n    # not here\n    raise SystemExit("use Helm")\n';
    assert.equal(await wordOf(refused.replace("    # not here\n", ""), undefined, "APP_ENV"), null);
    assert.equal(await wordOf(refused.replace(/raise.*/, "sys.exit(1)"), undefined, "APP_ENV"), null);
    assert.equal(await wordOf(refused, undefined, "APP_ENV"), null);
  });

  it("are looked for in time that grows with the file", async () => {
    const start = performance.now();
    assert.equal(await wordOf(`ENV_NAME\n${"\n".repeat(60_000)}`), null);
    assert.ok(performance.now() - start < 1000);
  });

  it("stand in .env and in the build, and are asked about", async () => {
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
    const asked = blueprint.plan.questions.find(({ key }) => key === "environment.ENV_NAME");
    assert.deepEqual(asked?.candidates, ["production"]);
  });
});
