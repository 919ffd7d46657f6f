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

  it("leave alone what other services of the stack publish, their own and the catcher of mail", async () => {
    const theirs = [
      "services:",
      "  grafana:",
      "    image: grafana/grafana",
      '    ports: ["8001-8003:3000-3002", "127.0.0.1:${DEBUG_PORT:-5678}:80/tcp"]',
      "  other:",
      "    image: busybox",
      "    ports:",
      "      - { target: 80, published: 5679 }",
      "",
    ];
    const texts = {
      "requirements.txt": "flask\ngunicorn\n",
      "app.py":
        'import os\nfrom flask import Flask\nhost = os.environ["MAIL_SERVER"]\nimport smtplib\nsmtplib.SMTP(host)\napp = Flask(__name__)\n',
    };
    const portsOf = async (files: Texts): Promise<readonly string[]> => {
      const found = await readRecon(memoryFiles(files), { name: "shop" });
      const override = applied(files, await changesOf(found, files))["compose.override.yaml"] ?? "";
      return [...override.matchAll(/127\.0\.0\.1:(\d+:\d+)$/gm)].map(([, port]) => port ?? "");
    };
    const port = (number: number): string => texts["app.py"] + `app.run(port=${number})\n`;
    assert.deepEqual(await portsOf({ ...texts, "compose.yaml": theirs.join("\n") }), [
      "5680:5678",
      "8004:8000",
      "8025:8025",
    ]);
    assert.deepEqual(await portsOf({ ...texts, "app.py": port(8024) }), ["5678:5678", "8026:8024", "8025:8025"]);
    assert.deepEqual(await portsOf({ ...texts, "app.py": port(8025) }), ["5678:5678", "8027:8025", "8026:8025"]);
  });
});
