import assert from "node:assert/strict";
import { at, dependency, entryPoint, recon } from "../recon-kit";
import { changesOf, type Texts } from "../plan-kit";

const APP = {
  "app.py": "import fast\nfrom flask import Flask\napp = Flask(__name__)\n",
  "requirements.txt": "flask\n",
};

async function plan(files: Texts): Promise<{ steps: readonly string[]; build: unknown; reason: string }> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("flask")],
    entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
  });
  const changes = await changesOf(found, { ...APP, ...files });
  const text = changes.files.find(({ path }) => path === "Dockerfile")?.text ?? "";
  const decisions = changes.plan.decisions;
  return {
    steps: text
      .replace(/ \\\n\s*/g, " ")
      .split("\n")
      .filter(line => /--inplace|--editable/.test(line))
      .map(line => line.replace(/^RUN (?:--mount=\S+ )*/, "")),
    build: decisions.find(({ key }) => key === "install.system.build")?.value,
    reason: decisions.find(({ key }) => key === "install.extensions")?.reason ?? "",
  };
}

const SETUP =
  "from setuptools import setup, Extension\nfrom Cython.Build import cythonize\nsetup(\n    name='shop',\n    ext_modules=cythonize([Extension('fast', ['fast.pyx'])]),\n)\n";

describe("modules of the project's own that are compiled", () => {
  it("are built beside their source, where the working folder finds them, with what the script imports", async () => {
    const { steps, build, reason } = await plan({ "setup.py": SETUP, "fast.pyx": "def f(): return 1\n" });
    const step =
      "pip install --target /tmp/build-tools setuptools wheel cython && PYTHONPATH=/tmp/build-tools python setup.py build_ext --inplace --build-temp /tmp/build";
    assert.deepEqual(steps, [step, step]);
    assert.deepEqual(build, ["gcc", "libc6-dev", "python3-dev"]);
    assert.match(reason, /setup\.py:5/);
  });

  it("have the requirements and the language that the project states", async () => {
    const { steps, build } = await plan({
      "setup.py": "from setuptools import setup\nsetup(ext_modules=[make()])\n",
      "pyproject.toml": '[build-system]\nrequires = ["setuptools>=70", "pybind11==2.13.6"]\n',
      "fast.cpp": "int f();\n",
    });
    assert.match(steps[0] ?? "", /--target \/tmp\/build-tools 'setuptools>=70' pybind11==2\.13\.6 && /);
    assert.deepEqual(build, ["g++", "libc6-dev", "python3-dev"]);
  });

  it("are left to the back end where it is another one", async () => {
    const { steps, build } = await plan({
      "pyproject.toml": '[build-system]\nrequires = ["maturin>=1"]\nbuild-backend = "maturin"\n',
      "Cargo.toml": "[package]\nname = 'fast'\n",
    });
    assert.deepEqual(steps, ["pip install --no-deps --editable .", "pip install --no-deps --editable ."]);
    assert.deepEqual(build, ["cargo", "gcc", "libc6-dev", "python3-dev"]);
  });

  it("are none where the list is empty, where a comment names them, or where the back end makes a program", async () => {
    const none = [
      { "setup.py": "setup(ext_modules=[])\n" },
      { "setup.py": "# setup(ext_modules=[x])\nsetup()\n" },
      {
        "pyproject.toml":
          '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[tool.maturin]\nbindings = "bin"\n',
      },
      { "pyproject.toml": '[build-system]\nrequires = ["setuptools"]\n' },
    ];
    for (const files of none) assert.deepEqual((await plan(files as Texts)).steps, [], JSON.stringify(files));
  });
});
