import assert from "node:assert/strict";
import type { Dependency } from "../../../../src/model/recon";
import { heldReleases } from "../../../../src/scaffold/decisions/held-releases";
import { DROPPED_NAMES } from "../../../../src/scaffold/knowledge/dropped-names";
import { HELD_RELEASES } from "../../../../src/scaffold/knowledge/held-releases";
import { at, dependency, entryPoint, recon } from "../recon-kit";
import { blueprintOf, changesOf } from "../plan-kit";

const pin = (name: string, specifier = "", parts: Partial<Dependency> = {}): Dependency =>
  dependency(name, { specifier, ...parts });

const held = (...dependencies: readonly Dependency[]): readonly string[] =>
  heldReleases(recon({ dependencies }), "3.11").map(({ requirement }) => requirement);

describe("releases that are held back", () => {
  it("are those that an old pin leaves open and cannot run with", () => {
    assert.deepEqual(held(pin("flask", "==2.0.3")), ["werkzeug<3"]);
    assert.deepEqual(held(pin("flask", "~=2.1.0")), ["werkzeug<3"]);
    assert.deepEqual(held(pin("flask", "<2.3")), ["werkzeug<3"]);
    assert.deepEqual(held(pin("environs", "==9.5.0")), ["marshmallow<4"]);
    assert.deepEqual(held(pin("environs", "==11.2.1")), []);
    assert.deepEqual(held(pin("pandas", "==1.5.3"), pin("streamlit")), ["numpy<2", "pyarrow<25"]);
  });

  it("keep kombu at the release that takes the client of Redis which is pinned", () => {
    assert.deepEqual(held(pin("celery", "==5.4.0"), pin("redis", "==5.2.1"), pin("gunicorn")), ["kombu<5.7"]);
    assert.deepEqual(held(pin("celery", "==5.4.0"), pin("redis", ">=5"), pin("gunicorn")), []);
    assert.deepEqual(held(pin("celery"), pin("redis", "==6.4.0"), pin("gunicorn")), []);
    assert.deepEqual(held(pin("redis", "==5.2.1"), pin("gunicorn")), []);
  });

  it("keep SQLAlchemy where pip would rather take an ancient release of what goes with it", () => {
    assert.deepEqual(held(pin("fastapi-users", "", { extras: ["sqlalchemy"] }), pin("sqlalchemy")), ["sqlalchemy<2.1"]);
    assert.deepEqual(held(pin("fastapi-users", "", { extras: ["beanie"] })), []);
  });

  it("are those that dropped a name which the code uses, with what they hold in turn", () => {
    const uses = (hold: string, before: string) =>
      DROPPED_NAMES.filter(row => row.hold === hold && row.before === before)
        .slice(0, 1)
        .map(dropped => ({ dropped, place: at("app.py:3") }));
    const heldBy = (row: readonly [string, string], ...dependencies: readonly Dependency[]) =>
      heldReleases(recon({ dependencies }), "3.11", [], uses(...row)).map(({ requirement }) => requirement);
    assert.deepEqual(heldBy(["pydantic", "2"], pin("fastapi")), ["pydantic<2"]);
    assert.deepEqual(heldBy(["pydantic", "2"], pin("fastapi", ">=0.126")), []);
    assert.deepEqual(heldBy(["pydantic", "2"], pin("fastapi"), pin("pydantic", "==2.7.0")), []);
    assert.deepEqual(heldBy(["flask", "2.3"], pin("flask")), ["flask<2.3", "werkzeug<3"]);
    assert.deepEqual(heldBy(["flask", "2.3"], pin("flask", "==3.0.0")), []);
    assert.deepEqual(heldBy(["pydantic", "2"], pin("fastapi"), pin("pydantic-settings")), []);
    assert.deepEqual(heldBy(["flask", "2.3"], pin("django")), []);
    const [entry] = heldReleases(recon({ dependencies: [pin("fastapi")] }), "3.11", [], uses("pydantic", "2"));
    assert.equal(entry?.why, "app.py:3 uses names that it dropped");
  });

  it("are none where the older ones do not run, or something pinned does not take them", () => {
    const dropped = DROPPED_NAMES.find(({ hold }) => hold === "django");
    assert.ok(dropped);
    const heldOn = (python: string, ...dependencies: readonly Dependency[]) =>
      heldReleases(recon({ dependencies }), python, [], [{ dropped, place: at("app.py:3") }]).map(
        ({ requirement }) => requirement,
      );
    assert.deepEqual(heldOn("3.11", pin("django")), ["django<4"]);
    assert.deepEqual(heldOn("3.12", pin("django")), []);
    assert.deepEqual(heldOn("3.11", pin("django"), pin("djangorestframework", "==3.9.4")), ["django<4"]);
    assert.deepEqual(heldOn("3.11", pin("django"), pin("djangorestframework", "==3.16.0")), []);
    assert.deepEqual(heldOn("3.11", pin("django"), pin("djangorestframework", ">=3.16")), []);
  });

  it("are told and not held where the manager takes no bound in its command", async () => {
    const { plan } = await blueprintOf(
      recon({
        dependencies: [pin("flask", "==2.0.3")],
        packageManager: { name: "poetry", lock: null, place: at("pyproject.toml:1") },
      }),
      {},
    );
    const decision = plan.decisions.find(({ key }) => key === "install.hold");
    assert.deepEqual(decision?.value, []);
    assert.match(decision?.reason ?? "", /^poetry takes no bound .*werkzeug<3: .*keep a lock\.$/);
  });

  it("take the lowest of several reasons, once", () =>
    assert.deepEqual(held(pin("flask", "==1.1.2"), pin("flask-login", "==0.5.0"), pin("jinja2", "==2.11.3")), [
      "werkzeug<2.1",
      "itsdangerous<2.1",
      "markupsafe<2.1",
    ]));

  it("are none where nothing old is pinned, where they are bounded, or where a newer one is asked for", () => {
    assert.deepEqual(held(pin("flask")), []);
    assert.deepEqual(held(pin("flask", ">=2.0")), []);
    assert.deepEqual(held(pin("flask", "==3.0.0")), []);
    assert.deepEqual(held(pin("flask", "==2.0.3"), pin("werkzeug", "==2.0.3")), []);
    assert.deepEqual(held(pin("flask", "==2.0.3"), pin("werkzeug", "<3")), []);
    assert.deepEqual(held(pin("psycopg2-binary"), pin("sqlalchemy", ">=2.1")), []);
    assert.deepEqual(held(pin("psycopg2-binary"), pin("sqlalchemy", "~=2.0.30")), []);
  });

  it("keep SQLAlchemy at the release whose PostgreSQL driver is the one declared, or that brings greenlet", () => {
    assert.deepEqual(held(pin("flask-sqlalchemy", "==3.1.1"), pin("psycopg2-binary", "==2.9.9")), ["sqlalchemy<2.1"]);
    assert.deepEqual(held(pin("sqlalchemy"), pin("asyncpg")), ["sqlalchemy<2.1"]);
    assert.deepEqual(held(pin("sqlalchemy", "", { extras: ["asyncio"] }), pin("asyncpg")), []);
    assert.deepEqual(held(pin("sqlalchemy"), pin("psycopg2"), pin("psycopg")), []);
    assert.deepEqual(held(pin("django"), pin("psycopg2")), []);
  });

  it("hold an extra's distribution only where the extra is asked for", () => {
    assert.deepEqual(held(pin("passlib", "==1.7.4")), []);
    assert.deepEqual(held(pin("passlib", "==1.7.4", { extras: ["bcrypt"] })), ["bcrypt<5"]);
    assert.deepEqual(held(pin("passlib"), pin("bcrypt")), ["bcrypt<5"]);
  });

  it("know what only the imports tell of", () =>
    assert.deepEqual(
      heldReleases(recon(), "3.11", [
        { name: "sqlalchemy", place: at("app.py:1") },
        { name: "psycopg2", place: at("app.py:2") },
      ]).map(({ requirement }) => requirement),
      ["sqlalchemy<2.1"],
    ));

  it("are none beside a lock", () =>
    assert.deepEqual(
      heldReleases(
        recon({
          packageManager: { name: "pip", lock: "requirements.txt", place: at("requirements.txt:1") },
          dependencies: [pin("flask", "==2.0.3", { locked: "2.0.3" })],
        }),
        "3.11",
      ),
      [],
    ));

  it("of tests alone stay out of what runs", async () => {
    const parts = recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: [
        pin("fastapi", "==0.104.1"),
        pin("uvicorn"),
        pin("passlib", "==1.7.4", { extras: ["bcrypt"] }),
        pin("httpx", "", { group: "dev", place: at("requirements-dev.txt:1") }),
      ],
      entryPoints: [entryPoint("asgi", "app:app", "uvicorn app:app")],
    });
    const texts = {
      "requirements.txt": "fastapi==0.104.1\nuvicorn\npasslib[bcrypt]==1.7.4\n",
      "requirements-dev.txt": "httpx\n",
      "app.py": "",
    };
    const { plan } = await blueprintOf(parts, texts);
    const decision = plan.decisions.find(({ key }) => key === "install.hold");
    assert.deepEqual(decision?.value, ["bcrypt<5", "httpx<0.28"]);
    assert.match(decision?.reason ?? "", /passlib 1\.7\.4 tries it.*fastapi 0\.104\.1 hands its client/);
    const dockerfile = (await changesOf(parts, texts)).files.find(({ path }) => path === "Dockerfile")?.text ?? "";
    assert.match(dockerfile, /pip install --requirement requirements\.txt 'bcrypt<5'\n/);
    assert.match(dockerfile, /pip install --requirement requirements-dev\.txt 'httpx<0\.28'\n/);
  });

  it("each say who breaks, and hold what another row does not bound already", () => {
    for (const row of HELD_RELEASES) {
      assert.ok(row.when.length > 0 && row.why !== "", row.hold);
      assert.ok(!row.when.includes(row.hold), row.hold);
    }
  });
});
