import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeText, isBinary } from "../../../src/workspace/decode";
import { matchesGlob } from "../../../src/workspace/glob";
import { isForeignFolder } from "../../../src/workspace/ignored-folders";
import { isSecretName, maskLine, maskSecrets } from "../../../src/workspace/mask";
import { SourceText } from "../../../src/workspace/source-text";

describe("SourceText", () => {
  it("turns offsets into lines and columns and back", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "é", "😀") }), fc.nat(200), (text, offset) => {
        const source = new SourceText(text);
        const { line, column } = source.position(offset);
        assert.equal(source.offset(line, column), Math.min(offset, text.length));
      }),
    );
  });

  it("gives lines without their ends", () => {
    const source = new SourceText("a\r\nb\n");
    assert.deepEqual([source.line(1), source.line(2), source.line(3), source.line(9)], ["a", "b", "", ""]);
  });
});

describe("decodeText", () => {
  it("honours byte order marks, coding lines and falls back for bytes that are no UTF-8", () => {
    assert.equal(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "a");
    assert.equal(decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0x00)), "a");
    assert.equal(
      decodeText(Buffer.from("# -*- coding: latin-1 -*-\nx = '\xe9'\n", "latin1")),
      "# -*- coding: latin-1 -*-\nx = 'é'\n",
    );
    assert.equal(decodeText(Buffer.from("caf\xe9", "latin1")), "café");
    assert.equal(decodeText(Buffer.from("# coding: no-such-thing\n\xe9", "latin1")), "# coding: no-such-thing\né");
  });

  it("tells binary files from UTF-16 text", () => {
    assert.ok(isBinary(Uint8Array.of(0x7f, 0x45, 0x00)));
    assert.ok(!isBinary(Uint8Array.of(0xff, 0xfe, 0x61, 0x00)));
  });
});

describe("globs", () => {
  for (const [path, pattern, expected] of [
    ["a/b/requirements.txt", "requirements*.txt", true],
    ["a/b.py", "a/*.py", true],
    ["a/c/b.py", "a/*.py", false],
    ["a/c/d/b.py", "a/**/b.py", true],
    ["a/b.py", "a/**/b.py", true],
    ["legacy/x/y.py", "legacy/**", true],
    ["compose.prod.yml", "compose*.{yml,yaml}", true],
    ["a+b.txt", "a+b.txt", true],
    ["ab.txt", "a[bc].txt", true],
    ["Dockerfile", "/Dockerfile", true],
    ["svc/Dockerfile", "/Dockerfile", false],
    ["a/b", "a[!x]b", false],
    ["m", "[z-a]", false],
    ["[z-a", "[z-a", true],
    ["^", "[x^]", true],
    ["a", "[]", false],
  ] as const) {
    it(`${pattern} ${expected ? "matches" : "does not match"} ${path}`, () => {
      assert.equal(matchesGlob(path, pattern), expected);
    });
  }

  it("takes any text as a pattern", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."az-^!?*/{}[](),\\.💡") }),
        fc.string({ unit: fc.constantFrom(..."az/-💡") }),
        (pattern, path) => typeof matchesGlob(path, pattern) === "boolean",
      ),
    );
  });
});

