import assert from "node:assert/strict";
import type { PythonFacts } from "../../../../src/python/facts";
import type { PythonFile, PythonProject } from "../../../../src/python/project";
import { linkProject, type LinkedProject } from "../../../../src/python/link/link-project";
import { scanPython } from "../../../../src/python/scan/scan-python";

const SOURCES = {
  "app.py": "from settings import client\nclient.get()\n",
  "settings.py": "from base import make\nclient = make()\n",
  "base.py": "import redis\nmake = redis.Redis\n",
  "other.py": "import os\n",
};

/** A linked project, and the same after one file was written anew. */
function linked(sources: Readonly<Record<string, string>>): {
  readonly project: LinkedProject;
  readonly after: (path: string, text: string) => LinkedProject;
} {
  const facts = new Map(Object.entries(sources).map(([path, text]) => [path, scanPython(text)] as const));
  const input = (own: ReadonlyMap<string, PythonFacts>) => ({
    name: "workspace",
    facts: own,
    declaredRoots: [],
    text: () => "",
  });
  const project = linkProject(input(facts));
  return { project, after: (path, text) => project.relink(input(new Map([...facts, [path, scanPython(text)]]))) };
}

describe("answers about one file", () => {
  const asked: string[] = [];
  const callees = (project: PythonProject, file: PythonFile): readonly string[] => {
    asked.push(file.path);
    return file.facts.calls.map(call => project.qualify(file, call.callee, call.scope));
  };
  const ask = (project: PythonProject): readonly string[] => {
    asked.length = 0;
    const file = project.file("app.py");
    assert.ok(file);
    return project.about(file, callees);
  };

  it("are worked out once, and again only where a file changed that they rest on", () => {
    const { project, after } = linked(SOURCES);
    assert.deepEqual([ask(project), asked], [["redis.Redis().get"], ["app.py"]]);
    assert.deepEqual([ask(project), asked], [["redis.Redis().get"], []]);
    const elsewhere = after("other.py", "import os\nVALUE = os.environ['X']\n");
    assert.deepEqual([ask(elsewhere), asked], [["redis.Redis().get"], []]);
    const below = after("base.py", "import memcache\nmake = memcache.Client\n");
    assert.deepEqual([ask(below), asked], [["memcache.Client().get"], ["app.py"]]);
    const own = after("app.py", "from settings import client\nclient.set()\n");
    assert.deepEqual([ask(own), asked], [["redis.Redis().set"], ["app.py"]]);
  });

  it("are dropped where a file that decides what an import means gets the name that is asked for", () => {
    const { project, after } = linked({
      "shop/__init__.py": "",
      "shop/app.py": "from payments import client\nclient.get()\n",
      "shop/payments.py": "other = 1\n",
    });
    const names = (of: PythonProject): readonly string[] => {
      const file = of.file("shop/app.py");
      assert.ok(file);
      return of.about(file, callees);
    };
    assert.deepEqual(names(project), ["payments.client.get"]);
    const found = after("shop/payments.py", "import redis\nclient = redis.Redis()\n");
    assert.deepEqual(names(found), ["redis.Redis().get"]);
    const edges = found.imports.map(({ from, to }) => [from, to]);
    assert.deepEqual(edges, [["shop/app.py", "shop/payments.py"]]);
  });
});
