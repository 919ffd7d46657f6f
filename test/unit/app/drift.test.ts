import assert from "node:assert/strict";
import { driftSince } from "../../../src/app/drift";
import { addRun } from "../../../src/app/history";
import { readSettings } from "../../../src/settings/settings";
import { inputsOf } from "../../../src/verify/inputs";
import { memoryFiles } from "../../kit/memory-files";
import { emptyRecon, sampleVerification } from "../../kit/samples";

describe("drift since the last verification", () => {
  const recon = emptyRecon("shop");
  const driftWith = async (
    before: Record<string, string> | null,
    after: Record<string, string>,
    figures: Readonly<Record<string, number>> = {},
  ): Promise<readonly string[] | null> => {
    const state = memoryFiles({}, "/state");
    if (before !== null)
      await addRun(state, "/code/shop", {
        verification: sampleVerification(),
        figures,
        inputs: await inputsOf(recon, memoryFiles(before)),
        isBaseline: false,
      });
    const { settings } = readSettings(after[".drydock.yaml"] ?? null);
    return driftSince({ state, files: () => memoryFiles(after) }, "/code/shop", recon, settings);
  };

  it("is not known where nothing was verified, and is none where nothing changed", async () => {
    assert.equal(await driftWith(null, { Dockerfile: "FROM a\n" }), null);
    assert.deepEqual(await driftWith({ Dockerfile: "FROM a\n" }, { Dockerfile: "FROM a\n" }), []);
  });

  it("names the files that changed, and the limits that judge the kept figures otherwise", async () => {
    const limits = "thresholds: { image.bytes.web: 200MB }\n";
    assert.deepEqual(
      await driftWith(
        { Dockerfile: "FROM a\n", ".drydock.yaml": "" },
        { Dockerfile: "FROM b\n", ".drydock.yaml": limits },
        { "image.bytes.web": 214e6 },
      ),
      ["Dockerfile changed.", ".drydock.yaml changed the limit image.bytes.web, which is missed now."],
    );
  });
});
