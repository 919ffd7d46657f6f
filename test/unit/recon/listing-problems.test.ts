import assert from "node:assert/strict";
import { listingProblems } from "../../../src/recon/listing-problems";

describe("what a listing left out", () => {
  it("is told with its path, its cause and what to do", () => {
    assert.deepEqual(
      listingProblems([
        { code: "unreadable", path: "data", message: "permission denied" },
        { code: "broken-link", path: "conf/live.py", message: "no such file or folder" },
        { code: "too-many-files", path: "", message: "it holds more than 200,000 files" },
      ]).map(({ code, message, place }) => `${code} ${place.path}: ${message}`),
      [
        "unreadable data: data could not be read: permission denied. Everything else was read.",
        "broken-link conf/live.py: The link conf/live.py leads nowhere: no such file or folder.",
        "too-many-files : Not all of this folder was read: it holds more than 200,000 files. Open a part of it, or name folders to leave out under recon.exclude in .drydock.yaml.",
      ],
    );
  });
});
