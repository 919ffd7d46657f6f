import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

const SITE = {
  "requirements.txt": "django==5.0\nhuey==2.5\ndjango-dramatiq==0.11\n",
  "manage.py":
    'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
  "site_/__init__.py": "",
  "site_/queue.py": "from huey import RedisHuey\nhuey = RedisHuey(immediate=False)\n",
  "shop/__init__.py": "",
};

async function workers(settings: string, more: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { entryPoints } = await readRecon(memoryFiles({ ...SITE, "site_/settings.py": settings, ...more }), {
    name: "sample",
  });
  return entryPoints.flatMap(({ kind, command }) => (kind === "worker" ? command.join(" ") : []));
}

describe("recon/settle/same-tool", () => {
  it("starts a worker that Django runs once, by its own command", async () => {
    const tasks = { "shop/tasks.py": "from huey.contrib.djhuey import task\n@task()\ndef mail():\n    pass\n" };
    assert.deepEqual(await workers('INSTALLED_APPS = ["huey.contrib.djhuey", "shop"]\n', tasks), [
      "python manage.py run_huey",
    ]);
    const actors = {
      "shop/tasks.py": "import dramatiq\n@dramatiq.actor\ndef mail():\n    pass\n",
      "site_/queue.py": "",
    };
    assert.deepEqual(await workers('INSTALLED_APPS = ["django_dramatiq", "shop"]\n', actors), [
      "python manage.py rundramatiq",
    ]);
  });

  it("starts the tool itself where no application of Django runs it", async () => {
    const found = await workers('INSTALLED_APPS = ["shop"]\n', {});
    assert.deepEqual(found, ["huey_consumer site_.queue.huey"]);
  });

  it("starts one worker for an object, modules and queues, however many processes each file gives it", async () => {
    const started = async (procfile: string, script: string): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(
        memoryFiles({
          "requirements.txt": "dramatiq==1.17\n",
          "shop/__init__.py": "",
          "shop/jobs.py": "import dramatiq\nbroker = dramatiq.get_broker()\n@dramatiq.actor\ndef mail():\n    pass\n",
          Procfile: `worker: dramatiq shop.jobs:broker ${procfile}\n`,
          "start.sh": `#!/bin/sh\nexec dramatiq shop.jobs:broker ${script}\n`,
          Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["./start.sh"]\n',
        }),
        { name: "sample" },
      );
      return entryPoints.map(({ command }) => command.slice(2).join(" ")).sort();
    };
    assert.equal((await started("--processes=2 -t 4", "-p 1 --log-file=jobs.log")).length, 1);
    assert.deepEqual(await started("--queues mails", "--queues reports"), ["--queues mails", "--queues reports"]);
    assert.deepEqual(await started("shop.mails", "shop.reports"), ["shop.mails", "shop.reports"]);
  });

  it("starts the programs of Dagster once, as the deployment names them, and the servers of its code beside", async () => {
    const compose = (command: string): string => `    build: .\n    command: ${command}\n`;
    const { entryPoints } = await readRecon(
      memoryFiles({
        "requirements.txt": "dagster==1.9\n",
        Dockerfile: "FROM python:3.11\nWORKDIR /app\nCOPY . .\n",
        "shop/__init__.py": "",
        "shop/definitions.py": "from dagster import Definitions\ndefs = Definitions()\n",
        "workspace.yaml": "load_from:\n  - grpc_server:\n      host: code\n      port: 4000\n",
        "compose.yaml": `services:\n  ui:\n${compose("dagster-webserver -h 0.0.0.0 -p 3500 -w workspace.yaml")}  runs:\n${compose("dagster-daemon run")}  code:\n${compose("dagster api grpc -h 0.0.0.0 -p 4000 -m shop.definitions")}`,
      }),
      { name: "sample" },
    );
    assert.deepEqual(entryPoints.map(({ kind, name, command }) => `${kind} ${name}: ${command.join(" ")}`).sort(), [
      "beat runs: dagster-daemon run",
      "grpc code: dagster api grpc -h 0.0.0.0 -p 4000 -m shop.definitions",
      "server ui: dagster-webserver -h 0.0.0.0 -p 3500 -w workspace.yaml",
    ]);
  });

  it("starts no daemon of Dagster beside the server of its code, as a member of a workspace has it", async () => {
    const files = {
      "pyproject.toml":
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["dagster"]\n\n[tool.dagster]\nmodule_name = "shop.definitions"\n',
      "shop/__init__.py": "",
      "shop/definitions.py": "from dagster import Definitions\ndefs = Definitions()\n",
    };
    const started = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await readRecon(memoryFiles({ ...files, ...more }), { name: "sample" })).entryPoints
        .map(({ kind }) => kind)
        .sort();
    const serve = 'CMD ["dagster", "code-server", "start", "-p", "4000", "-m", "shop.definitions"]';
    assert.deepEqual(await started({}), ["beat", "server"]);
    assert.deepEqual(await started({ Dockerfile: `FROM python:3.11\nWORKDIR /app\nCOPY . .\n${serve}\n` }), ["grpc"]);
    const code = "dagster api grpc -p 4000 -m shop.definitions";
    for (const more of [{ Makefile: `code:\n\t${code}\n` }, { "README.md": `\`\`\`sh\n${code}\n\`\`\`\n` }])
      assert.deepEqual(await started(more), ["beat", "server"]);
    // What a person tries takes no server away; a socket of its own is all that a server of code listens on.
    assert.deepEqual(await started({ Makefile: "dev:\n\tdagster dev\n" }), ["beat", "server", "server"]);
    const compose = `services:\n  code:\n    build: .\n    command: dagster api grpc -s /run/code.sock -m shop.definitions\n`;
    const image = "FROM python:3.11\nWORKDIR /app\nCOPY . .\n";
    const served = await readRecon(memoryFiles({ ...files, Dockerfile: image, "compose.yaml": compose }), {
      name: "sample",
    });
    assert.deepEqual(
      served.entryPoints.map(({ command }) => command.join(" ")),
      ["dagster api grpc -s /run/code.sock -m shop.definitions"],
    );
  });
});
