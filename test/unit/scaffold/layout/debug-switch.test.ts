import assert from "node:assert/strict";
import { debugOff, redirectsUnlessDebugging } from "../../../../src/scaffold/layout/debug-switch";
import { applied, planned, type Texts } from "../plan-kit";

const CODE: Texts = {
  "requirements.txt": "fastapi\nuvicorn\n",
  "main.py": 'import os\nfrom fastapi import FastAPI\napp = FastAPI(debug=os.environ["APP_DEBUG"] == "True")\n',
  ".env.example": "APP_DEBUG=True\nDEBUG_LEVEL=1\n",
};

const IMAGE = (command: string): string =>
  `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ${command}\n`;
const COMPOSE = 'services:\n  web:\n    build: .\n    env_file: .env\n    ports: ["8000:8000"]\n';

async function written(texts: Texts): Promise<Texts> {
  return applied({}, await planned({ ...CODE, ...texts }));
}

describe("a sample that switches debugging on", () => {
  it("is answered with the other word in the same spelling", () => {
    const words = ["True", "true", "TRUE", "1", "yes", "on", "Y"].map(word => debugOff("DJANGO_DEBUG", word));
    assert.deepEqual(words, ["False", "false", "FALSE", "0", "no", "off", "N"]);
    assert.equal(debugOff("DEBUG", "False"), null);
    assert.equal(debugOff("DEBUG", "app:*"), null);
    assert.equal(debugOff("DEBUG_TOOLBAR", "True"), null);
    assert.equal(debugOff("USE_TLS", "True"), null);
    assert.equal(debugOff("NO_DEBUG", "True"), null);
    assert.equal(debugOff("APP_DISABLE_DEBUG", "1"), null);
  });

  it("is off in .env, and on in the Compose file for development alone", async () => {
    const files = await written({});
    assert.match(files[".env"] ?? "", /^APP_DEBUG=False$/m);
    assert.match(files["compose.yaml"] ?? "", /APP_DEBUG: \$\{APP_DEBUG:\?/);
    assert.match(files["compose.override.yaml"] ?? "", /^ +APP_DEBUG: "?True"?$/m);
  });

  it("is on for the tests where without it each request is led to HTTPS, unless the authors run them otherwise", async () => {
    const redirects = { "settings.py": 'DEBUG = os.environ["APP_DEBUG"]\nSECURE_SSL_REDIRECT = not DEBUG\n' };
    const plain = { "tests/test_main.py": "def test_main():\n    assert True\n", "requirements-dev.txt": "pytest\n" };
    const tests = { ...plain, ...redirects };
    const files = await written(tests);
    assert.match(files["compose.test.yaml"] ?? "", /^ +APP_DEBUG: "?True"?$/m);
    const job =
      "jobs:\n  test:\n    runs-on: ubuntu-latest\n    env:\n      APP_DEBUG: 'False'\n    steps:\n      - run: pytest\n";
    const checked = await written({ ...tests, ".github/workflows/test.yml": job });
    assert.match(checked["compose.test.yaml"] ?? "", /^ +APP_DEBUG: "?False"?$/m);
    const off = await written({ ...tests, ".env.example": "APP_DEBUG=False\n" });
    assert.doesNotMatch(off["compose.test.yaml"] ?? "", /APP_DEBUG: "?True/);
    // It may load `debug_toolbar`, which the stage for tests has not installed.
    assert.doesNotMatch((await written(plain))["compose.test.yaml"] ?? "", /APP_DEBUG: "?True/);
  });

  it("is what redirects to HTTPS wait for, where a condition says so", () => {
    const found = [
      "SECURE_SSL_REDIRECT = not DEBUG",
      'SECURE_SSL_REDIRECT = not env.bool("DEBUG")',
      "if not DEBUG:\n    X = 1\n\n    SECURE_SSL_REDIRECT = True",
      "if DEBUG:\n    SECURE_SSL_REDIRECT = False\nelse:\n    SECURE_SSL_REDIRECT = True",
    ];
    for (const text of found) assert.equal(redirectsUnlessDebugging(text), true, text);
    const others = [
      "SECURE_SSL_REDIRECT = True",
      "if not DEBUG:\n    SECURE_SSL_REDIRECT = False",
      "if DEBUG:\n    X = 1\nSECURE_SSL_REDIRECT = True",
      "if not DEBUG:\n    X = 1\nif PRODUCTION:\n    SECURE_SSL_REDIRECT = True",
    ];
    for (const text of others) assert.equal(redirectsUnlessDebugging(text), false, text);
  });

  it("is off in the .env that a person's own Compose file insists on", async () => {
    const files = await written({
      Dockerfile: IMAGE('["uvicorn", "main:app", "--host", "0.0.0.0"]'),
      "docker-compose.yml": COMPOSE,
    });
    assert.match(files[".env"] ?? "", /^APP_DEBUG=False\nDEBUG_LEVEL=1$/m);
  });

  it("stays on there where the service runs a server of development", async () => {
    const reloading = await written({
      Dockerfile: IMAGE('["uvicorn", "main:app", "--host", "0.0.0.0", "--reload"]'),
      "docker-compose.yml": COMPOSE,
    });
    assert.match(reloading[".env"] ?? "", /^APP_DEBUG=True$/m);
    const commanded = await written({
      Dockerfile: IMAGE('["uvicorn", "main:app", "--host", "0.0.0.0"]'),
      "docker-compose.yml": `${COMPOSE}    command: uvicorn main:app --reload --host 0.0.0.0\n`,
    });
    assert.match(commanded[".env"] ?? "", /^APP_DEBUG=True$/m);
  });
});
