import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import * as path from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { projectRoot } from "../kit/sources";

/** Bytes that an archive needs beside its files: their names, twice, and the manifests that the packager writes. */
const ARCHIVE = 5_000;

describe("the package", () => {
  const bytes = (file: string): Buffer => readFileSync(path.join(projectRoot, file));

  it("stays under 1 MB", async () => {
    const files = await listFiles({ cwd: projectRoot, packageManager: PackageManager.None });
    assert.ok(files.includes("dist/core.js"), "dist is built before these tests");
    const packed = files.reduce((sum, file) => sum + deflateRawSync(bytes(file)).length, ARCHIVE);
    assert.ok(packed < 1024 * 1024, `${packed} bytes`);
  });

  it("is read at start as at most 60 KB", () => {
    assert.ok(bytes("dist/extension.js").length <= 60 * 1024);
  });
});
