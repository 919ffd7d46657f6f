import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { readSettings } from "../../../src/settings/settings";
import { memoryFiles } from "../../kit/memory-files";
import { applied, blueprintOf, changesOf, type Texts } from "./plan-kit";

const settings = (word: string, more = ""): string =>
  `from pydantic import BaseSettings, HttpUrl\nclass Settings(BaseSettings):\n    HOST_${word}: str\n    PORT_${word}: int\n    POSTGRES_DB_${word}: str\n    POSTGRES_HOST_${word}: str\n${more}settings = Settings()\n`;
const program = (name: string, word: string): string =>
  `import asyncpg\nfrom aiohttp import web\nfrom ${name}.settings import settings\nasync def connect():\n    return await asyncpg.connect(host=settings.POSTGRES_HOST_${word}, database=settings.POSTGRES_DB_${word})\napp = web.Application()\nweb.run_app(app, host=settings.HOST_${word}, port=settings.PORT_${word})\n`;

const TOGETHER: Texts = {
  "req.txt": "aiohttp==3.9\nasyncpg==0.29\npydantic==1.10\n",
  "cart/__init__.py": "",
  "cart/main.py": program("cart", "CART"),
  "cart/settings.py": settings("CART", "    PORT_STOCK: int\n    HOST_STOCK: str\n    STOCK_API: HttpUrl\n"),
  "stock/__init__.py": "",
  "stock/main.py": program("stock", "STOCK"),
  "stock/settings.py": settings("STOCK"),
};

const API =
  'import requests\nfrom fastapi import FastAPI\nfrom shared import Item\nUSERS_URL = "http://localhost:8001"\napp = FastAPI()\n@app.get("/")\ndef index():\n    return requests.get(USERS_URL).json()\n';
const APART: Texts = {
  "requirements.txt": "fastapi==0.110\nuvicorn==0.30\nrequests==2.32\n",
  "order_service/main.py": API,
  "order_service/shared.py": "Item = dict\n",
  "user_service/main.py": API.replace(/^.*(?:requests|USERS_URL).*\n/gm, "    return 1\n").replace(
    "    return 1\n",
    "",
  ),
  "user_service/shared.py": "Item = dict\n",
};

async function written(texts: Texts): Promise<(path: string) => string> {
  const after = applied(texts, await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts));
  return path => after[path] ?? "";
}

