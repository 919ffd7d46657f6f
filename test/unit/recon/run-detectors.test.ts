import assert from "node:assert/strict";
import { defineDetector, type DetectContext } from "../../../src/recon/define-detector";
import { runDetectors } from "../../../src/recon/run-detectors";
import { projectOf } from "../../kit/python-project";

const NOTHING = { dependencies: [], manifests: [], packageManager: { name: "none", lock: null, place: null } } as const;

describe("recon/run-detectors", () => {
  it("gives a detector what it reads and calls no other", async () => {
    const { workspace, project } = await projectOf({
      "app.py": "import os as system\nfrom flask import Flask\nsystem.getenv('X')\nFlask(__name__)\n",
      "other.py": "x = 1\n",
      "tests/test_app.py": "import flask\nflask.Flask('x')\n",
      "sub/Procfile": "web: x\n",
    });
    const seen = new Map<string, DetectContext>();
    const probe = (
      id: string,
      reads: DetectContext extends never ? never : Parameters<typeof defineDetector>[0]["reads"],
    ) => defineDetector({ id, title: id, reads, detect: context => (seen.set(id, context), []) });
    const detectors = [
      probe("files", { files: ["Procfile"] }),
      probe("modules", { modules: ["flask"] }),
      probe("calls", { calls: ["os.getenv", "flask.*"] }),
      probe("none", { files: ["*.nothing"], modules: ["django"], calls: ["celery.Celery"] }),
    ];
    runDetectors(detectors, { workspace, project, unit: "", part: "", owns: () => true, ...NOTHING });
    assert.deepEqual([...seen.keys()], ["files", "modules", "calls"]);
    assert.deepEqual(seen.get("files")?.files, ["sub/Procfile"]);
    assert.deepEqual(
      seen.get("modules")?.python.map(({ path }) => path),
      ["app.py"],
    );
    assert.deepEqual(
      seen.get("calls")?.calls.map(({ name }) => name),
      ["os.getenv", "flask.Flask"],
    );
  });

  it("makes a problem of a detector that throws", async () => {
    const { workspace, project } = await projectOf({ "app.py": "" });
    const broken = defineDetector({
      id: "broken",
      title: "Broken",
      reads: { everything: true },
      detect: () => {
        throw new Error("no");
      },
    });
    const good = defineDetector({
      id: "good",
      title: "Good",
      reads: { everything: true },
      detect: ({ workspace: { place } }) =>
        typeof place === "function" ? [{ claim: "framework", name: "x", place: workspace.place("app.py", 0) }] : [],
    });
    const { evidence, problems } = runDetectors([broken, good], {
      workspace,
      project,
      unit: "",
      part: "",
      owns: () => true,
      ...NOTHING,
    });
    assert.equal(evidence.length, 1);
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message]),
      [["detector-failed", "Broken could not be read: no."]],
    );
  });
});
