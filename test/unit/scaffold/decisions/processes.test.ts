import assert from "node:assert/strict";
import type { Recon } from "../../../../src/model/recon";
import { blueprintOf } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon } from "../recon-kit";

const SERVER = entryPoint("asgi", "shop.main:app", "uvicorn shop.main:app", { place: at("shop/main.py:1") });

async function servicesOf(worker: string, parts: Partial<Recon> = {}, files = {}): Promise<readonly string[]> {
  const [, , target = ""] = worker.split(" ");
  const entry = entryPoint("worker", target, worker, { place: at("docker/supervisord.conf:4") });
  const found = recon({ entryPoints: [SERVER, entry], dependencies: [dependency("uvicorn")], ...parts });
  const { units } = await blueprintOf(found, { "shop/main.py": "", ...files });
  return (units[0]?.processes ?? []).map(({ service }) => service);
}

describe("processes beside the server", () => {
  it("leave out what a configuration of another project starts", async () => {
    assert.deepEqual(await servicesOf("celery -A other_project worker"), []);
  });

  it("take a queue that is called beat for a queue", async () => {
    const command = "celery -A shop.tasks worker -Q beat";
    const entry = entryPoint("worker", "shop.tasks", command, { place: at("Procfile:2") });
    const found = recon({ entryPoints: [SERVER, entry], dependencies: [dependency("uvicorn"), dependency("celery")] });
    const { units } = await blueprintOf(found, { "shop/main.py": "", "shop/tasks.py": "" });
    assert.deepEqual(
      units[0]?.processes.map(process => process.command.join(" ")),
      [`${command} --concurrency 2`],
    );
  });

  it("keep what the project has the program or the module for, or what may be in an image of its own", async () => {
    const worker = "celery -A other_project worker";
    const installed = [dependency("uvicorn"), dependency("celery")];
    assert.deepEqual(await servicesOf(worker, { dependencies: installed }), ["worker"]);
    const bringing = [dependency("uvicorn"), dependency("other-project")];
    assert.deepEqual(await servicesOf(worker, { dependencies: bringing }), ["worker"]);
    const imported = [{ module: "celery", distribution: "celery", place: at("shop/main.py:2") }];
    assert.deepEqual(await servicesOf(worker, { undeclared: imported }), ["worker"]);
    const docker = { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] };
    const image = { Dockerfile: "FROM python:3.11\nCOPY . .\nRUN pip install celery\n" };
    assert.deepEqual(await servicesOf(worker, { docker }, image), ["worker"]);
  });

  it("are one where the scripts of several environments start them, that of production", async () => {
    const started = async (...places: readonly string[]): Promise<readonly string[]> => {
      const workers = places.map((place, index) => {
        const target = place.startsWith("shop/") ? `shop.main:celery` : `shop.app${index}`;
        return entryPoint("worker", target, `celery -A ${target} worker`, { place: at(`${place}:6`) });
      });
      const found = recon({ entryPoints: [SERVER, ...workers], dependencies: [dependency("celery")] });
      const { units } = await blueprintOf(found, { "shop/main.py": "" });
      return (units[0]?.processes ?? []).flatMap(({ command }) => command[2] ?? []);
    };
    assert.deepEqual(await started("compose/local/worker/start", "compose/production/worker/start"), ["shop.app1"]);
    assert.deepEqual(await started("compose/worker/start", "other/worker/start"), ["shop.app0", "shop.app1"]);
    assert.deepEqual(await started("dev/Procfile", "prod/Procfile", "prod/Procfile"), [
      "shop.app0",
      "shop.app1",
      "shop.app2",
    ]);
    // What code alone shows is another name for what a script starts.
    assert.deepEqual(await started("worker.sh", "shop/main.py"), ["shop.app0"]);
    assert.deepEqual(await started("README.md", "shop/main.py"), ["shop.app0", "shop.main:celery"]);
  });

  it("are asked by Celery only where what carries their messages passes a question on", async () => {
    const entry = entryPoint("worker", "shop.main", "celery -A shop.main worker", { place: at("Procfile:1") });
    const asked = async (code: string, parts: Partial<Recon> = {}): Promise<boolean> => {
      const found = recon({ entryPoints: [SERVER, entry], dependencies: [dependency("celery")], ...parts });
      const { units } = await blueprintOf(found, { "shop/main.py": code });
      return units[0]?.processes[0]?.health !== null;
    };
    assert.equal(await asked('app = Celery(broker=os.environ["BROKER_URL"])\n'), true);
    for (const silent of ['"sqla+{}".format(url)', '"sqs://"', "'azureservicebus://'"])
      assert.equal(await asked(`app = Celery(broker=${silent})\n`), false, silent);
    const redis = { integrations: [integration("redis", [])] };
    assert.equal(await asked('BROKER = os.environ.get("BROKER_URL", "sqla+sqlite:///q.db")\n', redis), true);
  });
});