describe("several programs of one repository", () => {
  it("start each in the folder that it is imported from, with the list that they share", async () => {
    const file = await written(TOGETHER);
    assert.match(file("cart/Dockerfile"), /^COPY cart \/app\/cart$/m);
    assert.match(file("cart/Dockerfile"), /^WORKDIR \/app\nARG/m);
    assert.match(file("cart/Dockerfile"), /--requirement \.\.\/req\.txt/);
    assert.match(file("stock/Dockerfile"), /^CMD \["python", "-m", "stock\.main"\]$/m);
  });

  it("find each other and listen by variables that have no default", async () => {
    const { units } = await blueprintOf(await readRecon(memoryFiles(TOGETHER), { name: "shop" }), TOGETHER);
    const values = units.map(({ variables }) =>
      Object.fromEntries(
        variables.filter(({ name }) => !/POSTGRES/.test(name)).map(({ name, value }) => [name, value]),
      ),
    );
    const port = String(units[1]?.web?.port);
    assert.deepEqual(values, [
      {
        HOST_CART: "0.0.0.0",
        HOST_STOCK: "stock",
        PORT_CART: String(units[0]?.web?.port),
        PORT_STOCK: port,
        STOCK_API: `http://stock:${port}`,
      },
      { HOST_STOCK: "0.0.0.0", PORT_STOCK: port },
    ]);
  });

  it("keep the databases that each names for itself", async () => {
    const { services, units } = await blueprintOf(await readRecon(memoryFiles(TOGETHER), { name: "shop" }), TOGETHER);
    assert.deepEqual(
      services.map(({ name, units: owners }) => [name, ...owners]),
      [
        ["cart-db", "cart"],
        ["stock-db", "stock"],
      ],
    );
    assert.equal(units[1]?.variables.find(({ name }) => name === "POSTGRES_HOST_STOCK")?.value, "stock-db");
  });

  it("reach each other where the code has them on localhost, by the constant's name", async () => {
    const file = await written(APART);
    assert.match(file("order_service/docker/forward_localhost.py"), /\(8001, "user-service", 8000\),/);
    assert.match(file("order_service/Dockerfile"), /PYTHONPATH=\/app\/order_service:\/app$/m);
  });

  it("bear names that no other service has", async () => {
    const texts = {
      "requirements.txt": "fastapi\nuvicorn\ncelery\nredis\npsycopg[binary]\n",
      "a.py":
        "import os, psycopg\nfrom fastapi import FastAPI\napp = FastAPI()\npsycopg.connect(os.environ['DATABASE_URL'])\n",
      "b.py": "from fastapi import FastAPI\napi = FastAPI()\n",
      "c.py": "from fastapi import FastAPI\napi = FastAPI()\n",
      "tasks.py": "from celery import Celery\ncelery = Celery('tasks', broker='redis://redis:6379/0')\n",
      Procfile:
        "web: uvicorn a:app --port 8000\nworker: uvicorn b:api --port 9000\ndb: uvicorn c:api --port 9001\njobs: celery -A tasks worker\n",
    };
    const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    const compose = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
    const names = [...compose.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
    assert.ok(names.length > 5, compose);
    assert.deepEqual(names, [...new Set(names)]);
  });

  it("answer gRPC beside the application that asks them, by a variable or at an address of the code", async () => {
    const server = (name: string, port: number): string =>
      `import grpc\nfrom concurrent import futures\ndef serve():\n    server = grpc.server(futures.ThreadPoolExecutor())\n    server.add_insecure_port("[::]:${port}")\n    server.start()\n    server.wait_for_termination()\nif __name__ == "__main__":\n    print("${name}")\n    serve()\n`;
    const file = await written({
      "requirements.txt": "fastapi\nuvicorn\ngrpcio\n",
      "main.py":
        'import grpc, os\nfrom fastapi import FastAPI\nLIST = "0.0.0.0:50051"\nUSER = "0.0.0.0:50052"\napp = FastAPI()\n@app.get("/")\ndef index():\n    grpc.insecure_channel(LIST)\n    grpc.insecure_channel(USER)\n    grpc.insecure_channel(os.getenv("ORDERS_ADDR", "localhost:50053"))\n',
      "todo_server.py": server("todo", 50051),
      "user_server.py": server("user", 50052),
      "orders_server.py": server("orders", 50053),
    });
    const compose = file("compose.yaml");
    assert.match(compose, /^ {2}todo-server:\n {4}<<: \*app\n {4}command: \[python, todo_server\.py\]$/m);
    assert.match(compose, /^ {2}user-server:$/m);
    assert.match(compose, /ORDERS_ADDR: orders-server:50053/);
    assert.match(
      file("docker/forward_localhost.py"),
      /\(50051, "todo-server", 50051\),\n {4}\(50052, "user-server", 50052\),/,
    );
  });

  it("are asked by gRPC with their port, where one variable holds all of the address", async () => {
    const asking = (target: string): string =>
      `import grpc, os\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\ndef index():\n    grpc.insecure_channel(${target})\n`;
    const texts = (target: string): Texts => ({
      "api/requirements.txt": "fastapi\nuvicorn\ngrpcio\n",
      "api/main.py": asking(target),
      "vision/requirements.txt": "grpcio\n",
      "vision/main.py":
        'import grpc\nfrom concurrent import futures\nserver = grpc.server(futures.ThreadPoolExecutor())\nserver.add_insecure_port("[::]:50051")\nserver.start()\nserver.wait_for_termination()\n',
    });
    const whole = await written(texts('os.environ["VISION_HOST"]'));
    assert.match(whole("compose.yaml"), /VISION_HOST: vision:50051$/m);
    const settings =
      "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    vision_host: str\nconfig = Settings()\n";
    const field = await written({
      ...texts(""),
      "api/config.py": settings,
      "api/main.py": `from config import config\n${asking("config.vision_host")}`,
    });
    assert.match(field("compose.yaml"), /VISION_HOST: vision:50051$/m);
    const part = await written(texts("f\"{os.environ['VISION_HOST']}:50051\""));
    assert.match(part("compose.yaml"), /VISION_HOST: vision$/m);
  });

  it("take along the code beside them that they import", async () => {
    const file = await written({
      "shared/__init__.py": "",
      "shared/config.py": 'import os\nBROKER = os.getenv("CELERY_BROKER", "redis://localhost:6379/0")\n',
      "api/requirements.txt": "fastapi\nuvicorn\n",
      "api/main.py": "from fastapi import FastAPI\nfrom shared.config import BROKER\napp = FastAPI()\n",
      "worker/requirements.txt": "celery\nredis\n",
      "worker/tasks.py":
        "from celery import Celery\nfrom shared.config import BROKER\napp = Celery('jobs', broker=BROKER)\n@app.task\ndef run(): ...\n",
      "plain/requirements.txt": "fastapi\nuvicorn\n",
      "plain/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    });
    assert.match(file("worker/Dockerfile"), /^COPY shared \/app\/shared\nCOPY worker \/app\/worker$/m);
    assert.match(file("worker/Dockerfile"), /PYTHONPATH=\/app\/worker:\/app$/m);
    assert.match(file("worker/Dockerfile"), /^WORKDIR \/app\/worker$/m);
    assert.match(file("api/Dockerfile"), /^COPY shared \/app\/shared$/m);
    assert.match(file("plain/Dockerfile"), /^COPY \. \.$/m);
  });

  it("stay the same services once their files are written", async () => {
    const first = applied(
      TOGETHER,
      await changesOf(await readRecon(memoryFiles(TOGETHER), { name: "shop" }), TOGETHER),
    );
    const again = await readRecon(memoryFiles(first), {
      name: "shop",
      settings: readSettings(first[".drydock.yaml"] ?? "").settings,
    });
    assert.deepEqual(
      again.units.map(({ name }) => name),
      ["cart", "stock"],
    );
    const changes = await changesOf(again, first);
    assert.deepEqual(
      changes.files.filter(({ action }) => action !== "unchanged").map(({ path, action }) => `${action} ${path}`),
      [],
    );
  });
});
