import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-addresses";
import { evidenceOf } from "../../../kit/detect";

async function partsOf(text: string): Promise<readonly string[]> {
  const found = await evidenceOf(detector, { "app.py": `${text}\n` });
  return found.flatMap(one => (one.claim === "integration" ? (one.parts ?? []) : []));
}

describe("recon/integrations/address-fields", () => {
  it("knows the fields that a connection is made of", async () => {
    assert.deepEqual(await partsOf('url = f"postgresql://{quote(s.DB_USER)}:{s.DB_PASS}@{s.DB_HOST}/{s.DB_NAME}"'), [
      "DB_USER",
      "DB_PASS",
      "DB_HOST",
      "DB_NAME",
    ]);
    assert.deepEqual(
      await partsOf(
        'url = URL.create(drivername="postgresql", username=s.DB_USER, host=s.DB_HOST, database=s.DB_NAME)',
      ),
      ["DB_USER", "DB_HOST", "DB_NAME"],
    );
    assert.deepEqual(
      await partsOf('url = PostgresDsn.build(scheme="postgresql", user=s.DB_USER, path=f"/{s.DB_NAME}")'),
      ["DB_USER", "DB_NAME"],
    );
  });

  it("takes nothing of what is only asked of the server", async () => {
    assert.deepEqual(
      await partsOf(
        'url = f"postgresql://u:p@{s.DB_HOST}/{s.DB_NAME}?application_name={s.APP_NAME}&options={s.TENANT_ID}"',
      ),
      ["DB_HOST", "DB_NAME"],
    );
    assert.deepEqual(
      await partsOf(
        'url = URL.create(drivername="postgresql", host=s.DB_HOST, query=f"application_name={s.APP_NAME}")',
      ),
      ["DB_HOST"],
    );
  });
});
