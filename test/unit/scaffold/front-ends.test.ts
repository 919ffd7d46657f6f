import assert from "node:assert/strict";
import type { DecisionValue } from "../../../src/model/plan";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";
import { changesOf, overriding, type Texts } from "./plan-kit";

type Changes = Awaited<ReturnType<typeof changesOf>>;

async function proposed(texts: Texts, overrides: Readonly<Record<string, DecisionValue>> = {}): Promise<Changes> {
  const recon = await readRecon(memoryFiles(texts), { name: "shop" });
  return changesOf(recon, texts, overriding(overrides));
}

function textOf({ files }: Changes, path: string): string {
  return files.find(file => file.path === path)?.text ?? "";
}

/** Lines of one stage of the Dockerfile, without its FROM. */
function stage(changes: Changes, name: string): readonly string[] {
  const lines = textOf(changes, "Dockerfile").split("\n");
  const start = lines.findIndex(line => line.endsWith(` AS ${name}`));
  const end = lines.findIndex((line, at) => at > start && line.startsWith("FROM "));
  return start < 0 ? [] : lines.slice(start, end < 0 ? undefined : end).filter(line => line !== "");
}

function decision({ plan }: Changes, key: string): { readonly value: DecisionValue; readonly reason: string } {
  const found = plan.decisions.find(one => one.key === key);
  assert.ok(found, `a decision ${key}`);
  return found;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const API: Texts = {
  "requirements.txt": "fastapi==0.115.0\nuvicorn==0.32.0\n",
  "app/__init__.py": "",
  "app/main.py": [
    "from pathlib import Path",
    "from fastapi import FastAPI",
    "from fastapi.staticfiles import StaticFiles",
    "app = FastAPI()",
    'DIST = Path(__file__).parent.parent / "frontend" / "dist"',
    'app.mount("/", StaticFiles(directory=DIST, html=True))',
    "",
  ].join("\n"),
};

const VITE: Texts = {
  "frontend/package.json": json({ scripts: { dev: "vite", build: "vite build" }, devDependencies: { vite: "^7.0.0" } }),
  "frontend/package-lock.json": "{}",
  "frontend/vite.config.js": "export default {};\n",
  "frontend/src/main.js": "",
};

describe("scaffold/front ends", () => {
  it("builds in a stage of Node and takes only the result into the image", async () => {
    const changes = await proposed({ ...API, ...VITE });
    assert.deepEqual(stage(changes, "assets"), [
      "FROM --platform=$BUILDPLATFORM node:24-slim AS assets",
      "WORKDIR /app/frontend",
      "COPY frontend/package.json frontend/package-lock.json ./",
      "RUN --mount=type=cache,target=/root/.npm \\",
      "    npm ci",
      "COPY frontend .",
      "ENV NODE_ENV=production",
      "RUN npm run build",
    ]);
    assert.deepEqual(stage(changes, "package").slice(1, 5), [
      "COPY . .",
      "# Of the front end only what was built is wanted at run time.",
      "RUN rm -rf /app/frontend",
      "COPY --from=assets /app/frontend/dist /app/frontend/dist",
    ]);
    assert.ok(
      stage(changes, "dev").includes("COPY --from=assets --chown=10001:10001 /app/frontend/dist /app/frontend/dist"),
    );
    const ignored = textOf(changes, ".dockerignore").split("\n");
    assert.ok(ignored.includes("**/node_modules") && ignored.includes("frontend/dist"));
    assert.match(textOf(changes, "compose.override.yaml"), /action: rebuild\n +path: \.\/frontend\n/);
    assert.match(textOf(changes, "docs/docker.md"), /## Front end[\s\S]*`frontend` \| `assets` \| `node:24-slim`/);
    const { value, reason } = decision(changes, "frontend.folders");
    assert.deepEqual(value, ["frontend"]);
    assert.match(reason, /frontend\/package\.json:4 builds frontend\/dist with vite.*app\/main\.py:5/);
    assert.match(decision(changes, "frontend.image").reason, /2028-04/);
    assert.deepEqual(decision(changes, "static.command").value, [], "what Node builds is not run by Python");
    const told = changes.reasons.filter(({ path, key }) => path === "Dockerfile" && key.startsWith("frontend."));
    const keys = new Set(told.map(({ key }) => key));
    assert.deepEqual([...keys].sort(), [
      "frontend.command.frontend",
      "frontend.folders",
      "frontend.image",
      "frontend.install.frontend",
      "frontend.output.frontend",
    ]);
    for (const key of keys) assert.ok(decision(changes, key), `${key} is a decision that a line can say why by`);
    assert.deepEqual(changes.plan.questions, []);
  });

  it("keeps what lies beside packages that are handed out as they are", async () => {
    const changes = await proposed({
      "requirements.txt": "flask==3.1.0\n",
      "app.py": 'from flask import Flask\napp = Flask(__name__, static_folder="static")\n',
      "static/package.json": json({ dependencies: { bootstrap: "^5.0.0" } }),
      "static/package-lock.json": "{}",
      "static/style.css": "",
    });
    const lines = stage(changes, "package");
    assert.ok(lines.includes("COPY --from=assets /app/static/node_modules /app/static/node_modules"));
    assert.deepEqual(
      lines.filter(line => line.startsWith("RUN rm -rf /app/static")),
      [],
    );
  });

  it("installs exactly by each manager's lock, with the manager's own version", async () => {
    const install = async (texts: Texts, more: object = {}): Promise<string> => {
      const { "frontend/package-lock.json": _, ...vite } = VITE;
      const manifest = json({ scripts: { build: "vite build" }, devDependencies: { vite: "^7" }, ...more });
      const changes = await proposed({ ...API, ...vite, "frontend/package.json": manifest, ...texts });
      return stage(changes, "assets")
        .slice(1, 6)
        .filter(line => /npm|yarn|pnpm|bun|corepack/.test(line))
        .join("\n");
    };
    assert.match(await install({}), /\n {4}npm install$/);
    assert.match(
      await install({ "frontend/yarn.lock": "# yarn lockfile v1\n" }),
      /target=\/usr\/local\/share\/\.cache\/yarn \\\n {4}yarn install --frozen-lockfile/,
    );
    assert.match(
      await install({ "frontend/yarn.lock": "__metadata:\n  version: 8\n" }, { packageManager: "yarn@4.5.0" }),
      /^RUN corepack enable[\s\S]*yarn install --immutable/,
    );
    assert.match(
      await install({ "frontend/pnpm-lock.yaml": "lockfileVersion: '6.0'\n" }),
      /^RUN npm install --global pnpm@8\n[\s\S]*pnpm install --frozen-lockfile/,
    );
    assert.match(
      await install({ "frontend/pnpm-lock.yaml": "" }, { packageManager: "pnpm@10.18.0+sha512.ab" }),
      /^RUN npm install --global pnpm@10\.18\.0\n/,
    );
    assert.match(await install({ "frontend/bun.lock": "" }), /bun install --frozen-lockfile/);
  });

  it("sends all to a build that looks at templates, and the sources first to an install that needs them", async () => {
    const outside = await proposed({
      ...API,
      ...VITE,
      "frontend/tailwind.config.js": 'module.exports = { content: ["../app/templates/**/*.html"] };\n',
    });
    assert.ok(stage(outside, "assets").includes("COPY . /app"));
    const hooked = await proposed({
      ...API,
      ...VITE,
      "frontend/package.json": json({ scripts: { build: "vite build", postinstall: "node scripts/icons.js" } }),
    });
    assert.deepEqual(stage(hooked, "assets").slice(1, 5), [
      "WORKDIR /app/frontend",
      "COPY frontend .",
      "RUN --mount=type=cache,target=/root/.npm \\",
      "    npm ci",
    ]);
  });

  it("keeps what a bundle is given out of secrets, and secrets out of the context", async () => {
    const changes = await proposed({
      ...API,
      ...VITE,
      "frontend/.env.production": "VITE_API_URL=/api\n",
      "frontend/.env": "VITE_API_URL=/api\nSENTRY_AUTH_TOKEN=x\n",
    });
    const ignored = textOf(changes, ".dockerignore").split("\n");
    assert.ok(ignored.includes("!frontend/.env.production"));
    assert.ok(!ignored.includes("!frontend/.env"));
  });

  it("lets an old bundler hash as it used to", async () => {
    const texts = {
      ...API,
      ...VITE,
      "frontend/package.json": json({ scripts: { build: "webpack" }, devDependencies: { webpack: "^4.46.0" } }),
    };
    assert.ok(stage(await proposed(texts), "assets").includes("ENV NODE_OPTIONS=--openssl-legacy-provider"));
  });

  it("asks about an application of its own, and builds it when told to", async () => {
    const alone = { ...API, ...VITE, "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n" };
    const changes = await proposed(alone);
    assert.deepEqual(stage(changes, "assets"), []);
    assert.match(decision(changes, "frontend.folders").reason, /application of its own with vite: no Python code/);
    assert.deepEqual(
      changes.plan.questions.map(({ key, default: usual }) => [key, usual]),
      [["frontend.folders", []]],
    );
    const told = await proposed(alone, { "frontend.folders": ["frontend"] });
    assert.ok(stage(told, "package").includes("COPY --from=assets /app/frontend/dist /app/frontend/dist"));
    assert.deepEqual(told.plan.questions, []);
  });

  it("asks nothing about one that a service of the Compose file is", async () => {
    const changes = await proposed({
      ...API,
      ...VITE,
      "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "frontend/Dockerfile": "FROM node:24-slim\n",
      "compose.yaml": "services:\n  ui:\n    build: ./frontend\n",
    });
    assert.match(decision(changes, "frontend.folders").reason, /frontend is the service ui of compose\.yaml/);
    assert.deepEqual(changes.plan.questions, []);
  });

  it("makes no stage of tools", async () => {
    const changes = await proposed({ ...API, "package.json": json({ scripts: { lint: "eslint ." } }) });
    assert.deepEqual(
      changes.plan.decisions.filter(({ key }) => key.startsWith("frontend")),
      [],
    );
    assert.ok(!textOf(changes, "Dockerfile").includes("node:"));
  });

  it("keeps the folder of static files that its packages are installed in", async () => {
    const changes = await proposed({
      "requirements.txt": "Django==5.2\n",
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
      "site_/__init__.py": "",
      "site_/settings.py":
        'from pathlib import Path\nBASE_DIR = Path(__file__).parent.parent\nROOT_URLCONF = "site_.urls"\nWSGI_APPLICATION = "site_.wsgi.application"\nSTATIC_ROOT = BASE_DIR / "collected"\nSTATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static" / "node_modules"]\n',
      "site_/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
      "static/css/site.css": "",
      "static/package.json": json({ dependencies: { bootstrap: "^5.3.0" } }),
      "static/package-lock.json": "{}",
    });
    const lines = stage(changes, "package");
    assert.ok(
      lines.some(line => line.startsWith("COPY --from=assets")),
      lines.join("\n"),
    );
    assert.ok(!lines.includes("RUN rm -rf /app/static"));
  });

  it("builds once what the root of a workspace builds for its member", async () => {
    const changes = await proposed({
      ...API,
      ...VITE,
      "package.json": json({
        workspaces: ["frontend"],
        scripts: { build: "npm run build --workspace frontend" },
        devDependencies: { vite: "^7.0.0" },
      }),
      "package-lock.json": "{}",
    });
    assert.deepEqual(decision(changes, "frontend.folders").value, ["."]);
    assert.equal(textOf(changes, "Dockerfile").match(/^FROM .* AS assets/gm)?.length, 1);
  });
});
