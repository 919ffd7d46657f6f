import assert from "node:assert/strict";
import { wholeServices } from "../../../../src/docker/compose/whole-services";
import { toValue } from "../../../../src/workspace/data-node";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

async function wholeOf(texts: Readonly<Record<string, string>>) {
  const workspace = await openWorkspace("shop", memoryFiles(texts));
  await workspace.load(Object.keys(texts));
  const found = wholeServices(workspace, Object.keys(texts)[0] ?? "");
  return Object.fromEntries(
    found.map(each => [each.key, { ...each, value: toValue(each.value) as Record<string, unknown> }]),
  );
}

describe("services with what they extend", () => {
  it("stand at the top of a file of the first format", async () => {
    const { web, ...others } = await wholeOf({
      "docker-compose.yml": "base:\n  image: a\nweb:\n  build: .\n  extends: { service: base }\n  env_file: web.env\n",
    });
    assert.deepEqual(web?.value, { build: ".", extends: { service: "base" }, env_file: "web.env" });
    assert.deepEqual([web.inherited, Object.keys(others)], [null, ["base"]]);
  });

  it("follow a chain, join maps and lists, and replace commands", async () => {
    const { web } = await wholeOf({
      "compose.yaml": `services:
  root: { image: a, command: [a, b], environment: [A=1, B=1] }
  base: { extends: root, ports: ["1:1"], healthcheck: { test: [CMD, x], retries: 3 } }
  web:
    extends: { service: base }
    command: c
    environment: { B: "2" }
    ports: ["2:2"]
    healthcheck: { test: [CMD, "y"] }
`,
    });
    assert.deepEqual(web?.value, {
      image: "a",
      command: "c",
      environment: { A: "1", B: "2" },
      ports: ["1:1", "2:2"],
      healthcheck: { test: ["CMD", "y"], retries: 3 },
      extends: { service: "base" },
    });
    assert.deepEqual(web.inherited === null, false);
  });

  it("lose what they reset, and replace what they override", async () => {
    const { web } = await wholeOf({
      "compose.yaml":
        'services:\n  base: { image: a, ports: ["1:1"], expose: ["1"] }\n  web: { extends: base, ports: !reset [], expose: !override ["2"] }\n',
    });
    assert.deepEqual(web?.value, { image: "a", expose: ["2"], extends: "base" });
  });

  it("have paths as they are seen from the first file", async () => {
    const { web } = await wholeOf({
      "deploy/compose.yaml": "services:\n  web: { extends: { file: ../base/app.yml, service: app } }\n",
      "base/app.yml":
        'services:\n  app: { build: { dockerfile: D }, env_file: a.env, volumes: [".:/srv", "data:/data", "/etc:/etc"] }\n',
    });
    assert.deepEqual(web?.value, {
      build: { dockerfile: "D", context: "./../base" },
      env_file: "./../base/a.env",
      volumes: ["./../base:/srv", "data:/data", "/etc:/etc"],
      extends: { file: "../base/app.yml", service: "app" },
    });
  });

  it("are those of included files too, and stay as written where a base is not found", async () => {
    const found = await wholeOf({
      "compose.yaml":
        "include: [db.yml]\nservices:\n  web: { extends: gone, image: a }\n  loop: { extends: loop, image: b }\n",
      "db.yml": "services:\n  db: { image: c }\n",
    });
    assert.deepEqual(
      Object.entries(found).map(([key, each]) => [key, each.isIncluded]),
      [
        ["web", false],
        ["loop", false],
        ["db", true],
      ],
    );
    assert.equal(found["web"]?.value["image"], "a");
  });
});
