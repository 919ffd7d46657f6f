import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/kubernetes";
import { readRecon } from "../../../../src/recon/read-recon";
import { dependency, detect } from "../../../kit/detect";
import { memoryFiles } from "../../../kit/memory-files";

const API = "from fastapi import FastAPI\napp = FastAPI()\n";

function deployment(container: string, kind = "Deployment"): string {
  const lines = container.replace(/^/gm, "          ");
  return `apiVersion: apps/v1\nkind: ${kind}\nspec:\n  template:\n    spec:\n      containers:\n${lines.replace(/^ {10}-/m, "        -")}\n`;
}

describe("recon/detectors/kubernetes", () => {
  it("reads what containers start, where they listen and what is asked of them", async () => {
    const found = await detect(detector, {
      "main.py": API,
      "k8s/api.yaml": `${deployment(
        '- name: api\nimage: registry.example/acme/shop:1.0\ncommand: [uvicorn]\nargs: ["main:app", "--port", "$(PORT)"]\nports:\n  - containerPort: 8123\nenv:\n  - name: PORT\n    value: "8123"\nlivenessProbe:\n  httpGet: { path: "/alive?full=1", port: 8123 }',
      )}---\n${deployment("- name: worker\nimage: registry.example/acme/shop:1.0\nargs: [celery, -A, main, worker]")}`,
    });
    assert.deepEqual(found, [
      "port 8123 kubernetes @k8s/api.yaml:12",
      "route /alive @k8s/api.yaml:17",
      "asgi api main:app = uvicorn main:app --port 8123 --host 0.0.0.0 :8123 @k8s/api.yaml:9",
      "port 8123 kubernetes @k8s/api.yaml:9",
      "framework celery @k8s/api.yaml:27",
      "worker worker main = celery -A main worker @k8s/api.yaml:27",
    ]);
  });

  it("follows the images to the folders that they are built from and leaves those of others alone", async () => {
    const found = await detect(
      detector,
      {
        "services/cart/Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD python serve.py\n",
        "services/cart/serve.py": "print(1)\n",
        "services/tax/Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD python serve.py\n",
        "services/tax/serve.py": "print(1)\n",
        "skaffold.yaml":
          "build:\n  artifacts:\n    - { image: levies, context: services/tax }\n    - { image: ledger, context: ., jib: {} }\n",
        "services/mail/Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD python serve.py\n",
        "services/mail/serve.py": "print(1)\n",
        "deploy/all.yaml": [
          deployment("- name: cart\nimage: acme-cart\nports: [{ containerPort: 7070 }]"),
          deployment("- name: store\nimage: acme-store\nports: [{ containerPort: 9999 }]"),
          deployment("- name: ledger\nimage: ledger\nports: [{ containerPort: 9998 }]"),
          deployment('- name: tax\nimage: levies\nenv: [{ name: PORT, value: "7171" }]'),
          deployment("- name: redis\nimage: redis:7\nports: [{ containerPort: 6379 }]", "StatefulSet"),
          deployment("- name: db\nimage: postgres:16", "StatefulSet"),
        ].join("---\n"),
      },
      [dependency("redis")],
    );
    assert.deepEqual(found, [
      "port 7070 kubernetes @deploy/all.yaml:9",
      "port 7171 kubernetes @deploy/all.yaml:39",
      "integration @deploy/all.yaml:47",
    ]);
  });

  it("knows one of several images without Dockerfiles by the project's name, else by its folder's where one container runs it", async () => {
    const files = {
      "main.py": API,
      "k8s/all.yaml": [
        deployment("- name: a\nimage: acme/shop\nports: [{ containerPort: 7070 }]"),
        deployment("- name: b\nimage: acme/ledger\nports: [{ containerPort: 7071 }]"),
      ].join("---\n"),
    };
    const ports = async (more: Readonly<Record<string, string>>): Promise<readonly number[]> =>
      (await readRecon(memoryFiles({ ...files, ...more }), { name: "shop" })).ports.map(({ port }) => port);
    assert.deepEqual(await ports({}), [7070]);
    const again = deployment("- name: c\nimage: acme/shop\nports: [{ containerPort: 7072 }]");
    assert.deepEqual(await ports({ "k8s/again.yaml": again }), []);
    assert.deepEqual(await ports({ "setup.cfg": "[metadata]\nname = stock\n" }), []);
    assert.deepEqual(await ports({ "setup.cfg": "[metadata]\nname = ledger\n" }), [7071]);
  });

  it("fills a chart's templates in from its values and leaves out what only a release knows", async () => {
    const found = await detect(detector, {
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      "chart/Chart.yaml": "name: shop\n",
      "chart/values.yaml":
        "image:\n  repository: ghcr.io/acme/shop\nport: 5050\nprobe:\n  httpGet:\n    path: /up\nargs: [gunicorn, app:app]\n",
      "chart/templates/deployment.yaml": `{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.fullname" . }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  template:
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          {{- with .Values.args }}
          args: {{ toYaml . | nindent 12 }}
          {{- end }}
          command: ["serve", "{{ .Values.mode }}"]
          ports:
            - containerPort: {{ .Values.port }}
            - containerPort: {{ .Values.other }}
          readinessProbe:
            {{- toYaml .Values.probe | nindent 12 }}
          livenessProbe:
            httpGet:
              path: {{ .Values.path }}
{{- end }}
`,
    });
    assert.deepEqual(found, [
      "port 5050 kubernetes @chart/templates/deployment.yaml:19",
      "route /up @chart/values.yaml:6",
    ]);
  });

  it("reads steps of init containers and jobs, and programs of cron jobs", async () => {
    const cron = deployment("- name: tidy\nimage: shop\ncommand: [python, tidy.py]").replace(
      /kind: Deployment\nspec:\n((?:.|\n)*)/,
      (_, rest: string) => `kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n${rest.replace(/^(?=.)/gm, "    ")}`,
    );
    const found = await detect(detector, {
      "main.py": API,
      "tidy.py": "print(1)\n",
      "alembic.ini": "[alembic]\nscript_location = migrations\n",
      "k8s/migrate-job.yaml": deployment("- name: migrate\nimage: shop\ncommand: [alembic, upgrade, head]", "Job"),
      "k8s/seed-job.yaml": deployment("- name: seed\nimage: shop\ncommand: [uvicorn, main:app]", "Job"),
      "k8s/tidy.yaml": cron,
    });
    assert.deepEqual(found, [
      "migrations alembic = alembic upgrade head @k8s/migrate-job.yaml:9",
      "script tidy tidy.py = python tidy.py @k8s/tidy.yaml:11",
    ]);
  });

  it("gives way to Docker files and Procfiles, fills in the port they leave open, and goes before the README", async () => {
    const manifest = deployment("- name: api\nimage: shop\nports: [{ containerPort: 8123 }]");
    const own = deployment("- name: api\nimage: shop\nargs: [uvicorn, main:app, --port, '8123']");
    const portOf = async (more: Record<string, string>): Promise<readonly (number | null)[]> => {
      const recon = await readRecon(memoryFiles({ "main.py": API, "requirements.txt": "fastapi\n", ...more }), {
        name: "shop",
      });
      return recon.entryPoints.map(({ port }) => port);
    };
    assert.deepEqual(await portOf({ "k8s/api.yaml": manifest }), [8123]);
    assert.deepEqual(
      await portOf({ "k8s/api.yaml": own, "README.md": "```\nuvicorn main:app --port 9000\n```\n" }),
      [8123],
    );
    assert.deepEqual(await portOf({ "k8s/api.yaml": own, Procfile: "web: uvicorn main:app --port 7000\n" }), [7000]);
    const docker = "FROM python:3.12\nCOPY . .\n";
    assert.deepEqual(
      await portOf({ "k8s/api.yaml": manifest, Dockerfile: `${docker}CMD ["uvicorn", "main:app"]\n` }),
      [8123],
    );
    assert.deepEqual(
      await portOf({ "k8s/api.yaml": manifest, Dockerfile: `${docker}EXPOSE 7000\nCMD ["gunicorn", "main:app"]\n` }),
      [7000],
    );
  });

  it("knows a variable that a manifest takes from a secret, where code reads it and has no value for it", async () => {
    const recon = await readRecon(
      memoryFiles({
        "main.py": 'import os\nlicence = os.environ["ACME_LICENCE"]\nhost = os.getenv("ACME_HOST", "localhost")\n',
        "k8s/api.yaml": deployment(
          "- name: api\nimage: shop\nenv:\n  - name: ACME_LICENCE\n    valueFrom: { secretKeyRef: { name: shop, key: licence } }\n  - name: ACME_HOST\n    valueFrom: { secretKeyRef: { name: shop, key: host } }\n  - name: OTHER\n    value: x",
        ),
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      recon.environment.map(({ name, secret, required, places }) => [name, secret, required, places.length]),
      [
        ["ACME_HOST", false, false, 2],
        ["ACME_LICENCE", true, true, 2],
      ],
    );
  });
});
