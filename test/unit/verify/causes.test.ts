import assert from "node:assert/strict";
import { DrydockError } from "../../../src/model/error";
import { causeOf, lastWords, systemCheckError, unknownCause } from "../../../src/verify/causes";

/** A line of a log as the program writes it, and what is told of it. */
const LOGS: readonly (readonly [log: string, what: RegExp])[] = [
  ["ModuleNotFoundError: No module named 'redis.asyncio'", /no module redis\.asyncio\. Declare the distribution/],
  [
    "ImportError: libpq.so.5: cannot open shared object file: No such file or directory",
    /system library libpq\.so\.5 is missing .* install\.system\.runtime/,
  ],
  [
    "E: Package 'netcat' has no installation candidate",
    /no package netcat, .* Install netcat-openbsd in its place, or name an older release/,
  ],
  ["E: Unable to locate package libpq-devel", /no package libpq-devel, .* Correct the name/],
  [
    "E: The repository 'http://mirror.example/debian buster Release' does not have a Release file.",
    /The mirror http:\/\/mirror\.example\/debian no longer carries buster\./,
  ],
  ["Error: pg_config executable not found.", /headers are missing\. Add them to install\.system\.build/],
  ["error: command 'gcc' failed: No such file or directory", /no compiler\. Add gcc/],
  [
    "  File \"<string>\", line 6, in <module>\nModuleNotFoundError: No module named 'pkg_resources'\n[end of output]\n\u00d7 Getting requirements to build wheel did not run successfully.",
    /imports pkg_resources, .* Write setuptools<82 into \[build-system\]/,
  ],
  ["ModuleNotFoundError: No module named 'pkg_resources'", /The image has no module pkg_resources/],
  [
    "ModuleNotFoundError: No module named 'distutils.version'",
    /^web: Python has no module distutils from 3\.12 on\. Declare setuptools, or raise what imports it, or choose/,
  ],
  ["ModuleNotFoundError: No module named 'imp'", /module imp from 3\.12 on\. Raise what imports it/],
  ["ModuleNotFoundError: No module named 'imports'", /The image has no module imports/],
  [
    'Error response from daemon: Get "https://registry.example/v2/": dial tcp: lookup registry.example on 10.0.0.53:53: no such host',
    /^web: registry\.example cannot be reached from here/,
  ],
  [
    'psycopg2.OperationalError: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused',
    /localhost, which is the container itself/,
  ],
  [
    "redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
    /localhost, which is the container itself/,
  ],
  [
    "pymongo.errors.ServerSelectionTimeoutError: localhost:27017: [Errno 111] Connection refused",
    /localhost, which is the container itself/,
  ],
  [
    "Can't connect to local MySQL server through socket '/run/mysqld/mysqld.sock' (2)",
    /database on localhost, which is the container itself/,
  ],
  [
    "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.example.org', port=443): Max retries exceeded with url: /v1 (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -2] Name or service not known'))",
    /^web: api\.example\.org cannot be reached from here/,
  ],
  [
    "NameResolutionError(\"<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to resolve 'api.example.org' ([Errno -2] Name or service not known)\")",
    /^web: api\.example\.org cannot be reached from here/,
  ],
  [
    'could not translate host name "database" to address: Name or service not known',
    /host name database does not resolve/,
  ],
  ["socket.gaierror: [Errno -2] Name or service not known", /host name it connects to does not resolve/],
  ["PermissionError: [Errno 13] Permission denied: '/app/logs/web.log'", /writes to \/app\/logs\/web\.log, .* volume/],
  [
    "OSError: [Errno 30] Read-only file system: '/app/media'",
    /writes to \/app\/media, and the file system is read-only/,
  ],
  ["OSError: [Errno 98] Address already in use", /A port is taken/],
  ["  File \"<frozen os>\", line 679, in __getitem__\nKeyError: 'SECRET_KEY'", /variable SECRET_KEY is not set/],
  ["    os.environ['mail_host']\nKeyError: 'mail_host'", /variable mail_host is not set/],
  ["decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar", /variable SECRET_KEY is not set/],
  ['environs.EnvError: Environment variable "PORT" not set', /variable PORT is not set/],
  ["django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable", /DATABASE_URL is not set/],
  [
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nsecret_key\n  Field required",
    /setting secret_key of Settings is not set/,
  ],
  [
    "pydantic_core._pydantic_core.ValidationError: 3 validation errors for Config\ndb_url\n  Field required [type=missing]\n    For further information visit https://errors.pydantic.dev\nport\n  Input should be a valid integer [type=int_parsing]\nsecret_key\n  Field required [type=missing]\n",
    /settings db_url and secret_key of Config are not set/,
  ],
  [
    'File "pydantic/env_settings.py", line 40, in pydantic.env_settings.BaseSettings.__init__\npydantic.error_wrappers.ValidationError: 1 validation error for App\nSECRET_KEY\n  field required (type=value_error.missing)',
    /setting SECRET_KEY of App is not set/,
  ],
  [
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nport\n  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='x']\n    For further information visit https://errors.pydantic.dev",
    /setting port of Settings is refused: Input should be a valid integer, unable to parse string as an integer\. Correct/,
  ],
  ['psycopg2.errors.UndefinedTable: relation "users" does not exist', /table users is missing: migrations did not run/],
  ["sqlite3.OperationalError: no such table: auth_user", /table auth_user is missing/],
  ["Invalid HTTP_HOST header: 'web:8000'. You may need to add 'web' to ALLOWED_HOSTS.", /ALLOWED_HOSTS/],
  [
    "SystemCheckError: System check identified some issues:\n\nERRORS:\nshop.Order.tea: (fields.E300) Field defines a relation with model 'Tea', which is not installed.\n\nWARNINGS:\nshop.Tea: (models.W042) Auto-created primary key used when not defining a primary key type.\n\nSystem check identified 2 issues (0 silenced).",
    /^web: Django's own check refuses it: shop\.Order\.tea: \(fields\.E300\) Field defines/,
  ],
  ["exec /app/start.sh: no such file or directory", /program that the image lacks/],
  ["OSError: [Errno 28] No space left on device", /engine's disk is full/],
];

