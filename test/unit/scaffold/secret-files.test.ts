import assert from "node:assert/strict";
import { parse } from "yaml";
import type { DecisionValue } from "../../../src/model/plan";
import { applied, changesOf, overriding, type Texts } from "./plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "./recon-kit";

const APP = recon({
  root: "shop",
  packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
  dependencies: [dependency("flask"), dependency("gunicorn"), dependency("psycopg2-binary")],
  entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app", { place: at("Procfile:1") })],
  integrations: [integration("postgres", ["DATABASE_URL"], { kind: "database" })],
  environment: [
    variable("DATABASE_URL", { required: true }),
    variable("SECRET_KEY", { required: true, secret: true }),
    variable("MAIL_SERVER", { required: true }),
  ],
});
const TEXTS: Texts = {
  "requirements.txt": "flask\ngunicorn\npsycopg2-binary\n",
  "app.py": "",
  ".gitignore": "*.pyc\n",
};

async function made(
  facts = APP,
  texts: Texts = TEXTS,
  overrides: Readonly<Record<string, DecisionValue>> = { secrets: "files" },
): Promise<ReadonlyMap<string, string>> {
  const changes = await changesOf(facts, texts, overriding(overrides));
  return new Map(Object.entries(applied(texts, changes)));
}

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
}

describe("secrets as files", () => {
  it("reach each container as a file, and no value stands in the Compose file or in .env", async () => {
    const files = await made();
    const compose = parse(files.get("compose.yaml") ?? "", { merge: true }) as {
      readonly services: Readonly<Record<string, Service>>;
      readonly secrets: Readonly<Record<string, { readonly file: string }>>;
    };
    assert.deepEqual(compose.services["web"]?.secrets, ["DATABASE_URL", "SECRET_KEY"]);
    assert.equal(compose.services["web"]?.environment?.["SECRET_KEY"], undefined);
    assert.equal(compose.services["db"]?.environment["POSTGRES_PASSWORD_FILE"], "/run/secrets/POSTGRES_PASSWORD");
    assert.deepEqual(compose.secrets["DATABASE_URL"], { file: "./secrets/DATABASE_URL" });
    const rest = (files.get(".env") ?? "").split("\n").filter(line => /^\w/.test(line));
    assert.deepEqual(rest, ["MAIL_SERVER=change-me"], "what is no secret stays in .env");
    assert.ok(
      Object.keys(compose.secrets).every(id => files.has(`secrets/${id}`)),
      "every file that is named is written",
    );
    const password = files.get("secrets/POSTGRES_PASSWORD") ?? "";
    assert.match(password, /^r{50}$/);
    assert.equal(files.get("secrets/DATABASE_URL"), `postgresql://app:${password}@db:5432/app`);
  });

  it("are hidden from git and from the build, and read before the code starts", async () => {
    const files = await made();
    assert.match(files.get(".gitignore") ?? "", /^\/secrets\/$/m);
    assert.match(files.get(".dockerignore") ?? "", /secrets/);
    assert.match(files.get("docker/check_environment.py") ?? "", /SECRETS = \("DATABASE_URL", "SECRET_KEY"\)/);
    const dockerfile = files.get("Dockerfile") ?? "";
    assert.equal(dockerfile.match(/^ENTRYPOINT \["python", "\/opt\/check_environment\.py"\]$/gm)?.length, 2);
  });

  it("leave a package that is called secrets in the build context", async () => {
    const files = await made(APP, { ...TEXTS, "shop/secrets/__init__.py": "" });
    const rules = (files.get(".dockerignore") ?? "").split("\n");
    assert.ok(rules.includes("secrets") && !rules.includes("**/secrets"));
  });

  it("keep what is there, and take over what .env holds", async () => {
    const before = { ...TEXTS, ".env": "POSTGRES_PASSWORD=old-password\n", "secrets/SECRET_KEY": "kept\n" };
    const files = await made(APP, before);
    assert.equal(files.get("secrets/POSTGRES_PASSWORD"), "old-password");
    assert.equal(files.get("secrets/SECRET_KEY"), "kept\n");
    assert.match(files.get("secrets/DATABASE_URL") ?? "", /:old-password@/);
    const again = await changesOf(APP, Object.fromEntries(files), overriding({ secrets: "files" }));
    assert.deepEqual(
      again.files.filter(({ path }) => path.startsWith("secrets/")),
      [],
      "a second run makes none again",
    );
  });

  it("need no entry point where the code reads the file itself, which is then the default", async () => {
    const facts = recon({
      ...APP,
      environment: [
        variable("SECRET_KEY", { required: true, secret: true }),
        variable("SECRET_KEY_FILE", { required: false }),
      ],
    });
    const files = await made(facts, TEXTS, {});
    assert.match(files.get("compose.yaml") ?? "", /SECRET_KEY_FILE: \/run\/secrets\/SECRET_KEY/);
    assert.doesNotMatch(files.get("docker/check_environment.py") ?? "", /load_secrets/);
  });

  it("are read by the check where only a script of a shell, which is not started, knows the variable of the file", async () => {
    const read = (path: string): typeof APP =>
      recon({ ...APP, environment: [...APP.environment, variable("SECRET_KEY_FILE", { places: [at(path)] })] });
    const compose = async (path: string): Promise<string> => (await made(read(path))).get("compose.yaml") ?? "";
    assert.match(await compose("settings.py:1"), /SECRET_KEY_FILE:/);
    assert.doesNotMatch(await compose("boot.sh:1"), /SECRET_KEY_FILE:/);
  });
});