describe("secrets", () => {
  it("knows a secret by its name", () => {
    for (const name of [
      "SECRET_KEY",
      "DB_PASSWORD",
      "AWS_SECRET_ACCESS_KEY",
      "apiKey",
      "GITHUB_TOKEN",
      "stripe_api_key",
      "JWT_SECRET",
      "REDIS_AUTH",
      "HOURS_TOKEN",
      "ENABLE_BANKING_API_KEY",
      "SKIP_TRACE_API_KEY",
      "DB_USER_PASSWORD",
      "AZURE_STORAGE_CONNECTION_STRING",
      "MONGO_CONN_STR",
      "mysqlConnectionString",
    ])
      assert.ok(isSecretName(name), name);
    for (const name of [
      "PASSWORD_MIN_LENGTH",
      "PASSWORD_HASHERS",
      "PUBLIC_KEY",
      "TOKEN_URL",
      "SECRET_KEY_FILE",
      "KEYBOARD",
      "AUTH_BACKEND",
      "AUTHOR",
      "ACCESS_TOKEN_EXPIRE_MINUTES",
      "MONKEY",
      "LDAP_EMAIL_KEY",
      "DISPLAY_NAME_KEY",
      "TOKEN_PRICE",
      "TOKEN_THROTTLE_RATE",
      "RESET_PASSWORD_LOCK_TIME",
      "NOTIFY_PASSWORD_CHANGE_TEMPLATE",
    ])
      assert.ok(!isSecretName(name), name);
  });

  it("hides values of secret names, URL credentials, tokens and everything in .env files", () => {
    assert.equal(maskLine('SECRET_KEY = "hunter2-very-secret"', "settings.py"), 'SECRET_KEY = "•••"');
    assert.equal(maskLine("DATABASE_URL=postgres://app:hunter2@db/app", "x.yml"), "DATABASE_URL=postgres://•••@db/app");
    assert.equal(maskLine("URL=smtp://me@shop.example:hunter2@mail", "x.yml"), "URL=smtp://•••@mail");
    assert.equal(maskLine("LOG_LEVEL=debug", ".env"), "LOG_LEVEL=•••");
    assert.equal(
      maskLine('DB = "mysql://h/db?user=a&password=s3cret&charset=utf8"', "a.py"),
      'DB = "mysql://h/db?user=a&password=•••&charset=utf8"',
    );
    assert.equal(
      maskLine('HOOK = "https://hooks.example.com/T0/abcdefSECRETxyz123456"', "a.py"),
      'HOOK = "https://hooks.example.com/T0/•••"',
    );
    const made = 'url = f"mysql://h/db?password={word}&charset=utf8"';
    assert.equal(maskLine(made, "a.py"), made);
    assert.equal(
      maskLine('key = os.environ.get("API_TOKEN", "abc123")', "a.py"),
      'key = os.environ.get("API_TOKEN", "•••")',
    );
    assert.ok(!maskSecrets("auth = 'ghp_abcdefghijklmnopqrstuvwxyz0123'").includes("ghp_"));
  });

  it("hides a value inside what another name is given, and the default of a variable", () => {
    for (const [text, shown] of [
      ["80:${API_TOKEN:hunter2}", "80:${API_TOKEN:•••}"],
      ["X=${API_TOKEN=hunter2}", "X=${API_TOKEN=•••}"],
      ["url: ${API_TOKEN-hunter2 and more}/x", "url: ${API_TOKEN-•••}/x"],
      ["command: API_TOKEN=hunter2", "command: API_TOKEN=•••"],
      ['command: "app API_TOKEN=hunter2 on"', 'command: "app API_TOKEN=••• on"'],
      ["A=B=C=DB_PASSWORD=hunter2", "A=B=C=DB_PASSWORD=•••"],
      ["command: API_TOKEN='hunter2' flask run", "command: API_TOKEN='•••' flask run"],
      ['run: DB_PASSWORD="hunter 2" make', 'run: DB_PASSWORD="•••" make'],
      ["sh: PGPASSWORD='hunter2' psql", "sh: PGPASSWORD='•••' psql"],
      ["A=(B=[API_TOKEN=hunter2)", "A=(B=[API_TOKEN=•••)"],
      ["X=${API_TOKEN:-${OTHER:-hunter2}}", "X=${API_TOKEN:-${OTHER:-•••}}"],
      ["X=${OTHER:-a${API_TOKEN:-hunter2}}", "X=${OTHER:-a${API_TOKEN:-•••}}"],
      [`X=\${API_TOKEN:-${"s".repeat(900)}}`, "X=${API_TOKEN:-•••}"],
      [`API_TOKEN=${"s".repeat(900)}`, "API_TOKEN=•••"],
      [`API_TOKEN="${"s".repeat(900)}"`, 'API_TOKEN="•••"'],
      [`run --api-token ${"s".repeat(900)}`, "run --api-token •••"],
      [`PASSWORD='a"b'`, "PASSWORD='•••'"],
      ['PASSWORD="a\\"b"', 'PASSWORD="•••"'],
      ['{\\"password\\": \\"hunter2\\"}', '{\\"password\\": \\"•••\\"}'],
      ["PASSWORD='hunter2", "PASSWORD='•••"],
      ["API_TOKEN := hunter2", "API_TOKEN := •••"],
      ["token=$(API_KEY=hunter2 sign)", "token=$(API_KEY=••• sign)"],
    ] as const) {
      assert.equal(maskSecrets(text), shown);
    }
    for (const text of ["80:${PORT:-8000}", "${API_TOKEN:-$OTHER}", "A=B=C=D"]) assert.equal(maskSecrets(text), text);
  });

  it("hides the login of an address whose scheme is missing", () => {
    const told = "Could not parse SQLAlchemy URL from string '://app:hunter2@db:5432/app'";
    assert.equal(maskSecrets(told), told.replace("app:hunter2", "•••"));
    for (const text of ["://db:5432/app", "a://b", "see :// or @"]) assert.equal(maskSecrets(text), text);
  });

  it("hides a value behind its annotation in Python", () => {
    assert.equal(maskLine('password: str | None = "hunter2"', "a.py"), 'password: str | None = "•••"');
    assert.equal(maskLine('password: Optional[str] = "hunter2"', "a.py"), 'password: Optional[str] = "•••"');
    assert.equal(maskLine('PASSWORD = """hunter2"""', "a.py"), 'PASSWORD = """•••"""');
  });

  it("hides a secret whatever names, signs and quotes stand before it", () => {
    const before = fc.array(
      fc.constantFrom("a=", "b: ", "x", " ", "--c ", "(", "{", "[", ",", ";", "${D:-", "e.f", '"g": '),
      {
        maxLength: 12,
      },
    );
    const value = fc.constantFrom("'s3cr3t'", '"s3cr3t"', "s3cr3t");
    fc.assert(
      fc.property(before, value, fc.constantFrom("=", ": "), (parts, word, sign) => {
        const text = `${parts.join("")} API_TOKEN${sign}${word} end`;
        assert.ok(!maskSecrets(text).includes("s3cr3t"), text);
      }),
    );
  });

  it("is linear in long lines", () => {
    for (const part of [
      "a=",
      "token=",
      "token='",
      'token="',
      "${token:-",
      "${a:-",
      "a: ",
      "a",
      "\\",
      "[",
      "token=(",
      " ",
    ]) {
      const text = part.repeat(Math.ceil(200_000 / part.length));
      const start = performance.now();
      maskSecrets(text);
      const took = performance.now() - start;
      assert.ok(took < 400, `${part} took ${took} ms`);
    }
  });

  it("leaves code that holds no value alone", () => {
    for (const line of [
      'SECRET_KEY = os.environ["SECRET_KEY"]',
      "password = settings.password",
      "token: str",
      "SECRET_KEY=${SECRET_KEY:?}",
    ]) {
      assert.equal(maskLine(line, "settings.py"), line);
    }
  });

  it("cuts to 200 characters and never throws", () => {
    fc.assert(fc.property(fc.string({ maxLength: 600 }), text => assert.ok(maskLine(text, "a.py").length <= 200)));
  });
});

describe("folders that are not the workspace's own", () => {
  it("are told by what they hold", () => {
    assert.ok(isForeignFolder("env", ["pyvenv.cfg", "bin"]));
    assert.ok(isForeignFolder("conda", ["conda-meta"]));
    assert.ok(isForeignFolder("build", ["lib", "bdist.linux-x86_64"]));
    assert.ok(isForeignFolder("web/node_modules", []));
    assert.ok(!isForeignFolder("build", ["__init__.py", "lib"]));
    assert.ok(!isForeignFolder("env", ["settings.py"]));
    assert.ok(!isForeignFolder("dist", ["views.py"]));
  });
});