describe("the cause that a log names", () => {
  for (const [log, what] of LOGS)
    it(`is told of: ${log.slice(0, 60)}`, () => assert.match(causeOf("web", `starting\n${log}\n`)?.what ?? "", what));

  it("is the error of Django's check with its hint, not one of the warnings round it", () => {
    const log =
      "WARNINGS:\n?: (urls.W005) x\nSystemCheckError: System check identified some issues:\n\nERRORS:\nshop.Tea.label: (fields.E210) Cannot use ImageField because Pillow is not installed.\n\tHINT: Get Pillow.\n\nWARNINGS:\n?: (security.W001) y\n\nSystem check identified 3 issues (0 silenced).\n";
    const error = "shop.Tea.label: (fields.E210) Cannot use ImageField because Pillow is not installed.";
    assert.equal(systemCheckError(log), `${error}\nHINT: Get Pillow.`);
    assert.equal(lastWords(log), error);
    assert.equal(systemCheckError("System check identified some issues:\n\nWARNINGS:\n?: (urls.W005) x\n"), null);
  });

  it("is null where nothing known stands in it", () => assert.equal(causeOf("web", "all is well"), null));

  it("is the variable that names Django's settings, where no such module is there, and not what these import", () => {
    const django = (last: string) =>
      `  File "/opt/venv/lib/python3.13/site-packages/django/conf/__init__.py", line 162, in __init__\n    mod = importlib.import_module(self.SETTINGS_MODULE)\n  File "/usr/lib/python3.13/importlib/__init__.py", line 88, in import_module\n    return _bootstrap._gcd_import(name[level:], package, level)\n           ~~~~~~~~~~~~~~~~~~~~~~^^^^^^^^^^^\n  File "<frozen importlib._bootstrap>", line 1387, in _gcd_import\n${last}ModuleNotFoundError: No module named 'local'\n`;
    const named = causeOf("web", django('  File "<frozen importlib._bootstrap>", line 1324, in _find\n'))?.what ?? "";
    assert.match(named, /^web: The image has no settings module local, which DJANGO_SETTINGS_MODULE names\./);
    const imported = causeOf("web", django('  File "/app/shop/settings.py", line 3, in <module>\n    import local\n'));
    assert.match(imported?.what ?? "", /^web: The image has no module local\. Declare the distribution/);
  });

  it("is no variable where a mapping or a model of the application's own lacks something", () => {
    const lacks =
      "Traceback (most recent call last):\n  File \"/app/shop.py\", line 3, in price\n    prices['TEA']\nKeyError: 'TEA'";
    assert.equal(causeOf("web", lacks), null);
    const own = causeOf("web", "ModuleNotFoundError: No module named 'parser.lexer'");
    assert.match(own?.what ?? "", /Declare the distribution/);
    const wsgi =
      '  File "/venv/sync.py", line 5, in handle\n    respiter = self.wsgi(environ, resp.start_response)\n  File "/app/app.py", line 3, in get\n    users["bob"]\nKeyError: \'bob\'';
    assert.equal(causeOf("web", wsgi), null);
    const request = "ValidationError: 1 validation error for EnvelopeConfigIn\nname\n  Field required";
    assert.equal(causeOf("web", request), null);
    const model = "pydantic_core._pydantic_core.ValidationError: 1 validation error for Order\nprice\n  Field required";
    assert.equal(causeOf("web", model), null);
    assert.equal(
      lastWords(`Traceback (most recent call last):\n${model}\ntea.name\n  Field required`),
      "pydantic_core._pydantic_core.ValidationError: 1 validation error for Order: price, tea.name",
    );
    const cut = "Traceback (most recent call last):\nValidationError: 1 validation error for Order";
    assert.equal(
      lastWords(`${cut}\n  Value error, no\nready\nx\n  y\n`),
      "ValidationError: 1 validation error for Order",
    );
    assert.equal(lastWords(cut), "ValidationError: 1 validation error for Order");
  });
});

