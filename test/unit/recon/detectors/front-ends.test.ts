import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/front-ends";
import { evidenceOf } from "../../../kit/detect";

/** Front ends, each on one line: folder, role, command, outputs, Node, lock and where Python names the output. */
async function frontEnds(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).flatMap(one =>
    one.claim === "front-end"
      ? [
          [
            one.path === "" ? "." : one.path,
            one.role,
            one.command.join(" ") || "-",
            one.tool ?? "-",
            one.outputs.join(",") || "-",
            ...(one.node ? [`node ${one.node.major}`] : []),
            ...(one.lock === null ? [] : [one.lock]),
            ...one.servedBy.map(({ path, line }) => `@${path}:${line}`),
          ].join(" "),
        ]
      : [],
  );
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

describe("recon/detectors/front-ends", () => {
  it("finds a Vite build that FastAPI hands out, by its configuration and the path from the module", async () => {
    assert.deepEqual(
      await frontEnds({
        "frontend/package.json": json({
          scripts: { dev: "vite", build: "tsc -b && vite build" },
          engines: { node: ">=20.19 <23" },
          devDependencies: { vite: "^7" },
        }),
        "frontend/package-lock.json": "{}",
        "frontend/vite.config.ts": 'export default { build: { outDir: "build" } }\n',
        "app/__init__.py": "",
        "app/main.py": [
          "from pathlib import Path",
          "from fastapi import FastAPI",
          "from fastapi.staticfiles import StaticFiles",
          'DIST = Path(__file__).resolve().parent.parent / "frontend" / "build"',
          "app = FastAPI()",
          'app.mount("/", StaticFiles(directory=DIST, html=True))',
          "",
        ].join("\n"),
      }),
      [
        "frontend served npm run build vite frontend/build node 22 frontend/package-lock.json @app/main.py:4 @app/main.py:6",
      ],
    );
  });

  it("finds webpack with the statistics that Django reads, through objects and functions that join paths", async () => {
    assert.deepEqual(
      await frontEnds({
        "package.json": json({ packageManager: "pnpm@10.18.0", scripts: { build: "webpack --mode=production" } }),
        "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
        "webpack.config.js": [
          "const path = require('path');",
          "const production = { path: path.resolve(__dirname, 'frontend', 'bundles') };",
          "module.exports = (env, argv) => ({",
          "  output: argv.mode === 'development' ? undefined : production,",
          "  plugins: [new BundleTracker({ path: __dirname, filename: 'webpack-stats.json' })],",
          "});",
          "",
        ].join("\n"),
        "backend/settings.py": [
          "import os",
          "def joined(*parts):",
          "    return os.path.join(os.path.dirname(os.path.dirname(__file__)), *parts)",
          'STATICFILES_DIRS = [joined("frontend", "bundles")]',
          'WEBPACK_LOADER = {"DEFAULT": {"STATS_FILE": joined("webpack-stats.json")}}',
          "",
        ].join("\n"),
      }),
      [
        ". served pnpm run build webpack frontend/bundles,webpack-stats.json pnpm-lock.yaml @backend/settings.py:4 @backend/settings.py:5",
      ],
    );
  });

  it("finds style sheets that are compiled into a Django application's own static folder", async () => {
    assert.deepEqual(
      await frontEnds({
        "theme/static_src/package.json": json({
          scripts: {
            start: "npm run dev",
            build: "npm run build:clean && npm run build:tailwind",
            "build:clean": "rimraf ../static/css/dist",
            "build:tailwind":
              "cross-env NODE_ENV=production tailwindcss --postcss -i ./src/styles.css -o ../static/css/dist/styles.css --minify",
          },
        }),
        "theme/__init__.py": "",
        "theme/apps.py": "from django.apps import AppConfig\nclass ThemeConfig(AppConfig):\n    name = 'theme'\n",
      }),
      ["theme/static_src served npm run build tailwindcss theme/static/css/dist/styles.css @theme/apps.py:1"],
    );
  });

  it("takes the folder that Flask wants and nobody keeps for what an unknown build makes", async () => {
    assert.deepEqual(
      await frontEnds({
        "client/package.json": json({ scripts: { build: "node scripts/make.js && vue-cli-service build" } }),
        "server/app.py": 'from flask import Flask\napp = Flask(__name__, static_folder="../client/dist")\n',
      }),
      ["client served npm run build vue-cli-service client/dist @server/app.py:2"],
    );
  });

  it("reads what npm puts into the environment of a script", async () => {
    const found = await frontEnds({
      "package.json": json({
        name: "shop",
        config: { dist: "shop/static/dist" },
        scripts: {
          build:
            "sass shop/scss:${npm_package_config_dist}/css && esbuild a.js --outfile=$npm_package_config_dist/a.js",
        },
        devDependencies: { sass: "1.0.0", esbuild: "0.25.0" },
      }),
      ".gitignore": "shop/static/dist/\n",
      "shop/__init__.py": "",
      "shop/app.py": 'from flask import Flask\napp = Flask(__name__, static_folder="static")\n',
      "shop/scss/a.scss": "",
    });
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /^\. served npm run build \w+ shop\/static\/dist\/css,shop\/static\/dist\/a\.js /);
  });

  it("takes tools for no front end", async () => {
    assert.deepEqual(
      await frontEnds({
        "package.json": json({
          scripts: { prepare: "husky", lint: "eslint .", format: "prettier --write .", release: "semantic-release" },
          devDependencies: { husky: "^9", prettier: "^3", "@commitlint/cli": "^19" },
        }),
        "docs/package.json": json({ scripts: { build: "docusaurus build" } }),
        "site/package.json": json({ scripts: { build: "vitepress build" } }),
        "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      }),
      [],
    );
  });

  it("takes a library that was copied among static files for no front end", async () => {
    const library = json({
      name: "lightbox",
      main: "index.js",
      scripts: { production: "webpack --mode production", build: "webpack" },
      devDependencies: { webpack: "^4.0.0" },
    });
    for (const folder of ["static/tabler/libs/lightbox", "shop/static/plugins/lightbox", "assets/vendors/lightbox"]) {
      const copied = {
        "app.py": 'from flask import Flask\napp = Flask(__name__, static_folder="static")\n',
        [`${folder}/package.json`]: library,
        [`${folder}/index.js`]: "",
      };
      assert.deepEqual(await frontEnds(copied), [], folder);
    }
  });

  it("keeps a front end among static files that builds for another folder, or has a lock", async () => {
    const own = (output: string, more: Readonly<Record<string, string>> = {}) => ({
      "app.py": 'from flask import Flask\napp = Flask(__name__, static_folder="static")\n',
      "assets/plugins/zap/package.json": json({
        scripts: { build: `webpack --mode production --output-path ${output}` },
      }),
      "assets/plugins/zap/index.js": "",
      ...more,
    });
    assert.equal((await frontEnds(own("../../../static/dist"))).length, 1);
    assert.deepEqual(await frontEnds(own("dist")), []);
  });

  it("tells a front end of its own from one that Python hands out", async () => {
    assert.deepEqual(
      await frontEnds({
        "frontend/package.json": json({ scripts: { dev: "vite", build: "vite build" } }),
        "main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      }),
      ["frontend separate npm run build vite frontend/dist"],
    );
  });

  it("tells that what would be built lies in the repository, but not what git ignores there", async () => {
    const files = {
      "ui/package.json": json({ scripts: { build: "vite build" } }),
      "ui/dist/index.html": "",
      "ui/dist/assets/index-BxY12abc.js": "",
      "main.py": 'from starlette.staticfiles import StaticFiles\napp = StaticFiles(directory="ui/dist")\n',
    };
    assert.deepEqual(await frontEnds(files), ["ui committed npm run build vite ui/dist @main.py:2"]);
    assert.deepEqual(await frontEnds({ ...files, "ui/.gitignore": "dist/\n" }), [
      "ui served npm run build vite ui/dist @main.py:2",
    ]);
  });

  it("leaves the build to the package that a script at the top goes into", async () => {
    assert.deepEqual(
      await frontEnds({
        "package.json": json({ scripts: { build: "cd ui && npm run build" } }),
        "ui/package.json": json({ scripts: { build: "react-scripts build" } }),
        "main.py": 'from flask import Flask\napp = Flask(__name__, static_folder="ui/build/static")\n',
      }),
      ["ui served npm run build react-scripts ui/build @main.py:2"],
    );
  });

  it("finds packages that are handed out as they are", async () => {
    assert.deepEqual(
      await frontEnds({
        "shop/static/package.json": json({ dependencies: { bootstrap: "^5" } }),
        "shop/static/package-lock.json": "{}",
        "shop/app.py": "from flask import Flask\napp = Flask(__name__)\n",
      }),
      ["shop/static served - - shop/static/node_modules shop/static/package-lock.json @shop/app.py:2"],
    );
  });

  it("reads the version of Node from version files, volta and packages with a limit", async () => {
    const base = {
      "package.json": json({ scripts: { build: "vite build" } }),
      "main.py": 'from flask import Flask\napp = Flask(__name__, static_folder="dist")\n',
    };
    const node = async (more: Readonly<Record<string, string>>): Promise<string | undefined> =>
      /node \d+/.exec((await frontEnds({ ...base, ...more })).join())?.[0];
    assert.equal(await node({}), undefined);
    assert.equal(await node({ ".nvmrc": "v20.11.1\n" }), "node 20");
    assert.equal(await node({ ".nvmrc": "lts/jod\n" }), "node 22");
    assert.equal(await node({ ".tool-versions": "python 3.12\nnodejs 18.19.0\n" }), "node 18");
    const scripts = { build: "vite build" };
    assert.equal(await node({ "package.json": json({ scripts, volta: { node: "20.1.0" } }) }), "node 20");
    assert.equal(await node({ "package.json": json({ scripts, engines: { node: "^18 || >=20" } }) }), "node 24");
    assert.equal(await node({ "package.json": json({ scripts, engines: { node: "16.x" } }) }), "node 16");
    assert.equal(
      await node({ "package.json": json({ scripts, devDependencies: { "node-sass": "^4.9" } }) }),
      "node 14",
    );
  });
});
