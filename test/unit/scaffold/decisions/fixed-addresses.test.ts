import assert from "node:assert/strict";
import type { FixedAddress, Recon } from "../../../../src/model/recon";
import { applied, changesOf, overriding, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon } from "../recon-kit";

const SETTINGS = 'HOST = "localhost"\nPASSWORD = \'it\\\'s "1234"\'\nURL = "amqp://shop:p%40ss@localhost//"\n';

const fixed = (parts: Partial<FixedAddress>): FixedAddress => ({
  host: "localhost",
  port: null,
  user: null,
  database: null,
  password: null,
  place: at("settings.py:1"),
  ...parts,
});

async function written(
  service: string,
  address: FixedAddress,
  options: {
    readonly texts?: Texts;
    readonly settings?: Parameters<typeof changesOf>[2];
    readonly names?: string[];
  } = {},
): Promise<(path: string) => string> {
  const texts = { "settings.py": SETTINGS, ...options.texts };
  const changes = await changesOf(
    recon({
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
      dependencies: ["gunicorn", "mysqlclient"].map(name => dependency(name)),
      integrations: [integration(service, options.names ?? [], { fixed: address })],
      tests: { runner: "unittest", command: ["python", "-m", "unittest"], place: at("test_app.py:1") },
    }),
    texts,
    options.settings,
  );
  const after = applied(texts, changes);
  return path => after[path] ?? "";
}

