import assert from "node:assert/strict";
import { contextsOf, type DefinedService } from "../../../../src/editor/containers/compose-project";
import { candidatesOf } from "../../../../src/editor/containers/workspace-place";

describe("contextsOf", () => {
  it("begins with the folder that the service is built from, and names each once", () => {
    const of = (name: string, context: string | null) => ({ name, context }) as DefinedService;
    const services = [of("db", null), of("api", "/w/api"), of("worker", "/w/jobs"), of("beat", "/w/jobs")];
    assert.deepEqual(contextsOf([{ services }], "beat"), ["/w/jobs", "/w/api"]);
    assert.deepEqual(contextsOf([{ services }], ""), ["/w/api", "/w/jobs"]);
  });
});

describe("candidatesOf", () => {
  it("asks the folder that the image is built from before others, and in each for the longest tail first", () => {
    assert.deepEqual(
      [...candidatesOf("/app/shop/tasks.py", [["/w/api"], ["/w", "/other"]])],
      [
        ["/w/api", "app/shop/tasks.py"],
        ["/w/api", "shop/tasks.py"],
        ["/w/api", "tasks.py"],
        ["/w", "app/shop/tasks.py"],
        ["/other", "app/shop/tasks.py"],
        ["/w", "shop/tasks.py"],
        ["/other", "shop/tasks.py"],
        ["/w", "tasks.py"],
        ["/other", "tasks.py"],
      ],
    );
  });

  it("knows no file of the workspace behind an installed package, and none above a folder", () => {
    assert.deepEqual([...candidatesOf("/opt/venv/lib/python3.11/site-packages/flask/app.py", [["/w"]])], []);
    assert.deepEqual([...candidatesOf("../secret.py", [["/w"]])], [["/w", "secret.py"]]);
  });
});
