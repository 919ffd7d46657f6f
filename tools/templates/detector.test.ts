import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { NO_SETTINGS } from "../../../../src/settings/settings";

describe("NAME", () => {
  it("is found where the code makes a client, with its line", async () => {
    const files = memoryFiles({ "app.py": "import NAME\nclient = NAME.Client()\n" });
    const recon = await readRecon(files, { name: "workspace", settings: NO_SETTINGS });
    assert.deepEqual(
      recon.frameworks.map(({ name, place }) => [name, place.path, place.line]),
      [["NAME", "app.py", 2]],
    );
  });
});
