import assert from "node:assert/strict";
import type { ProjectView, ServiceView } from "../../../src/panel/protocol";
import { menuWords, verbOfKey } from "../../../src/panel/row-verbs";

const running: ServiceView = {
  id: "abc",
  container: "shop-web-1",
  project: "shop",
  name: "web",
  label: "web",
  hasContainer: true,
  state: "running",
  health: null,
  words: "running",
  isLooping: false,
  isFailed: false,
  isDone: false,
  isOptional: false,
  detail: "",
  image: "shop-web",
  ports: [{ privatePort: 8000, publicPort: 8000, protocol: "tcp" }],
  upSince: null,
  status: "Up",
  isBuilt: true,
  isWatched: true,
  isDefined: true,
};
const absent: ServiceView = {
  ...running,
  id: "service:shop/web",
  container: "",
  hasContainer: false,
  state: "absent",
  ports: [],
  isBuilt: false,
};
const keys = ["s", "r", "b", "o", "delete"];
const verbs = (row: ServiceView | ProjectView): unknown[] => keys.map(key => verbOfKey(key, row));

describe("the keys of a row", () => {
  it("do what its menu offers", () => {
    assert.deepEqual(verbs(running), ["stop", "restart", "rebuild", "browser", "remove"]);
    assert.deepEqual(verbs({ ...running, state: "paused" }), ["unpause", undefined, "rebuild", "browser", "remove"]);
    assert.equal(menuWords(running), "service container service-running live published defined built watched");
  });

  it("do nothing that needs a container where there is none", () => {
    assert.deepEqual(verbs(absent), ["start", undefined, undefined, undefined, undefined]);
  });

  it("mean all services on the row of a project, and nothing on one of others", () => {
    const project = (services: readonly ServiceView[], isOwn = true): ProjectView => ({
      name: "shop",
      isOwn,
      files: [],
      services,
    });
    assert.deepEqual(verbs(project([running])), ["stopAll", undefined, "build", undefined, "stopAll"]);
    assert.deepEqual(verbs(project([absent])), ["startAll", undefined, "build", undefined, undefined]);
    assert.ok(verbs(project([running], false)).every(verb => verb === undefined));
  });
});
