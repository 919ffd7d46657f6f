import assert from "node:assert/strict";
import { listOwned, removeOwned } from "../../../src/engine/cleanup";
import type { Engine } from "../../../src/model/ports";
import { containerDetail, fakePort } from "./fake-port";

const labels = (owner: string) => ({ "drydock.owner": owner, "drydock.workspace": "/ws", "drydock.started": "now" });

function engineWith(removed: string[], refuse = ""): Engine {
  const bears =
    (wanted: readonly string[] | undefined) => (each: { readonly labels: Readonly<Record<string, string>> }) =>
      (wanted ?? []).every(label => {
        const [key = "", value] = label.split("=");
        return each.labels[key] !== undefined && (value === undefined || each.labels[key] === value);
      });
  const containers = [
    containerDetail({ id: "1", name: "one", labels: labels("a") }),
    containerDetail({ id: "2", name: "two", labels: labels("b") }),
    containerDetail({ id: "3", name: "theirs" }),
  ];
  const take = (name: string): Promise<void> => {
    if (name === refuse) return Promise.reject(new Error("in use"));
    removed.push(name);
    return Promise.resolve();
  };
  return fakePort({
    containers: filter => Promise.resolve(containers.filter(bears(filter?.labels))),
    networks: wanted => Promise.resolve([{ id: "n", name: "net", labels: labels("a") }].filter(bears(wanted))),
    volumes: wanted => Promise.resolve([{ name: "vol", labels: labels("b"), created: null }].filter(bears(wanted))),
    images: wanted =>
      Promise.resolve(
        [{ id: "i", tags: ["x:1", "x:2"], bytes: 1, created: 1, labels: labels("a") }].filter(bears(wanted)),
      ),
    remove: (kind, id) => take(`${kind} ${id}`),
    removeImage: reference => take(`image ${reference}`),
  });
}

describe("listOwned", () => {
  it("groups what bears an owner, and leaves what bears none", async () => {
    const runs = await listOwned(engineWith([]));
    assert.deepEqual(runs, [
      {
        owner: "a",
        workspace: "/ws",
        started: "now",
        containers: [{ id: "1", name: "one" }],
        networks: [{ id: "n", name: "net" }],
        volumes: [],
        images: [{ name: "x:1" }],
      },
      {
        owner: "b",
        workspace: "/ws",
        started: "now",
        containers: [{ id: "2", name: "two" }],
        networks: [],
        volumes: [{ name: "vol" }],
        images: [],
      },
    ]);
  });
});

describe("removeOwned", () => {
  it("removes one owner's, containers before what they hold, images only where asked", async () => {
    const removed: string[] = [];
    assert.deepEqual(await removeOwned(engineWith(removed), "a"), {
      containers: 1,
      networks: 1,
      volumes: 0,
      images: 0,
      failed: [],
    });
    assert.deepEqual(removed, ["container 1", "network n"]);
    removed.length = 0;
    await removeOwned(engineWith(removed), "a", { images: true });
    assert.deepEqual(removed, ["container 1", "network n", "image x:1", "image x:2"]);
  });

  it("goes on where one removal fails, and says so", async () => {
    const removed: string[] = [];
    const removal = await removeOwned(engineWith(removed, "container 1"), "a");
    assert.deepEqual(removal.failed, [{ kind: "container", name: "one", why: "in use" }]);
    assert.deepEqual(removed, ["network n"]);
  });
});
