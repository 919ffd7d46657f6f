import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf, changesOf, overriding } from "../plan-kit";

const texts = (settings: string): Readonly<Record<string, string>> => ({
  "requirements.txt": "django==5.0\ndj-database-url==2.1\npsycopg2-binary==2.9\ngunicorn==22\n",
  "manage.py":
    'import os\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
  "shop/__init__.py": "",
  "shop/settings.py": `import dj_database_url\nDATABASES = {"default": dj_database_url.config(env="DATABASE_URL"${settings})}\nWSGI_APPLICATION = "shop.wsgi.application"\n`,
  "shop/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
});

async function decided(settings: string, overrides: Readonly<Record<string, string | boolean>> = {}) {
  const files = texts(settings);
  const recon = await readRecon(memoryFiles(files), { name: "shop" });
  const { plan, services } = await blueprintOf(recon, files, overriding(overrides));
  const tls = plan.decisions.find(({ key }) => key === "services.db.tls");
  return { tls: tls?.value, reason: tls?.reason, hasTls: services[0]?.hasTls };
}

describe("scaffold/decisions/service-tls", () => {
  it("offers TLS where the code may insist on it, and says where", async () => {
    const always = await decided(", ssl_require=True");
    assert.deepEqual([always.tls, always.hasTls], [true, true]);
    assert.match(always.reason ?? "", /shop\/settings\.py:2/);
    assert.equal((await decided(', ssl_require="sslmode" not in query')).hasTls, true);
    assert.equal((await decided(", ssl_require=not DEBUG)\nOTHER = dict(x=1")).hasTls, true);
  });

  it("says nothing where nothing insists, and lets a person decide", async () => {
    for (const settings of ["", ", ssl_require=False", ")\n# ssl_require=True\nx = (1", ', x="sslmode=prefer"']) {
      const { tls, hasTls } = await decided(settings);
      assert.deepEqual([tls, hasTls], [undefined, false], settings);
    }
    assert.equal((await decided("", { "services.db.tls": true })).hasTls, true);
    assert.equal((await decided(", ssl_require=True", { "services.db.tls": false })).hasTls, false);
  });

  it("offers none where the image has no certificate", async () => {
    assert.equal((await decided(", ssl_require=True", { "services.db.image": "postgres:17-alpine" })).hasTls, false);
    assert.equal(
      (await decided(", ssl_require=True", { "services.db.image": "registry.example.org/library/postgres:16" })).hasTls,
      true,
    );
  });

  it("starts the server with the certificate of its image", async () => {
    const files = texts(", ssl_require=True");
    const recon = await readRecon(memoryFiles(files), { name: "shop" });
    const { text } = (await changesOf(recon, files)).files.find(({ path }) => path === "compose.yaml") ?? { text: "" };
    assert.match(text, /ssl_cert_file=\/etc\/ssl\/certs\/ssl-cert-snakeoil\.pem/);
  });
});
