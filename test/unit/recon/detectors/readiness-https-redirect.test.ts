import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-https-redirect";
import { evidenceOf } from "../../../kit/detect";

async function fixes(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.place.path}:${one.place.line} ${one.fix}` : one.claim,
  );
}

const HEADER = 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")';

describe("recon/detectors/readiness-https-redirect", () => {
  it("finds a redirect that is on, or on by default", async () => {
    assert.deepEqual(await fixes({ "conf/production.py": "SECURE_SSL_REDIRECT = True\n" }), [
      `conf/production.py:1 Set ${HEADER} where a proxy sets that header.`,
    ]);
    assert.deepEqual(
      await fixes({
        "settings.py": 'import environ\nenv = environ.Env()\nSECURE_SSL_REDIRECT = env.bool("TLS", True)\n',
      }),
      [`settings.py:3 Set ${HEADER} where a proxy sets that header, and TLS to false where none is.`],
    );
  });
  it("lets it be where the proxy's header is read, where it is off, and in settings for development", async () => {
    assert.deepEqual(await fixes({ "prod.py": "SECURE_SSL_REDIRECT = True\n", "base.py": `${HEADER}\n` }), []);
    assert.deepEqual(await fixes({ "settings.py": "SECURE_SSL_REDIRECT = False\n" }), []);
    assert.deepEqual(
      await fixes({ "settings.py": 'import os\nSECURE_SSL_REDIRECT = os.environ.get("TLS") == "1"\n' }),
      [],
    );
    assert.deepEqual(await fixes({ "conf/dev.py": "SECURE_SSL_REDIRECT = True\n" }), []);
  });
});
