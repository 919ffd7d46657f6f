import assert from "node:assert/strict";
import { toolConfirmation } from "../../../src/editor/tool-confirmation";
import { sampleVerification } from "../../kit/samples";

const message = (known: Parameters<typeof toolConfirmation>[1]): string =>
  String(toolConfirmation("drydock_run_verification", known).confirmationMessages?.message ?? "");

describe("what a person is asked before a language model acts", () => {
  it("names images, ports and the last run of a verification", () => {
    const image = { tag: "shop-web:latest" } as ReturnType<typeof sampleVerification>["images"][number];
    const verification = { ...sampleVerification(), images: [image] };
    const text = message({
      composeFiles: [],
      last: {
        folder: "file:///shop",
        at: Date.now() - 7_200_000,
        verification,
        history: {
          schemaVersion: 1,
          workspace: "shop",
          last: verification,
          runs: [],
          baseline: null,
          variants: [],
          inputs: null,
        },
      },
    });
    assert.ok(text.includes(image.tag), text);
    assert.match(text, /The last run was 2 hours ago and took \d+ s\.$/);
  });
  it("names the Compose file where nothing ran yet", () => {
    assert.match(message({ composeFiles: ["compose.yaml"], last: undefined }), /images of compose\.yaml.*not run here/);
  });
  it("asks nothing before reading", () => {
    assert.deepEqual(toolConfirmation("drydock_get_recon", { composeFiles: [], last: undefined }), {});
  });
});
