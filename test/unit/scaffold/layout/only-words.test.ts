import assert from "node:assert/strict";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { readOnlyWords } from "../../../../src/scaffold/layout/only-words";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf, changesOf } from "../plan-kit";
import { at, entryPoint, recon, variable } from "../recon-kit";

async function wordOf(text: string, parts: Parameters<typeof variable>[1] = {}): Promise<string | null> {
  const found = recon({ environment: [variable("ECHO", { places: [at("settings.py:1")], ...parts })] });
  const workspace = await openWorkspace("/w", memoryFiles({ "settings.py": text }));
  await workspace.load(["settings.py"]);
  return readOnlyWords(workspace, found).get("ECHO")?.word ?? null;
}

describe("words without which the code refuses to start", () => {
  it("give the one that production wants, else the first", async () => {
    const read = 'echo = getenv("ECHO")\n';
    assert.equal(await wordOf(`${read}if echo not in ["true", "false"]:\n    raise ValueError("ECHO")\n`), "false");
    assert.equal(await wordOf(`${read}if not echo in ("dev", "prod"): sys.exit(1)\n`), "prod");
    assert.equal(await wordOf(`${read}if echo.lower() not in {"csv", "json"}:\n    raise ValueError\n`), "csv");
    assert.equal(await wordOf('if os.environ.get("ECHO") not in ("a", "b"):\n    raise ValueError\n'), "a");
  });

  it("say nothing where the code goes on, where a default stands, or of another name", async () => {
    const test = 'if echo not in ["true", "false"]:\n';
    assert.equal(await wordOf(`echo = getenv("ECHO")\n${test}    echo = "true"\n`), null);
    assert.equal(
      await wordOf(`echo = getenv("ECHO", "true")\n${test}    raise ValueError\n`, {
        hasDefault: true,
        default: "true",
      }),
      null,
    );
    assert.equal(await wordOf(`other = getenv("ECHO")\n${test}    raise ValueError\n`), null);
    assert.equal(await wordOf('echo = getenv("ECHO")\nif echo not in KNOWN:\n    raise ValueError\n'), null);
    // A function may be of a part that a start does without, and its parameter another thing of the same name.
    assert.equal(await wordOf(`echo = getenv("ECHO")\ndef export(echo):\n    ${test}        raise ValueError\n`), null);
    // A default that is no literal is known to the code alone.
    const computed = `echo = getenv("ECHO", USUAL)\n${test}    raise ValueError\n`;
    assert.equal(await wordOf(computed, { hasDefault: true, default: null }), null);
  });

  const plannedFor = async (
    words: string,
    files: Readonly<Record<string, string>> = {},
    required = true,
  ): Promise<readonly unknown[]> => {
    const found = recon({
      entryPoints: [entryPoint("asgi", "app:app", "uvicorn app:app", { place: at("app.py:1") })],
      environment: [variable("ECHO", { required, places: [at("settings.py:1")] })],
    });
    const text = `echo = getenv("ECHO")\nif echo not in ${words}:\n    raise ValueError\n`;
    const texts = { "settings.py": text, "app.py": "", ...files };
    const { questions } = (await changesOf(found, texts)).plan;
    const [planned] = (await blueprintOf(found, texts)).units[0]?.variables ?? [];
    const inFile = planned?.envValue && "text" in planned.envValue ? planned.envValue.text : null;
    return [planned?.value, planned?.buildValue, inFile, questions[0]?.default];
  };

  it("are given to the containers and to the build, where they are safe", async () => {
    assert.deepEqual(await plannedFor('["true", "false"]'), ["${ECHO:-false}", "false", null, undefined]);
    assert.deepEqual(await plannedFor('["dev", "prod"]'), ["${ECHO:-prod}", "prod", null, undefined]);
  });

  it("are asked for where the person alone knows which is meant", async () => {
    const needed = "${ECHO:?Set ECHO in .env}";
    assert.deepEqual(await plannedFor('("us", "eu")'), [needed, "us", "us", "us"]);
    assert.deepEqual(await plannedFor('("off", "info", "debug")'), [needed, "off", "off", "off"]);
  });

  it("give way to the word of the sample file", async () => {
    const needed = "${ECHO:?Set ECHO in .env}";
    assert.deepEqual(await plannedFor('("us", "eu")', { ".env.example": "ECHO=eu\n" }), [
      needed,
      "eu",
      "eu",
      undefined,
    ]);
    assert.deepEqual((await plannedFor('["true", "false"]', { ".env.example": "ECHO=true\n" })).slice(0, 3), [
      needed,
      "true",
      "true",
    ]);
  });

  it("make no variable required that is not", async () => {
    assert.deepEqual(await plannedFor('("us", "eu")', {}, false), [null, "build", null, undefined]);
    assert.deepEqual(await plannedFor('["true", "false"]', {}, false), ["${ECHO:-false}", "false", null, undefined]);
    const sample = { ".env.example": "ECHO=eu\n" };
    assert.deepEqual(await plannedFor('("us", "eu")', sample, false), ["${ECHO:-eu}", "eu", null, undefined]);
    assert.deepEqual((await plannedFor('("us", "fr")', sample, false))[0], null);
  });
});
