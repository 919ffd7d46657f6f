import assert from "node:assert/strict";
import type { Engine } from "../../../src/model/ports";
import { supersededImage } from "../../../src/verify/superseded-image";

const run = { owner: "1-a", workspace: "shop", started: "now", project: "drydock-shop-1" };

/** An engine that holds `images`, and refuses to remove those in `used`. */
function engineWith(images: readonly { id: string; tags: string[]; own: boolean }[], used: readonly string[] = []) {
  const held = new Map(images.map(image => [image.id, { ...image }]));
  const engine = {
    images: (labels: readonly string[]) => {
      assert.deepEqual(labels, ["drydock.workspace=shop"]);
      return Promise.resolve([...held.values()].filter(({ own }) => own));
    },
    removeImage: (id: string) => {
      if (used.includes(id)) return Promise.reject(new Error("a container was made from it"));
      held.delete(id);
      return Promise.resolve();
    },
  };
  return {
    engine: engine as unknown as Engine,
    build(id: string, tag: string) {
      for (const image of held.values()) image.tags = image.tags.filter(each => each !== tag);
      held.set(id, { id, tags: [tag], own: true });
    },
    ids: () => [...held.keys()],
  };
}

describe("the image that a verification replaces", () => {
  it("goes once another one bears its name", async () => {
    const fake = engineWith([{ id: "old", tags: ["shop:latest"], own: true }]);
    const removeSuperseded = await supersededImage(fake.engine, "shop:latest", run);
    fake.build("new", "shop:latest");
    await removeSuperseded();
    assert.deepEqual(fake.ids(), ["new"]);
  });

  const kept = {
    "a person built it themselves": { id: "old", tags: ["shop:latest"], own: false },
    "it has another name too": { id: "old", tags: ["shop:latest", "shop:1.0"], own: true },
    "it bears another name": { id: "old", tags: ["shop:1.0"], own: true },
  };
  for (const [why, image] of Object.entries(kept)) {
    it(`stays where ${why}`, async () => {
      const fake = engineWith([image]);
      const removeSuperseded = await supersededImage(fake.engine, "shop:latest", run);
      fake.build("new", "shop:latest");
      await removeSuperseded();
      assert.deepEqual(fake.ids(), ["old", "new"]);
    });
  }

  it("stays where the same image was built again", async () => {
    const fake = engineWith([{ id: "old", tags: ["shop:latest"], own: true }]);
    const removeSuperseded = await supersededImage(fake.engine, "shop:latest", run);
    fake.build("old", "shop:latest");
    await removeSuperseded();
    assert.deepEqual(fake.ids(), ["old"]);
  });

  it("stays where a container was made from it", async () => {
    const fake = engineWith([{ id: "old", tags: ["shop:latest"], own: true }], ["old"]);
    const removeSuperseded = await supersededImage(fake.engine, "shop:latest", run);
    fake.build("new", "shop:latest");
    await removeSuperseded();
    assert.deepEqual(fake.ids(), ["old", "new"]);
  });
});
