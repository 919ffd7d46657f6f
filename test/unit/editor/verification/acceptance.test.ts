import assert from "node:assert/strict";
import { acceptance, acceptanceMarkdown } from "../../../../src/editor/verification/acceptance";
import type { Verification } from "../../../../src/model/verification";
import { emptyRecon, sampleVerification } from "../../../kit/samples";

describe("acceptance", () => {
  it("is not done before anything ran, and says what is missing", () => {
    const node = acceptance(null, false, undefined);
    assert.equal(node.description, "0 of 3");
    assert.deepEqual(
      node.children.map(({ icon }) => icon),
      ["circle-large-outline", "circle-large-outline", "circle-large-outline"],
    );
    assert.match(acceptanceMarkdown(node), /^- \[ \] Thresholds measured \(0 of 1\)$/m);
  });

  it("is told by evidence: a missed limit is an error, a limit that nobody agreed on is only open", () => {
    const missed = acceptance(emptyRecon("shop"), true, sampleVerification());
    assert.deepEqual(
      missed.children.map(({ id, icon }) => [id, icon]),
      [
        ["acceptance/recon", "pass"],
        ["acceptance/images", "error"],
        ["acceptance/thresholds", "error"],
      ],
    );
    const { thresholds, ...rest } = sampleVerification();
    const images = [{ service: "web" } as Verification["images"][number]];
    const held = { ...rest, images, thresholds: thresholds.map(each => ({ ...each, held: true })) };
    const [, , figures] = acceptance(emptyRecon("shop"), true, held).children;
    assert.equal(figures?.icon, "pass");
    assert.equal(figures?.children[1]?.icon, "circle-large-outline");
  });

  it("does not take images for verified where something failed while they ran", () => {
    const service = { name: "web", healthy: true, state: "running", probe: {}, ping: null };
    const passed = {
      ...sampleVerification(),
      images: [{ service: "web" }],
      services: [service],
      tests: { passed: 3, failed: 0, skipped: 0, exit: 0, outside: "same" },
    } as unknown as Verification;
    const images = (verification: Verification) => acceptance(emptyRecon("shop"), true, verification).children[1];
    assert.equal(images({ ...passed, causes: [] })?.icon, "pass");
    assert.equal(images(passed)?.icon, "error");
    assert.equal(images(passed)?.children.find(({ icon }) => icon === "error")?.description, "web: it stopped");
  });

  it("does not take figures for measured where nothing was built", () => {
    const { thresholds, ...rest } = sampleVerification();
    const unbuilt = { ...rest, thresholds: thresholds.filter(each => each.held) };
    assert.equal(acceptance(emptyRecon("shop"), true, unbuilt).children[2]?.icon, "error");
  });
});
