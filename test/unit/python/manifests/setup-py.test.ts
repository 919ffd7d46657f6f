import assert from "node:assert/strict";
import { declaredIn, readOne } from "../../../kit/manifests";

async function read(text: string, others: Readonly<Record<string, string>> = {}) {
  return readOne("setup.py", { "setup.py": text, ...others });
}

describe("readSetupPy", () => {
  it("reads literals, names, joins and extras", async () => {
    const file = await read(`from setuptools import setup
BASE = ["flask>=2", 'redis ; python_version < "3.12"']
BASE += ["six"]
TESTS = ("pytest",)
extras = {"dev": ["black"] + list(TESTS), ":sys_platform=='win32'": ["pywin32"]}
extras["docs"] = ["sphinx"]
setup(name="Shop", python_requires=">=3.8", install_requires=BASE + ["click"], tests_require=TESTS, extras_require=extras,
      classifiers=["Programming Language :: Python :: 3.8"])
`);
    assert.deepEqual(declaredIn(file), [
      "main: flask>=2",
      "main: redis",
      "main: six",
      "main: click",
      "dev: black",
      "dev: pytest",
      "main: pywin32",
      "docs: sphinx",
      "test: pytest",
    ]);
    assert.equal(file.declared[6]?.marker, "sys_platform=='win32'");
    assert.equal(file.requiresPython?.specifier, ">=3.8");
    assert.equal(file.projectName, "shop");
    assert.deepEqual(
      file.pins.map(({ version }) => version),
      ["3.8"],
    );
  });

  it("reads keywords from a dict and a string of lines", async () => {
    const file = await read(`import setuptools
options = dict(name="x", install_requires="""
flask
# a comment
redis>=4
""")
setuptools.setup(**options)
`);
    assert.deepEqual(declaredIn(file), ["main: flask", "main: redis>=4"]);
  });

  it("reads what a function hands on to setup", async () => {
    const file = await read(`import setuptools
def run_setup(**options):
    try:
        setuptools.setup(**options)
    except SystemExit:
        raise
run_setup(name="Shop", install_requires=["flask"], extras_require={"test": ["pytest"]})
`);
    assert.deepEqual(declaredIn(file), ["main: flask", "test: pytest"]);
    assert.equal(file.projectName, "shop");
  });

  it("follows functions that call each other for the path of a list", async () => {
    const lists = { "requirements/default.txt": "flask\n", "requirements/extras/redis.txt": "redis\n" };
    const file = await read(
      `import os
from setuptools import setup
def reqs(*f):
    with open(os.path.join(os.getcwd(), "requirements", *f)) as lines:
        return [line for line in lines]
def extras(*p):
    return reqs("extras", *p)
setup(install_requires=reqs("default.txt"), extras_require={"redis": extras("redis.txt")})
`,
      lists,
    );
    assert.deepEqual(file.includes, ["requirements/default.txt", "requirements/extras/redis.txt"]);
  });

  const files = { "requirements/base.txt": "flask\n", "requirements.txt": "django\n" };
  const readers: readonly (readonly [string, string, string])[] = [
    ["open", 'setup(install_requires=open("requirements.txt").read().splitlines())', "requirements.txt"],
    [
      "a comprehension in a name",
      'with open("requirements.txt") as f:\n    reqs = [l.strip() for l in f]\nsetup(install_requires=reqs)',
      "requirements.txt",
    ],
    [
      "a function with a folder",
      'def read(n):\n    return open("requirements/" + n).read().split()\nsetup(install_requires=read("base.txt"))',
      "requirements/base.txt",
    ],
    [
      "joined paths",
      'import os\nsetup(install_requires=load(os.path.join(here, "requirements", "base.txt")))',
      "requirements/base.txt",
    ],
    [
      "pathlib",
      'setup(install_requires=(here / "requirements" / "base.txt").read_text().split())',
      "requirements/base.txt",
    ],
    [
      "a default argument",
      'def load(name="requirements.txt"):\n    return open(name).readlines()\nsetup(install_requires=load())',
      "requirements.txt",
    ],
  ];
  for (const [how, text, expected] of readers) {
    it(`follows ${how}`, async () => {
      const file = await read(`from setuptools import setup\n${text}\n`, files);
      assert.deepEqual(file.includes, [expected]);
      assert.deepEqual(file.problems, []);
    });
  }

  it("ends where names double", async () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `A${String(index + 1)} = A${String(index)} + A${String(index)}`,
    );
    const file = await read(
      `from setuptools import setup\nA0 = ["flask"]\n${lines.join("\n")}\nsetup(install_requires=A60)\n`,
    );
    assert.ok(file.declared.length < 100_000);
  });

  it("ends where functions with many words call each other", async () => {
    const body = (inner: string): string =>
      Array.from({ length: 40 }, (_, at) => `    ${inner}("${inner}${String(at)}", n)\n`).join("");
    const file = await read(
      `from setuptools import setup\ndef c(n):\n${body("load")}def b(n):\n${body("c")}def a(n):\n    load("requirements", n)\n${body("b")}setup(install_requires=[${'a("req.txt"), '.repeat(50)}])\n`,
      { "requirements/req.txt": "flask\n" },
    );
    assert.deepEqual(file.includes, ["requirements/req.txt"]);
  }).timeout(5000);

  it("knows setup by another name of its module, and no other function of that name", async () => {
    for (const [module, name] of [
      ["setuptools as st", "st"],
      ["distutils.core", "distutils.core"],
      ["skbuild", "skbuild"],
    ])
      assert.equal((await read(`import ${module ?? ""}\n${name ?? ""}.setup(name="shop")\n`)).projectName, "shop");
    const other =
      'import django, setuptools as st\ndjango.setup()\nst.setup(name="shop", install_requires=["flask"])\n';
    assert.deepEqual(declaredIn(await read(other)), ["main: flask"]);
  });

  it("says where a list is computed", async () => {
    const file = await read('from setuptools import setup\nimport os\nsetup(install_requires=os.popen("x").read())\n');
    assert.deepEqual(
      file.problems.map(({ code }) => code),
      ["dependencies-computed"],
    );
  });
});
