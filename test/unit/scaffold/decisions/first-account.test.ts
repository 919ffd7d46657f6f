import assert from "node:assert/strict";
import type { EnvironmentVariable } from "../../../../src/model/recon";
import { blueprintOf } from "../plan-kit";
import { at, dependency, entryPoint, recon, variable } from "../recon-kit";

const secret = (name: string, parts: Partial<EnvironmentVariable> = {}): EnvironmentVariable =>
  variable(name, { secret: true, ...parts });

async function designed(...environment: readonly EnvironmentVariable[]) {
  const { units } = await blueprintOf(
    recon({
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app", { place: at("app.py:1") })],
      dependencies: [dependency("gunicorn")],
      environment,
    }),
    {},
  );
  return Object.fromEntries(
    (units[0]?.variables ?? []).map(({ name, value, envValue }) => [name, { value, envValue }]),
  );
}

describe("the first account", () => {
  it("gets a password of this machine in place of a fixed default, or of none", async () => {
    for (const name of [
      "FIRST_SUPERUSER_PASSWORD",
      "ADMIN_PASSWORD",
      "DJANGO_SUPERUSER_PASSWORD",
      "INITIAL_USER_PASSWORD",
    ]) {
      for (const hasDefault of [true, false]) {
        const found = await designed(secret(name, { hasDefault }));
        assert.deepEqual(
          found[name],
          { value: `\${${name}:?Set ${name} in .env}`, envValue: { random: "text" } },
          `${name} ${hasDefault}`,
        );
      }
    }
  });

  it("gets a name beside it where the code has none", async () => {
    const found = await designed(
      secret("app_password"),
      variable("app_user"),
      variable("app_user_mail"),
      secret("ADMIN_PASSWORD"),
      variable("ADMIN_EMAIL"),
      variable("ADMIN_USERNAME", { hasDefault: true, default: "root" }),
    );
    assert.deepEqual(found["app_password"]?.envValue, { random: "text" });
    assert.equal(found["app_user"]?.value, "${app_user:-admin}");
    assert.equal(found["app_user_mail"]?.value, "${app_user_mail:-admin@example.com}");
    assert.equal(found["ADMIN_EMAIL"]?.value, "${ADMIN_EMAIL:-admin@example.com}");
    assert.equal(found["ADMIN_USERNAME"]?.value, null);
  });

  it("gets a name where a variable that ends with the account's kind is it", async () => {
    const found = await designed(secret("ADMIN_PASSWORD"), variable("ADMIN_USER"), variable("SUPERUSER"));
    assert.equal(found["ADMIN_USER"]?.value, "${ADMIN_USER:-admin}");
    assert.equal(found["SUPERUSER"]?.value, null);
  });

  it("is no password of another party or of a service", async () => {
    const names = [
      "APP_PASSWORD",
      "SMTP_PASSWORD",
      "KEYCLOAK_ADMIN_PASSWORD",
      "PGADMIN_DEFAULT_PASSWORD",
      "USER_PASSWORD",
    ];
    const found = await designed(...names.map(name => secret(name)), variable("ADMIN_EMAIL"));
    for (const name of [...names, "ADMIN_EMAIL"]) assert.deepEqual(found[name], { value: null, envValue: null }, name);
  });
});
