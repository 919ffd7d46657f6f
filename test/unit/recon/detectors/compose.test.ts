import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { detector } from "../../../../src/recon/detectors/compose";
import { detect } from "../../../kit/detect";

type Texts = Readonly<Record<string, string>>;

describe("recon/detectors/compose", () => {
  it("reads commands of services that are built here and leaves others", async () => {
    const found = await detect(detector, {
      "compose.yaml":
        'services:\n  web:\n    build: .\n    command: gunicorn app:app --bind 0.0.0.0:8001\n    ports: ["80:8001"]\n  worker:\n    build: .\n    command: ["celery", "-A", "app", "worker"]\n  db:\n    image: postgres:16\n    command: postgres -c fsync=off\n',
      Dockerfile: "FROM python:3.11\nCOPY . /app\nWORKDIR /app\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "port 8001 compose @compose.yaml:5",
      "wsgi web app:app = gunicorn app:app --bind 0.0.0.0:8001 :8001 @compose.yaml:4",
      "port 8001 compose @compose.yaml:4",
      "framework celery @compose.yaml:8",
      "worker worker app = celery -A app worker @compose.yaml:8",
    ]);
  });
  it("names a file that is no valid YAML, and no template of one", async () => {
    const broken = "services:\n  web:\n    build: .\n    command: python app.py\n  db: {image: postgres\n";
    const found = await detect(detector, {
      "compose.yaml": broken,
      "ci/other.yaml": broken,
      "tests/data/compose.yaml": broken,
      "app.py": "",
    });
    assert.deepEqual(
      found.filter(each => each.startsWith("problem compose-broken")),
      ["problem compose-broken @compose.yaml:5"],
    );
    const template = await detect(detector, { "compose.yaml": `${broken}# {{ name }}\n` });
    assert.ok(!template.some(each => each.startsWith("problem compose-broken")));
    const swarm = `${broken}# "{{.Node.Hostname}}"\n`;
    const told = await detect(detector, { "compose.yaml": swarm, "app.py": "" });
    assert.ok(told.some(each => each.startsWith("problem compose-broken")));
    const whole = `${broken.replace("postgres", "postgres}")}---\nservices: {}\n`;
    const right = await detect(detector, { "compose.yaml": whole, Dockerfile: "FROM python:3.11\n", "app.py": "" });
    assert.ok(!right.some(each => each.startsWith("problem compose-broken")));
  });

  it("serves what a group of Flask's commands runs", async () => {
    const app = "from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n";
    const group =
      "from flask.cli import FlaskGroup\nfrom shop import create_app\ncli = FlaskGroup(create_app=create_app)\n";
    const run = async (manage: string, words: string, more: Texts = {}, script = "manage.py") =>
      await detect(detector, {
        "compose.yaml": `services:\n  web:\n    build: .\n    command: python ${script} ${words}\n`,
        Dockerfile: "FROM python:3.11\nCOPY . /app\nWORKDIR /app\n",
        "shop.py": app,
        ...more,
        "manage.py": `${manage}if __name__ == "__main__":\n    cli()\n`,
      });
    assert.deepEqual(await run(group, "run -h 0.0.0.0 -p 5001"), [
      "framework flask @compose.yaml:4",
      "wsgi web shop:create_app() = gunicorn shop:create_app() --bind 0.0.0.0:5001 :5001 @compose.yaml:4",
      "port 5001 compose @compose.yaml:4",
    ]);
    const apart = `import click\nfrom flask.cli import FlaskGroup, run_command\nfrom shop import create_app\n@click.group(cls=FlaskGroup, create_app=create_app)\ndef cli():\n    pass\n`;
    const named = { "tools.py": `${apart}cli.add_command(run_command, "runserver")\n` };
    const [, served] = await run("from tools import cli\n", "runserver -h 0.0.0.0 -p 5001", named);
    assert.match(served ?? "", /^wsgi web shop:create_app\(\) = gunicorn .*:5001 @compose\.yaml:4$/);
    const [worker] = await run(group, "rq worker", {}, "/app/manage.py");
    assert.equal(worker, "worker web manage.py rq worker = python manage.py rq worker @compose.yaml:4");
    const keyword = { "tools.py": `${apart}cli.add_command(run_command, name="serve")\n` };
    assert.match(
      (await run("from tools import cli\n", "serve -p 5001", keyword))[1] ?? "",
      /^wsgi web shop:create_app/,
    );
    const replaced = await run(`${group}@cli.command("run")\ndef work():\n    print(1)\n`, "run");
    assert.ok(!replaced.some(each => each.includes("gunicorn")));
    const own = "import click\n@click.group()\ndef cli():\n    pass\n";
    assert.deepEqual(await run(own, "run"), ["script web manage.py run = python manage.py run @compose.yaml:4"]);
  });

  it("takes an image that is called as the project is for what its Dockerfile builds", async () => {
    const files = {
      "compose.yaml":
        "services:\n  web:\n    image: ghcr.io/acme/shop_api:${TAG}\n  worker:\n    image: acme/shop-api\n    command: celery -A shop worker\n  other:\n    image: acme/cart\n    command: celery -A shop beat\n",
      "pyproject.toml": '[project]\nname = "shop-api"\n',
      Dockerfile: 'FROM python:3.11\nCOPY . /app\nWORKDIR /app\nCMD ["gunicorn", "shop:app"]\n',
      "shop.py": "app = None\n",
    };
    const expected = [
      "wsgi web shop:app = gunicorn --bind 0.0.0.0:8000 shop:app :8000 @Dockerfile:4",
      "framework celery @compose.yaml:6",
      "worker worker shop = celery -A shop worker @compose.yaml:6",
    ];
    assert.deepEqual(await detect(detector, files), expected);
    const { "pyproject.toml": _, ...unnamed } = files;
    assert.deepEqual(await detect(detector, { ...unnamed, "setup.cfg": "[metadata]\nname = shop-api\n" }), expected);
    const script = 'import setuptools\nNAME = "shop_api"\nsetuptools.setup(name=NAME)\n';
    assert.deepEqual(await detect(detector, { ...unnamed, "setup.py": script }), expected);
    assert.deepEqual(await detect(detector, unnamed), []);
  });
  it("takes no image for the project's own because of what the folder is called", async () => {
    const found = await readRecon(
      memoryFiles({
        "compose.yaml": "services:\n  x:\n    image: othervendor/zap:2\n    command: celery -A zap worker\n",
        Dockerfile: 'FROM python:3.11\nCOPY . .\nCMD ["gunicorn", "zap:app"]\n',
        "zap.py": "app = None\n",
      }),
      { name: "zap" },
    );
    assert.deepEqual(
      found.entryPoints.filter(({ kind }) => kind === "worker"),
      [],
    );
  });
  it("puts the program of the base image in front of its commands", async () => {
    const found = await detect(detector, {
      "compose.yaml":
        'services:\n  web:\n    build: .\n    command: webserver\n    ports: ["8080:8080"]\n  scheduler:\n    image: apache/airflow:2.9.1\n    volumes: ["./dags:/opt/airflow/dags"]\n    command: scheduler\n  setup:\n    build: .\n    command: bash -c "airflow db migrate"\n',
      Dockerfile: "FROM apache/airflow:2.9.1\nCOPY dags dags\n",
      "dags/orders.py": "x = 1\n",
    });
    assert.deepEqual(found, [
      "port 8080 compose @compose.yaml:5",
      "framework airflow @compose.yaml:4",
      "server web airflow webserver = airflow webserver :8080 @compose.yaml:4",
      "framework airflow @compose.yaml:9",
      "worker scheduler airflow scheduler = airflow scheduler @compose.yaml:9",
      "framework airflow @compose.yaml:12",
      "migrations airflow = airflow db migrate @compose.yaml:12",
    ]);
  });
  it("serves an application whose development server is started", async () => {
    const found = await detect(detector, {
      "docker-compose.yml":
        'services:\n  site:\n    image: python:3.11\n    volumes: [".:/src"]\n    working_dir: /src\n    command: flask --app app run -h 0.0.0.0 -p 5000\n',
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
    });
    assert.deepEqual(found, [
      "framework flask @docker-compose.yml:6",
      "wsgi site app:app = gunicorn app:app --bind 0.0.0.0:5000 :5000 @docker-compose.yml:6",
      "port 5000 compose @docker-compose.yml:6",
    ]);
  });
});
