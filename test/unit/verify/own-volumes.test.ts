import assert from "node:assert/strict";
import { readStack } from "../../../src/verify/compose-stack";
import { apartStack } from "../../../src/verify/own-volumes";
import { memoryFiles } from "../../kit/memory-files";

/** What each service gets in place of its mounts, `name target`. */
async function ownOf(
  mounts: Readonly<Record<string, readonly string[]>>,
  files: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const services = Object.entries(mounts).map(([name, volumes]) => {
    const from = name.startsWith("db") ? "image: postgres:17" : "build: .";
    return `  ${name}: { ${from}, volumes: ${JSON.stringify(volumes)} }\n`;
  });
  const { stack } = await apartStack(memoryFiles(files), readStack("compose.yaml", `services:\n${services.join("")}`));
  return Object.fromEntries(
    stack.services.map(({ name, ownVolumes }) => [
      name,
      ownVolumes.map(own => `${own.name} ${own.target}${own.readOnly ? " ro" : ""}`),
    ]),
  );
}

describe("verify/own-volumes", () => {
  it("leaves folders alone that hold a person's data", async () => {
    const files = { ".gitignore": "media/*\n!media/.gitkeep\nstate/\n", "app.py": "", "media/.gitkeep": "" };
    const data = { "media/cat.png": "x", "state/shop.db": "x" };
    assert.deepEqual(
      await ownOf({ web: ["./media:/app/media", "./state:/state", "./new:/new"] }, { ...files, ...data }),
      {
        web: ["drydock-own-1 /app/media", "drydock-own-2 /state", "drydock-own-3 /new"],
      },
    );
  });

  it("gives services that share a folder one volume", async () => {
    assert.deepEqual(await ownOf({ web: ["./static:/app/static"], gate: ["./static:/srv:rw"] }), {
      web: ["drydock-own-1 /app/static"],
      gate: ["drydock-own-1 /srv"],
    });
  });

  it("keeps what the workspace itself holds, files and what may only be read", async () => {
    const files = { "app.py": "", "conf/site.conf": "", ".gitignore": ".env\n", ".env": "A=1" };
    const mounts = [
      "./:/app",
      "./conf:/etc/nginx/conf.d",
      "./.env:/app/.env",
      "./none:/none:ro",
      "named:/data",
      "/anonymous",
    ];
    assert.deepEqual(await ownOf({ web: mounts }, files), { web: [] });
    assert.deepEqual(await ownOf({ db: ["./conf:/docker-entrypoint-initdb.d"] }, files), { db: [] });
  });

  it("knows where a database keeps its data, committed or not", async () => {
    const files = { "pg/PG_VERSION": "17" };
    assert.deepEqual(await ownOf({ db: ["./pg:/var/lib/postgresql/data"] }, files), {
      db: ["drydock-own-1 /var/lib/postgresql/data"],
    });
    assert.deepEqual(await ownOf({ db: ["./pg:/var/lib/postgresql"] }, files), {
      db: ["drydock-own-1 /var/lib/postgresql"],
    });
    assert.deepEqual(await ownOf({ web: ["./pg:/var/lib/postgresql/data"] }, files), { web: [] });
  });

  it("touches nothing outside of the workspace, save what the machine gives", async () => {
    const disks = ["/srv/media:/media", "../shared:/shared", "~/models:/models", "/run/media/ada/disk:/disk"];
    const hidden = ["~/.shop/data:/shop", "/home/ada/.work/outer:/outer"];
    assert.equal((await ownOf({ web: [...disks, ...hidden] }))["web"]?.length, 6);
    const machine = [
      "/var/run/docker.sock:/var/run/docker.sock",
      "/dev/shm:/dev/shm",
      "~/.aws:/root/.aws",
      "~/.cache/hub:/models",
      "/home/ada/site.conf:/etc/site.conf",
    ];
    assert.deepEqual(await ownOf({ web: machine }), { web: [] });
  });

  it("gives who only reads such a folder the same volume", async () => {
    assert.deepEqual(await ownOf({ gate: ["./static:/srv:ro"], web: ["./static:/app/static"] }), {
      gate: ["drydock-own-1 /srv ro"],
      web: ["drydock-own-1 /app/static"],
    });
  });

  it("puts no volume in the place of a file", async () => {
    const files = { "conf/redis.conf": "", "shop.db": "", ".gitignore": "shop.db\n" };
    const mounts = ["./conf/redis.conf:/var/lib/postgresql/data/a.conf", "/srv/b.conf:/var/lib/postgresql/data/b.conf"];
    assert.deepEqual(
      await ownOf({ db: mounts, web: ["./shop.db:/app/shop.db", "/srv/shop.sqlite3:/data/a.db"] }, files),
      {
        db: [],
        web: [],
      },
    );
  });

  it("says which volumes stand for data that is there already", async () => {
    const volumes =
      "{ a: { external: true }, b: {}, c: { driver_opts: { type: nfs, device: ':/srv' } }, d: { external: false } }";
    const stack = readStack("compose.yaml", `services: { web: { build: . } }\nvolumes: ${volumes}\n`);
    const { replaced } = await apartStack(memoryFiles({}), stack);
    assert.deepEqual(
      replaced.map(each => each.split(" ").slice(0, 3).join(" ")),
      ["the volume a", "the volume c"],
    );
  });

  it("says what it left alone, and what is written to as it is", async () => {
    const files = { "app.py": "", "shop.db": "", ".gitignore": "shop.db\n" };
    const mounts = [
      "./data:/data",
      "./shop.db:/app/shop.db",
      "/srv/shop.sqlite3:/srv/a.db",
      ".:/app",
      "./.env:/app/.env",
    ];
    const text = `services:\n  web: { build: ., volumes: ${JSON.stringify(mounts)} }\n  db: { image: a, volumes: ["./app.py:/a"] }\n`;
    const { replaced, kept } = await apartStack(memoryFiles(files), readStack("compose.yaml", text));
    assert.deepEqual(replaced, [
      "web has an empty volume at /data in place of data, so that data there stays as it is",
    ]);
    assert.deepEqual(kept, [
      "web may write to shop.db, which is mounted at /app/shop.db",
      "web may write to what lies outside of the workspace, which is mounted at /srv/a.db",
      "web may write to this folder, which is mounted at /app",
    ]);
  });

  it("says what of an image lies below mounted code", async () => {
    const files = {
      "shop/app.py": "",
      "conf/site.conf": "",
      "cache/a.py": "",
      ".gitignore": "cache/\n",
      Dockerfile: "FROM python AS base\nWORKDIR /app\nCOPY . .\nFROM base\nCOPY shop/app.py /a.py\n",
    };
    const text = `services:
  web: { build: ., volumes: [".:/app:ro", "./shop:/app/shop", "./conf:/conf", "./cache:/cache", "./shop/app.py:/a.py", "/srv:/srv"] }
  gate: { image: nginx, volumes: ["./shop:/srv:ro"] }
`;
    assert.deepEqual(await coveredOf(files, text), [
      "web has this folder mounted at /app, so what its image has there was not tried",
      "web has shop mounted at /app/shop, so what its image has there was not tried",
      "web has shop/app.py mounted at /a.py, so what its image has there was not tried",
    ]);
  });

  it("says nothing of code that is mounted where an image has nothing", async () => {
    const files = {
      "shop/app.py": "",
      "tests/test_a.py": "",
      "nginx/gen.py": "",
      "nginx/nginx.conf": "",
      "nginx/Dockerfile": "FROM nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\n",
      ".dockerignore": "tests\n",
      Dockerfile:
        "FROM python AS made\nCOPY . /src/\nFROM python\nCOPY start.sh /\nCOPY --from=made /src/shop /opt/shop\nWORKDIR /app\nCOPY requirements.txt ./\nCOPY shop .\n",
    };
    const volumes = [
      "./tests:/tests:ro",
      "./tests:/app/tests",
      "./shop:/app/shop",
      "./shop:/opt/shop/",
      "./shop:/opt/x",
    ];
    const text = `services:
  web: { build: ., volumes: ${JSON.stringify(volumes)} }
  gate: { build: ./nginx, volumes: ["./nginx/:/etc/nginx/conf.d:ro"] }
  gone: { build: ./shop, volumes: ["./shop:/app"] }
`;
    assert.deepEqual(await coveredOf(files, text), [
      "web has shop mounted at /opt/shop/, so what its image has there was not tried",
    ]);
  });
});

async function coveredOf(files: Readonly<Record<string, string>>, compose: string): Promise<readonly string[]> {
  return (await apartStack(memoryFiles(files), readStack("compose.yaml", compose))).covered;
}
