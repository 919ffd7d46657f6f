import { DAGSTER_TOOLS } from "./dagster";
import { readManagement } from "./django";
import { PAGE_TOOLS } from "./pages";
import { reading, type CommandReading, type ReadTool } from "./reading";
import { SERVERS } from "./servers";
import { programOf, unwrap } from "./unwrap";
import { WORKERS } from "./workers";

const TOOLS: ReadonlyMap<string, ReadTool> = new Map(
  Object.entries({ ...SERVERS, ...WORKERS, ...PAGE_TOOLS, ...DAGSTER_TOOLS, ...testTools(), ...migrationTools() }),
);

/**
 * Reads one command: the program that decides, what it is for and what it starts. Runners and wrappers in front
 * (`exec`, `poetry run`, `dumb-init --`) are taken off. Null for an empty command and for programs that say nothing about
 * a Python application.
 */
export function readCommand(words: readonly string[]): CommandReading | null {
  const inner = withPlainProgram(unwrap(words));
  const [program, ...rest] = inner;
  if (program === undefined || program === "") return null;
  const base = programOf(program);
  if (/^(?:python|pypy)(?:[\d.]*|w)$/.test(base) || base === "py") return readPython(rest, inner);
  if (base === "manage.py" || base === "django-admin" || base === "django-admin.py") {
    if (base !== "manage.py") return readManagement(rest, inner, base);
    // Run by itself it needs its executable bit and the interpreter of its first line; Python runs it anywhere.
    const path = program.replace(/^\.\//, "");
    return readManagement(rest, ["python", path, ...rest], path);
  }
  const tool = TOOLS.get(base);
  if (tool) return tool(rest, inner);
  if (base.endsWith(".py")) return fileReading(program, inner);
  return null;
}

/** Programs of a virtual environment by their name alone, and any Python as `python`: a container has one of each. */
function withPlainProgram(words: readonly string[]): readonly string[] {
  const [program, ...rest] = words;
  if (program === undefined) return words;
  const base = programOf(program);
  if (/^python3?(?:\.\d+)?$/.test(base)) return ["python", ...rest];
  return PROGRAM_PATH.test(program) && TOOLS.has(base) ? [base, ...rest] : words;
}

/** A program by its place in a virtual environment or a system's folder. */
const PROGRAM_PATH = /(?:^|\/)(?:bin|Scripts)\/[^/]+$/;

/** `python -m module …` and `python file.py …` are what the module or file is. */
function readPython(rest: readonly string[], words: readonly string[]): CommandReading | null {
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? "";
    if (word === "-c") return null;
    if (word === "-W" || word === "-X") {
      at++;
      continue;
    }
    const module = /^-[a-zA-Z]*m(.*)$/.exec(word);
    if (module) {
      const name = module[1] !== "" && module[1] !== undefined ? module[1] : (rest[++at] ?? "");
      return readModule(name, rest.slice(at + 1), words);
    }
    if (word.startsWith("-")) continue;
    const base = programOf(word);
    const tail = rest.slice(at + 1);
    if (base === "manage.py") return readManagement(tail, words, word.replace(/^\.\//, ""));
    const tool = TOOLS.get(base);
    // `python /venv/bin/twistd …` is the program itself, wherever the container has it.
    if (tool && !base.endsWith(".py")) return tool(tail, PROGRAM_PATH.test(word) ? [base, ...tail] : words);
    return fileReading(word, words);
  }
  return null;
}

const MODULE_TOOLS: Readonly<Record<string, string>> = {
  "celery.bin.celery": "celery",
  "gunicorn.app.wsgiapp": "gunicorn",
  "flask.cli": "flask",
  "streamlit.web.cli": "streamlit",
  "uvicorn.main": "uvicorn",
  "twisted.trial": "trial",
  "twisted.scripts.trial": "trial",
};

function readModule(name: string, rest: readonly string[], words: readonly string[]): CommandReading | null {
  if (name === "django") return readManagement(rest, words, "django-admin");
  const tool = TOOLS.get(MODULE_TOOLS[name] ?? name);
  if (tool) return tool(rest, words);
  if (name === "debugpy" || name === "pdb" || name === "cProfile" || name === "coverage") {
    const at = rest.findIndex(word => word === "-m" || (!word.startsWith("-") && /\.py$/.test(word)));
    return at < 0 ? null : readPython(rest.slice(at), words);
  }
  if (name === "aiohttp.web") {
    const target = rest.find(word => word.includes(":") && !/^\d/.test(word)) ?? "";
    return reading("aiohttp.web", "serve", {
      words,
      kind: "server",
      framework: "aiohttp",
      target: `${target}()`,
      port: 8080,
    });
  }
  if (name === "awslambdaric") {
    const target = handlerTarget(rest[0] ?? "");
    return target === null ? null : reading(name, "script", { words, kind: "script", target });
  }
  if (NO_APPLICATION.has(name)) return reading(name, "other", { words });
  if (name === "") return null;
  return reading("python", "script", { words, kind: "script", target: name });
}

/** A handler of AWS Lambda, `pkg/module.function`, as `pkg.module:function`. */
export function handlerTarget(handler: string): string | null {
  const match = /^(?:\.\/)?([\w./-]+)\.(\w+)$/.exec(handler);
  return match ? `${(match[1] ?? "").replaceAll("/", ".")}:${match[2] ?? ""}` : null;
}

const NO_APPLICATION = new Set([
  "pip",
  "venv",
  "build",
  "ensurepip",
  "compileall",
  "http.server",
  "json.tool",
  "site",
  "twine",
  "black",
  "ruff",
  "mypy",
  "flake8",
  "pylint",
  "isort",
  "pre_commit",
  "virtualenv",
  "uv",
  "poetry",
  "pipenv",
  "piptools",
  "grpc_tools.protoc",
  "spacy",
  "nltk.downloader",
  "timeit",
  "zipapp",
  "pdm",
  "ipykernel",
  "sphinx",
  "mkdocs",
  "webbrowser",
  "bandit",
  "playwright",
  "jinja2",
  "babel.messages.frontend",
  "setuptools",
  "wheel",
  "bumpversion",
  "pytype",
  "pyright",
]);

function fileReading(path: string, words: readonly string[]): CommandReading {
  const file = path.replace(/^\.\//, "");
  if (/(?:^|\/)(?:setup|conftest|noxfile)\.py$/.test(file)) return reading("python", "other", { words, target: file });
  const isTest = /(?:^|\/)(?:run_?tests?|test_\w+)\.py$/.test(file);
  return reading("python", isTest ? "test" : "script", { words, kind: isTest ? null : "script", target: file });
}

function testTools(): Record<string, ReadTool> {
  const test =
    (tool: string): ReadTool =>
    (_rest, words) =>
      reading(tool, "test", { words });
  const hatch: ReadTool = (rest, words) => reading("hatch", rest[0] === "test" ? "test" : "other", { words });
  return {
    pytest: test("pytest"),
    "py.test": test("pytest"),
    unittest: test("unittest"),
    nose2: test("nose2"),
    nosetests: test("nose"),
    stestr: (rest, words) => reading("stestr", rest.includes("run") ? "test" : "other", { words }),
    trial: test("trial"),
    tox: test("tox"),
    nox: test("nox"),
    behave: test("behave"),
    green: test("green"),
    hatch,
    coverage: (rest, words) =>
      rest[0] === "run" ? coverageOf(rest.slice(1), words) : reading("coverage", "other", { words }),
  };
}

/** `coverage run -m pytest`, `coverage run manage.py test`, `coverage run .venv/bin/trial pkg`. */
function coverageOf(rest: readonly string[], words: readonly string[]): CommandReading | null {
  const at = rest.findIndex(word => word === "-m" || word.endsWith(".py") || TOOLS.has(programOf(word)));
  return at < 0 ? reading("coverage", "test", { words }) : readPython(rest.slice(at), words);
}

function migrationTools(): Record<string, ReadTool> {
  const verbed =
    (tool: string, isMigration: (rest: readonly string[]) => boolean): ReadTool =>
    (rest, words) =>
      reading(tool, isMigration(rest) ? "migrate" : "other", { words });
  return {
    alembic: verbed("alembic", rest => rest.includes("upgrade")),
    aerich: verbed("aerich", rest => rest.includes("upgrade")),
    yoyo: verbed("yoyo", rest => rest[0] === "apply" || rest[0] === undefined),
    prisma: verbed("prisma", rest => rest[0] === "migrate" || rest[0] === "db"),
    piccolo: verbed("piccolo", rest => rest[0] === "migrations"),
    pw_migrate: verbed("peewee-migrate", rest => rest[0] === "migrate"),
    sqitch: verbed("sqitch", rest => rest[0] === "deploy"),
    flyway: verbed("flyway", rest => rest.includes("migrate")),
    dbmate: verbed("dbmate", rest => rest.includes("up") || rest.includes("migrate")),
    goose: verbed("goose", rest => rest.includes("up")),
    migrate: verbed("migrate", rest => rest.includes("up")),
    dbt: verbed("dbt", () => false),
  };
}