describe("an address on localhost that stands in the code", () => {
  it("is passed on to the service by every stage that starts something", async () => {
    const file = await written("postgres", fixed({ user: "shop", password: { ...at("settings.py:2"), column: 12 } }));
    assert.match(file("docker/forward_localhost.py"), /\(5432, "db", 5432\),/);
    assert.equal(file("Dockerfile").match(/^ENTRYPOINT .*forward_localhost\.py"\]$/gm)?.length, 2);
    assert.match(
      file("docs/docker.md"),
      /The code has the address of db written down as localhost[^\n]*settings\.py:1/,
    );
  });
  it("gives the service the login of the code", async () => {
    const file = await written(
      "postgres",
      fixed({ user: "shop", database: "orders", password: { ...at("settings.py:2"), column: 12 } }),
    );
    assert.match(
      file("compose.yaml"),
      /POSTGRES_USER: shop\n\s+POSTGRES_DB: orders\n\s+POSTGRES_PASSWORD: \$\{POSTGRES_PASSWORD:\?/,
    );
    assert.doesNotMatch(file("compose.yaml") + file("docker/forward_localhost.py"), /1234/);
    assert.match(file(".env"), /^POSTGRES_PASSWORD='its "1234"'$/m);
    assert.match(file("compose.test.yaml"), /POSTGRES_PASSWORD: \$\{POSTGRES_PASSWORD:\?/);
  });
  it("bears the name that the code asks for, with the login of the code", async () => {
    const password = { ...at("settings.py:3"), column: 7 };
    const file = await written("postgres", fixed({ host: "pgdb", user: "shop", database: "orders", password }));
    assert.match(file("compose.yaml"), /^ {2}pgdb:\n {4}image: postgres:17\n[^]*POSTGRES_USER: shop\n/m);
    assert.match(file(".env"), /^POSTGRES_PASSWORD=p@ss$/m);
    assert.equal(file("docker/forward_localhost.py"), "");
    assert.doesNotMatch(file("Dockerfile"), /forward_localhost/);
    assert.match(file("docs/docker.md"), /The code has the address of pgdb written down as pgdb/);
  });
  it("is no name of a service where it stands for what a person is to write", async () => {
    const file = await written("rabbitmq", fixed({ host: "your_rabbitmq_url" }));
    assert.match(file("compose.yaml"), /^ {2}rabbitmq:$/m);
    assert.doesNotMatch(file("compose.yaml"), /your_rabbitmq_url/);
  });
  it("reads a password out of an address", async () => {
    const file = await written("rabbitmq", fixed({ user: "shop", password: { ...at("settings.py:3"), column: 7 } }));
    assert.match(file("compose.yaml"), /RABBITMQ_DEFAULT_USER: shop\n/);
    assert.match(file(".env"), /^RABBITMQ_PASSWORD=p@ss$/m);
  });
  it("reads a password out of a file of settings, with or without quotes", async () => {
    const texts = { "config.yaml": 'db:\n  password: pa#ss # the old one\n  other: "pa: ss"\n' };
    const of = async (line: number, column: number): Promise<string> => {
      const address = fixed({ user: "shop", password: { ...at(`config.yaml:${line}`), column } });
      return (await written("postgres", address, { texts }))(".env");
    };
    assert.match(await of(2, 13), /^POSTGRES_PASSWORD='?pa#ss'?$/m);
    assert.match(await of(3, 10), /^POSTGRES_PASSWORD='?pa: ss'?$/m);
  });
  it("makes the virtual host that the code names", async () => {
    const vhost = async (database: string | null): Promise<string> =>
      (await written("rabbitmq", fixed({ host: "rabbit", user: "shop", database })))("compose.yaml");
    assert.match(await vhost("orders"), /^ {2}rabbit:\n[^]*RABBITMQ_DEFAULT_VHOST: orders\n/m);
    for (const usual of ["/", null]) assert.doesNotMatch(await vhost(usual), /RABBITMQ_DEFAULT_VHOST/);
  });
  it("makes the administrator's password where the code signs in as root", async () => {
    const file = await written("mysql", fixed({ user: "root", password: { ...at("settings.py:2"), column: 12 } }));
    assert.match(file("compose.yaml"), /MYSQL_ROOT_PASSWORD: \$\{MYSQL_PASSWORD:\?/);
    assert.doesNotMatch(file("compose.yaml"), /MYSQL_USER/);
  });
  it("asks no password where the code gives none", async () => {
    const file = await written("mysql", fixed({ user: "root" }));
    assert.match(file("compose.yaml"), /MYSQL_ALLOW_EMPTY_PASSWORD: "1"/);
    assert.doesNotMatch(file(".env"), /MYSQL_PASSWORD/);
    const mongo = await written("mongodb", fixed({}));
    assert.doesNotMatch(mongo("compose.yaml"), /MONGO_INITDB_ROOT/);
  });
  it("keeps the generated password where a variable holds it", async () => {
    const file = await written("postgres", fixed({ user: "shop" }), { names: ["DB_PASSWORD"] });
    assert.match(file("compose.yaml"), /POSTGRES_PASSWORD: \$\{POSTGRES_PASSWORD:\?/);
    assert.match(file(".env"), /^POSTGRES_PASSWORD=r+$/m);
    assert.match(file("compose.test.yaml"), /POSTGRES_PASSWORD: \$\{TEST_POSTGRES_PASSWORD:-test\}/);
  });
  it("opens the socket file that MySQL's own client asks for", async () => {
    const file = await written("mysql", fixed({ user: "root" }));
    assert.match(file("docker/forward_localhost.py"), /\("\/run\/mysqld\/mysqld\.sock", "db", 3306\),/);
    assert.match(file("compose.yaml"), /- \/run\/mysqld:uid=10001/);
    const other = await written("mysql", fixed({ user: "root", host: "127.0.0.1" }));
    assert.doesNotMatch(other("docker/forward_localhost.py"), /mysqld\.sock"/);
  });
  it("listens where the code expects it, and asks where the service is", async () => {
    const file = await written("postgres", fixed({ port: 5433 }));
    assert.match(file("docker/forward_localhost.py"), /\(5433, "db", 5432\),/);
  });
  it("leads from a page to the application beside it, wherever the page runs", async () => {
    const page = entryPoint("streamlit", "page.py", "streamlit run page.py", {
      port: 8501,
      place: at("page.py:1"),
      rank: 1,
    });
    const api = entryPoint("asgi", "api:app", "uvicorn api:app --port 8000", { port: 8000, place: at("api.py:1") });
    const asks = integration("http-api", [], {
      kind: "http",
      host: "localhost",
      fixed: fixed({ port: 8000, place: at("page.py:3") }),
    });
    const changes = await changesOf(
      recon({
        entryPoints: [api, page],
        dependencies: ["fastapi", "uvicorn", "streamlit"].map(name => dependency(name)),
        integrations: [asks],
      }),
      { "api.py": "", "page.py": "" },
    );
    const script = changes.files.find(({ path }) => path === "docker/forward_localhost.py")?.text ?? "";
    assert.match(script, /\(8000, "web", 8000\),/);
    assert.ok(changes.plan.decisions.some(({ key }) => key === "localhost.web"));
  });
  it("takes no port on which the unit itself listens", async () => {
    const unit = (name: string, port: number, found: Partial<Recon> = {}) => ({
      name,
      path: name,
      recon: recon({
        frameworks: [{ name: "fastapi", place: at(`${name}/main.py:1`) }],
        dependencies: ["fastapi", "uvicorn"].map(each => dependency(each)),
        entryPoints: [
          entryPoint("asgi", "main:app", `uvicorn main:app --port ${port}`, { port, place: at(`${name}/main.py:2`) }),
        ],
        ...found,
      }),
    });
    const forwarded = async (port: number): Promise<boolean> => {
      const asks = integration("http-api", [], {
        kind: "http",
        places: [{ ...at("orders/main.py:3"), text: `USERS_URL = "http://localhost:${port}"` }],
      });
      const units = [unit("users", 9001), unit("orders", 8000, { integrations: [asks] })];
      const { files } = await changesOf(recon({ units }), { "users/main.py": "", "orders/main.py": "" });
      return files.some(({ path }) => path === "orders/docker/forward_localhost.py");
    };
    assert.equal(await forwarded(8005), true);
    assert.equal(await forwarded(8000), false);
  });
  it("is left alone where a person says so, and where the image is theirs", async () => {
    const declined = await written("postgres", fixed({ user: "shop" }), {
      settings: overriding({ "localhost.db": false }),
    });
    assert.equal(declined("docker/forward_localhost.py"), "");
    assert.match(declined("compose.yaml"), /POSTGRES_USER: app/);
    const theirs = await written("postgres", fixed({ user: "shop" }), {
      texts: { Dockerfile: 'FROM python:3.11-slim\nCMD ["python", "app.py"]\n' },
    });
    assert.equal(theirs("docker/forward_localhost.py"), "");
  });
});