it("does not say that a compiler is missing where it refuses the code", () => {
  assert.equal(causeOf("build", "error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1"), null);
});

describe("a failure that no pattern explains", () => {
  const logs = new Map([
    ["db", "database system is ready\n"],
    ["web", "about to start\nit is over\n"],
  ]);
  const error = (message: string): DrydockError => new DrydockError("start-crashed", message, "It ended.", "Look.");

  it("has the lines of the service that stopped alone", () => {
    const { log } = unknownCause(error("web ended with exit code 3."), logs, new Map(), []);
    assert.equal(log, "about to start\nit is over");
  });

  it("is no exception that the program went on after, nor its line", () => {
    const raised = 'Traceback (most recent call last):\n  File "/app/shop.py", line 3, in price\nKeyError: "tea"\n';
    const gone = `${raised}fell back to the old prices\nno licence was found\n`;
    const compose = { path: "compose.yaml", line: 4, column: 3, text: "web", confidence: "high" } as const;
    const cause = (log: string) => {
      const stopped = new DrydockError("start-crashed", "web stopped, exit code 1.", log, "Correct it.");
      return unknownCause(stopped, new Map([["web", log]]), new Map([["web", compose]]), ["shop.py"]);
    };
    assert.equal(cause(gone).what, "web stopped, exit code 1. no licence was found. Correct it.");
    assert.equal(cause(gone).place?.path, "compose.yaml");
    assert.equal(cause(raised).what, 'web stopped, exit code 1. KeyError: "tea". Correct it.');
    assert.equal(cause(raised).place?.path, "shop.py");
  });

  it("is the exception that a health check meets, however much the program writes after it", () => {
    const log =
      'Traceback (most recent call last):\n  File "/app/shop.py", line 3, in price\nKeyError: "tea"\nGET /health 500\n';
    const why =
      'Its health check says: Traceback (most recent call last):\n  File "/usr/lib/urllib/request.py", line 9\nurllib.error.HTTPError: HTTP Error 500\nIts log says: KeyError: "tea"';
    const late = new DrydockError("health-timeout", "web did not turn healthy in time.", why, "Correct it.");
    const { what, place } = unknownCause(late, new Map([["web", log]]), new Map(), ["shop.py"]);
    assert.equal(what, 'web did not turn healthy in time. Its log says: KeyError: "tea". Correct it.');
    assert.equal(place?.path, "shop.py");
  });

  it("has the last lines of each service where it names none, or the named one wrote nothing", () => {
    const all = "db:\ndatabase system is ready\nweb:\nabout to start\nit is over";
    assert.equal(unknownCause(error("The stack did not start."), logs, new Map(), []).log, all);
    const silent = new Map([...logs, ["job", ""]]);
    assert.match(unknownCause(error("job ended with exit code 3."), silent, new Map(), []).log, /^db:\n/);
  });
});
