import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { debuggedUnits } from "../../../../src/scaffold/compose/debugged-units";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, blueprintOf, changesOf, type Texts } from "../plan-kit";

const flask = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef index():\n    return "ok"\n';
const SHOP: Texts = {
  "orders/requirements.txt": "flask==3.1.0\ngunicorn==23.0.0\n",
  "orders/orders.py": flask,
  "users/requirements.txt": "flask==3.1.0\ngunicorn==23.0.0\n",
  "users/users.py": flask,
};

describe("units under a debugger", () => {
  it("have ports of their own on this machine, the same in Compose and in the editor's configuration", async () => {
    const recon = await readRecon(memoryFiles(SHOP), { name: "shop" });
    const blueprint = await blueprintOf(recon, SHOP);
    const debugged = debuggedUnits(blueprint);
    assert.deepEqual(
      debugged.map(({ debugPort }) => debugPort),
      [5678, 5679],
    );
    const published = debugged.flatMap(({ ports }) => ports.map(port => port.split(":")[1]));
    const webs = blueprint.units.map(({ web }) => String(web?.publishedPort));
    assert.equal(new Set([...published, ...webs]).size, published.length + webs.length);

    const after = applied(SHOP, await changesOf(recon, SHOP));
    const launch = JSON.parse(after[".vscode/launch.json"] ?? "{}") as {
      configurations: { name: string; connect: { port: number } }[];
    };
    for (const [at, { service, debugPort, ports }] of debugged.entries()) {
      assert.equal(launch.configurations[at]?.name, `Docker: attach to ${service}`);
      assert.equal(launch.configurations[at]?.connect.port, debugPort);
      for (const port of ports) assert.ok(after["compose.override.yaml"]?.includes(port), port);
    }
  });
});
