import assert from "node:assert/strict";
import { eachCall } from "../../../../src/python/each-call";
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

describe("answers about all code", () => {
  const imports = (_project: PythonProject, file: PythonFile): readonly string[] => {
    asked.push(file.path);
    return file.facts.imports.map(({ module }) => module);
  };
  const asked: string[] = [];
  const during = <T>(work: () => T): readonly [answer: T, asked: readonly string[]] => {
    asked.length = 0;
    const answer = work();
    return [answer, [...asked]];
  };

  it("ask only files again that changed, and give the same list while no answer does", () => {
    const { project, after } = linked({ ...SOURCES, "empty.py": "VALUE = 1\n", "test_app.py": "import pytest\n" });
    const [first, all] = during(() => project.each(imports));
    assert.deepEqual(all, ["app.py", "base.py", "empty.py", "other.py", "settings.py"]);
    assert.deepEqual(
      first.map(({ file }) => file.path),
      ["app.py", "base.py", "other.py", "settings.py"],
    );
    const silent = after("empty.py", "VALUE = 2\n");
    assert.deepEqual(
      during(() => silent.each(imports) === first),
      [true, ["empty.py"]],
    );
    const [second, again] = during(() => after("other.py", "import json\n").each(imports));
    assert.deepEqual(again, ["other.py"]);
    assert.deepEqual(
      second.map(({ told }) => told),
      [["settings"], ["redis"], ["json"], ["base"]],
    );
  });

  it("ask about calls only the files that make such a call, after a change too", () => {
    const { project, after } = linked({
      "a.py": "import shop\nshop.open(1)\n",
      "b.py": "shop.close(1)\n",
      "c.py": "open(2)\nreopen(2)\n",
    });
    for (const callees of [/(?:^|\.)open$/, new Set(["open"])]) {
      const question = eachCall(callees, (_project, file, call) => [`${file.path} ${call.callee}`]);
      const asked: string[] = [];
      const noted = Object.assign((of: PythonProject, file: PythonFile) => {
        asked.push(file.path);
        return question(of, file);
      }, question);
      const told = (of: PythonProject): readonly string[] => of.each(noted).flatMap(each => each.told);
      assert.deepEqual(
        [told(project), asked],
        [
          ["a.py shop.open", "c.py open"],
          ["a.py", "c.py"],
        ],
      );
      assert.deepEqual(told(after("b.py", "import shop\nshop.open(1)\n")), [
        "a.py shop.open",
        "b.py shop.open",
        "c.py open",
      ]);
      assert.deepEqual(told(after("a.py", "import shop\nshop.close(1)\n")), ["c.py open"]);
    }
  });

  it("are collected from tests too, and stay the same list while files say the same", () => {
    const { project, after } = linked({ "app.py": "import os\n", "test_app.py": "import pytest\n" });
    const told = project.collect(imports);
    assert.deepEqual(told, ["os", "pytest"]);
    assert.equal(after("app.py", "import os\nVALUE = 1\n").collect(imports), told);
    assert.deepEqual(after("app.py", "import json\n").collect(imports), ["json", "pytest"]);
  });

  it("are kept until something changes that they looked at, through other answers too", () => {
    const { project, after } = linked(SOURCES);
    let runs = 0;
    const inner = (of: PythonProject): string => of.file("base.py")?.facts.imports[0]?.module ?? "";
    const outer = (of: PythonProject): string => {
      runs++;
      return `${of.whole(inner)} ${of.each(imports).length}`;
    };
    assert.deepEqual([project.whole(outer), project.whole(outer), runs], ["redis 4", "redis 4", 1]);
    const elsewhere = after("other.py", "VALUE = 1\n");
    assert.deepEqual([elsewhere.whole(outer), runs], ["redis 3", 2]);
    const below = after("base.py", "import memcache\n");
    assert.deepEqual([below.whole(outer), runs], ["memcache 4", 3]);
    const [same] = during(() => project.whole(outer));
    assert.deepEqual([same, runs], ["redis 4", 3]);
  });

  it("are worked out again for other inputs, and give the old object where it says the same", () => {
    const { project, after } = linked(SOURCES);
    assert.deepEqual([project.keep("key", [1], () => "one"), project.keep("key", [2], () => "two")], ["one", "two"]);
    const names = (of: PythonProject) => ({ names: of.each(imports).flatMap(({ told }) => told) });
    const isSame = (before: ReturnType<typeof names>, now: ReturnType<typeof names>): boolean =>
      before.names.join() === now.names.join();
    const before = project.whole(names, isSame);
    assert.equal(after("other.py", "import os\nVALUE = 1\n").whole(names, isSame), before);
    assert.notEqual(after("other.py", "import json\n").whole(names, isSame), before);
  });

  it("cannot be asked for while one file is asked", () => {
    const { project } = linked(SOURCES);
    const file = project.file("app.py");
    assert.ok(file);
    const careless = (of: PythonProject): number => of.files.length;
    assert.throws(() => project.about(file, careless), /about all code/);
  });
});
