import assert from "node:assert/strict";
import type { PythonFacts } from "../../../src/python/facts";
import { readProject } from "../../../src/python/read-project";
import { batchScanner, type ScanInput } from "../../../src/python/scan-batch";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";

describe("python/read-project", () => {
  it("reads Python by extension and by its first line, in any encoding", async () => {
    const latin = Uint8Array.from([
      ...new TextEncoder().encode('# -*- coding: latin-1 -*-\nx = "'),
      0xe9,
      ...new TextEncoder().encode('"\n'),
    ]);
    const workspace = await openWorkspace(
      "w",
      memoryFiles({
        "a.py": "import os\n",
        "w.pyw": "",
        "deploy/shop.wsgi": "from a import application\n",
        "bin/run": "#!/usr/bin/env python3\nimport a\n",
        "bin/sh": "#!/bin/sh\n",
        "l.py": latin,
        "notes.txt": "import x\n",
      }),
    );
    const { project, problems } = await readProject(workspace);
    assert.deepEqual(
      project.files.map(({ path }) => path),
      ["a.py", "bin/run", "deploy/shop.wsgi", "l.py", "w.pyw"],
    );
    const [text] = project.file("l.py")?.facts.assignments ?? [];
    assert.equal(text?.value?.kind === "string" ? text.value.value : null, "é");
    assert.deepEqual(problems, []);
  });

  it("lists files that cannot be read as problems", async () => {
    const files = memoryFiles({
      "binary.py": Uint8Array.from([0, 1, 2]),
      "large.py": "#".repeat(5_000_001),
      "gone.py": "",
      "good.py": "x = 1\n",
    });
    const workspace = await openWorkspace("w", {
      ...files,
      read: path => (path === "gone.py" ? Promise.resolve(null) : files.read(path)),
    });
    const { project, problems } = await readProject(workspace);
    assert.deepEqual(
      project.files.map(({ path }) => path),
      ["good.py"],
    );
    assert.deepEqual(problems.map(({ code }) => code).sort(), [
      "python-binary",
      "python-too-large",
      "python-unreadable",
    ]);
  });

  it("takes facts from the cache by content, and scans with what it is given", async () => {
    const workspace = await openWorkspace("w", memoryFiles({ "a.py": "import os\n", "b.py": "import os\n" }));
    const known = new Map<string, PythonFacts>();
    let scanned = 0;
    const options = {
      cache: known,
      hash: (bytes: Uint8Array): string => new TextDecoder().decode(bytes),
      scanBatch: (inputs: readonly ScanInput[]) => {
        scanned += inputs.length;
        return Promise.resolve(batchScanner()(inputs));
      },
    };
    await readProject(workspace, options);
    const { project } = await readProject(workspace, options);
    assert.equal(scanned, 2);
    assert.equal(project.files.length, 2);
  });

  it("stops when it is cancelled", async () => {
    const workspace = await openWorkspace("w", memoryFiles({ "a.py": "" }));
    await assert.rejects(readProject(workspace, { signal: AbortSignal.abort() }), { code: "cancelled" });
  });
});
