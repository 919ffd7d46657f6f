import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/environment-file-ports";
import { detect } from "../../../kit/detect";

describe("recon/detectors/environment-file-ports", () => {
  it("reads the application's own port", async () => {
    const found = await detect(detector, { ".env.example": "# web\nPORT=8019\nDB_PORT=5432\n" });
    assert.deepEqual(found, ["port 8019 env @.env.example:2"]);
  });
});
