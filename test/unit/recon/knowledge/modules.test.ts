import assert from "node:assert/strict";
import { distributionOf, modulesOf } from "../../../../src/recon/knowledge/modules";

describe("distributionOf", () => {
  it("takes the longest dotted name", () => {
    assert.equal(distributionOf("google.cloud.storage.client")?.distribution, "google-cloud-storage");
    assert.equal(distributionOf("cv2")?.distribution, "opencv-python");
    assert.ok(distributionOf("cv2")?.alternatives.includes("opencv-python-headless"));
    assert.equal(distributionOf("fastapi")?.distribution, "fastapi");
    assert.equal(distributionOf("nobody_knows_this"), null);
    // Known as the client of a service alone.
    assert.equal(distributionOf("aiopg.sa")?.distribution, "aiopg");
  });

  it("goes the other way too", () => {
    assert.deepEqual(modulesOf("PyYAML"), ["yaml"]);
    assert.ok(modulesOf("beautifulsoup4").includes("bs4"));
    assert.deepEqual(modulesOf("bcbio-gff"), ["BCBio"]);
    assert.deepEqual(modulesOf("nobody-knows-this"), []);
  });
});
