import assert from "node:assert/strict";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { readClosedHosts } from "../../../../src/scaffold/layout/closed-hosts";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf } from "../plan-kit";
import { at, entryPoint, recon, variable } from "../recon-kit";

const NAME = "DJANGO_ALLOWED_HOSTS";

async function isClosed(...texts: readonly string[]): Promise<boolean> {
  const files = Object.fromEntries(texts.map((text, index) => [`settings${index}.py`, text]));
  const places = Object.keys(files).map(path => at(`${path}:1`));
  const workspace = await openWorkspace("/w", memoryFiles(files));
  await workspace.load(Object.keys(files));
  return readClosedHosts(workspace, recon({ environment: [variable(NAME, { places })] })).has(NAME);
}

const OPEN = `ALLOWED_HOSTS = env.list("${NAME}", default=["*"])\n`;

describe("allowed hosts of which one read has its own domain alone", () => {
  it("are told by the whole call", async () => {
    const own = (call: string): Promise<boolean> =>
      isClosed(`if DEBUG:\n    ${OPEN}else:\n    ALLOWED_HOSTS = ${call}\n`);
    assert.equal(
      await own(`env.list(\n        "${NAME}",\n        default=["shop.example", ".shop.example"],\n    )`),
      true,
    );
    assert.equal(await own(`os.environ.get("${NAME}", "shop.example").split(",")`), true);
    assert.equal(await own(`config("${NAME}", default="shop.example", cast=Csv())`), true);
    // What allows everybody or this machine, no default, a computed one and a mere test say nothing.
    assert.equal(await own(`env.list(\n        "${NAME}",\n        default=["*"],\n    )`), false);
    assert.equal(await own(`env.list("${NAME}", default=["shop.example", "localhost"])`), false);
    assert.equal(await own(`env.list("${NAME}")`), false);
    assert.equal(await own(`env.list("${NAME}", default=[DOMAIN])`), false);
    assert.equal(await own(`env.list("${NAME}", default=["shop.example"] + OTHERS)`), false);
    assert.equal(
      await isClosed(
        `if os.environ.get("${NAME}"):\n    hosts = os.environ.get("${NAME}", "*")\nelse:\n    hosts = ["*"]\n`,
      ),
      false,
    );
  });

  it("are not told of several files, of which another may be the one that is loaded", async () => {
    assert.equal(await isClosed(OPEN, `ALLOWED_HOSTS = env.list("${NAME}", default=["shop.example"])\n`), false);
  });

  it("get this machine's names", async () => {
    const found = recon({
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app", { place: at("app.py:1") })],
      environment: [variable(NAME, { default: "*", hasDefault: true, places: [at("settings.py:1")] })],
    });
    const valueOf = async (second: string): Promise<string | null | undefined> =>
      (await blueprintOf(found, { "settings.py": OPEN + second })).units[0]?.variables[0]?.value;
    assert.equal(
      await valueOf(`ALLOWED_HOSTS = env.list("${NAME}", default=["shop.example"])\n`),
      `\${${NAME}:-localhost,127.0.0.1}`,
    );
    assert.equal(await valueOf(OPEN), null);
  });
});
