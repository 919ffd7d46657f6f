import assert from "node:assert/strict";
import { imageName, imageRows } from "../../../../src/editor/containers/image-rows";

const image = (id: string, ...tags: readonly string[]) => ({ id: `sha256:${id}`, tags, bytes: 1 });

describe("imageRows", () => {
  const images = [
    image("9f00"),
    image("1111", "python:3.11-slim"),
    image("2222", "shop-web:latest"),
    image("3333", "postgres:17"),
    image("4444", "registry.example:5000/shop:1.2"),
    image("5555", "shopping:latest"),
  ];
  const owner = { projects: ["shop"], containers: [{ image: "postgres:17" }] };
  const names = (filter: string): readonly string[] => imageRows(images, owner, filter).map(imageName);

  it("puts the workspace's own first and those without a name last", () => {
    assert.deepEqual(names(""), [
      "postgres:17",
      "shop-web:latest",
      "python:3.11-slim",
      "registry.example:5000/shop:1.2",
      "shopping:latest",
      "9f00",
    ]);
  });

  it("filters by any part of a name or digest, whatever its case", () => {
    assert.deepEqual(names(" SHOP"), ["shop-web:latest", "registry.example:5000/shop:1.2", "shopping:latest"]);
    assert.deepEqual(names("9f0"), ["9f00"]);
    assert.deepEqual(names("mysql"), []);
  });
});
