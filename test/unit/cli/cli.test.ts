import assert from "node:assert/strict";
import type { CommandContext } from "../../../src/cli/command";
import { command as lint } from "../../../src/cli/lint";
import { printError, printJson } from "../../../src/cli/print";
import { command as recon, listWithin } from "../../../src/cli/recon";
import { lintTargets } from "../../../src/cli/lint-targets";
import { parseArguments } from "../../../src/cli/parse-arguments";
import { parseSet } from "../../../src/cli/scaffold";
import { cutMiddle, cutPath, table, Terminal, terminalOptions, wrap, wrappedTable } from "../../../src/cli/terminal";
import { tellActions } from "../../../src/cli/step-summary";
import { showAdvice, showCauses } from "../../../src/cli/verify-output";
import { DrydockError } from "../../../src/model/error";
import { readRecon } from "../../../src/recon/read-recon";
import type { Verification } from "../../../src/model/verification";
import { memoryFiles } from "../../kit/memory-files";
import { emptyRecon, sampleVerification } from "../../kit/samples";

describe("the terminal", () => {
  it("has colour and rewriting only on a terminal, and honours NO_COLOR and TERM=dumb", () => {
    const tty = { isTTY: true, columns: 200 };
    assert.deepEqual(terminalOptions(tty, { LANG: "en_US.UTF-8" }), {
      isTerminal: true,
      colour: true,
      unicode: true,
      columns: 80,
      isActions: false,
    });
    assert.equal(terminalOptions(tty, { NO_COLOR: "1" }).colour, false);
    assert.equal(terminalOptions(tty, { TERM: "dumb" }).isTerminal, false);
    assert.equal(terminalOptions({ isTTY: true, columns: 0 }, {}).columns, 80);
    assert.equal(terminalOptions({}, { LANG: "en_US.UTF-8" }).unicode, false);
    assert.equal(terminalOptions(tty, { LANG: "C" }).unicode, false);
  });

  it("gives a runner of GitHub Actions no command that stands in a log, whatever its form", () => {
    const log = "::stop-commands::t\nfoo\r::add-mask::e\n|  text ##[add-mask]a";
    const verification = sampleVerification(log);
    const written = (env: Readonly<Record<string, string>>): string => {
      let text = "";
      const out = new Terminal(
        more => (text += more),
        terminalOptions({}, env),
        () => 0,
      );
      showCauses(verification, out);
      printJson(out, { log: "##[add-mask]a" });
      return text;
    };
    const read = (text: string): readonly string[] =>
      text.split(/[\r\n]+/).filter(line => line.trim().startsWith("::") || line.includes("##["));
    assert.equal(read(written({})).length, 3, "elsewhere a log is shown as it is");
    assert.deepEqual(read(written({ GITHUB_ACTIONS: "true" })), []);
    const [json = ""] = /\{[\s\S]*\}/.exec(written({ GITHUB_ACTIONS: "true" })) ?? [];
    assert.deepEqual(JSON.parse(json), { log: "##[add-mask]a" });
  });

  it("tells commands to the runner that reads it", async () => {
    let err = "";
    const terminal = new Terminal(
      more => (err += more),
      terminalOptions({}, { GITHUB_ACTIONS: "true" }),
      () => 0,
    );
    const context = { env: { GITHUB_ACTIONS: "true" }, err: terminal } as unknown as CommandContext;
    await tellActions(context, sampleVerification("::add-mask::x"), "shop");
    assert.match(err, /^::error title=Verification failed::/m);
    assert.match(err, /^::group::/m);
    assert.doesNotMatch(err, /::add-mask/);
  });

  it("shows models without a migration as advice, and no check that is none", () => {
    let text = "";
    const out = new Terminal(
      more => (text += more),
      terminalOptions({}, {}),
      () => 0,
    );
    const check = { command: ["python", "manage.py", "makemigrations", "--check"], exit: 1, ms: 1, text: "shop: Tea" };
    const checks = [
      { ...check, isAdvice: true },
      { ...check, command: ["held"], isAdvice: true, exit: 0 },
      { ...check, command: ["failed"], isAdvice: false },
    ];
    const migrations = [{ service: "web", checks }] as unknown as Verification["migrations"];
    showAdvice({ ...sampleVerification(), migrations }, out);
    assert.equal(
      text,
      "  ! web: python manage.py makemigrations --check finds that models and\n    migrations differ.\n    shop: Tea\n",
    );
  });

  it("writes the newest progress a moment later where it came too soon, unless the line went away", () => {
    const written: string[] = [];
    const timer: { run: (() => void) | null; ms: number } = { run: null, ms: 0 };
    const terminal = new Terminal(
      text => written.push(text),
      { isTerminal: true, colour: false, unicode: true, columns: 80 },
      () => 40,
      (run, ms) => {
        Object.assign(timer, { run, ms });
        return () => (timer.run = null);
      },
    );
    for (const text of ["one", "two", "three"]) terminal.progress(text);
    assert.deepEqual([...written, timer.ms], ["one", 100]);
    timer.run?.();
    assert.deepEqual(written, ["one", "\r\u001b[2K", "three"]);
    terminal.progress("four");
    terminal.clear();
    assert.equal(timer.run, null);
    assert.deepEqual(written.slice(3), ["\r\u001b[2K"]);
  });

  it("writes progress at most ten times a second, on one line that goes away", () => {
    const written: string[] = [];
    const clock = { now: 0 };
    const terminal = new Terminal(
      text => written.push(text),
      { isTerminal: true, colour: false, unicode: true, columns: 80 },
      () => clock.now,
    );
    terminal.progress("one");
    terminal.progress("two");
    clock.now = 100;
    terminal.progress("three\nlines");
    terminal.line("done");
    assert.equal(written.join(""), "one\r\u001b[2Kthree lines\r\u001b[2Kdone\n");
  });

  it("fits words, columns and paths into their width", () => {
    assert.deepEqual(wrap("aa bb cc dd", 5), ["aa bb", "cc dd"]);
    assert.deepEqual(
      table([
        ["a", "b"],
        ["ccc", "d"],
      ]),
      ["a    b", "ccc  d"],
    );
    assert.equal(cutMiddle("shop/orders/views.py", 11), "shop/…ws.py");
    assert.equal(cutPath("shop/orders/views.py", 16), "shop/…/views.py");
    assert.equal(cutPath("shop/orders/views.py", 10), "…/views.py");
    assert.equal(cutPath("shop/views.py", 40), "shop/views.py");
  });

  it("wraps the last column of a table, and puts it below the others where it would be too narrow", () => {
    const words = Array.from({ length: 12 }, () => "reasons").join(" ");
    const beside = wrappedTable([["key", "value", words]]);
    assert.ok(beside.length > 1 && beside.every(line => line.length <= 80), beside.join("\n"));
    assert.match(beside[1] ?? "", /^ {12}reasons/);
    const below = wrappedTable([["k".repeat(40), "v".repeat(20), words]]);
    assert.match(below[1] ?? "", /^ {4}reasons/);
  });

  it("lists as many names as fit, and counts the rest of all", () => {
    assert.equal(listWithin(["a", "bb", "ccc"], 40, 5), "a, bb, ccc and 2 more");
    assert.equal(listWithin(["alpha", "beta", "gamma"], 16), "alpha and 2 more");
    assert.equal(listWithin([], 40), "none");
  });

  it("prints an error in three parts that begin in one column", () => {
    const lines: string[] = [];
    const err = new Terminal(
      text => lines.push(text),
      { isTerminal: false, colour: false, unicode: false, columns: 80 },
      () => 0,
    );
    printError(err, new DrydockError("usage", "What.", `${"why ".repeat(30)}end.`, "Do it."));
    const [what, why, more, todo, code] = lines.join("").split("\n");
    assert.equal(what, "FAIL What.");
    assert.match(why ?? "", /^ {2}Why: why why/);
    assert.match(more ?? "", /^ {7}why why/);
    assert.equal(todo, "  Do:  Do it.");
    assert.equal(code, "  code: usage");
  });
});

describe("arguments", () => {
  it("are read by the command's own description", () => {
    const args = parseArguments(recon, ["dir", "--json", "--unit", "api"]);
    assert.deepEqual([args.positionals, args.flag("json"), args.text("unit")], [["dir"], true, "api"]);
  });

  it("that are wrong end with the usage", () => {
    assert.throws(() => parseArguments(recon, ["--jsn"]), { code: "usage", why: /drydock recon \[DIR\]/ });
    assert.throws(() => parseArguments(recon, ["--jsn"]), {
      message: "There is no option --jsn.",
      todo: /^Did you mean --json\?/,
    });
    assert.throws(() => parseArguments(lint, ["--json"]), { todo: /^Did you mean --format json\?/ });
    assert.throws(() => parseArguments(recon, ["--unit"]), { message: "--unit needs a value: NAME." });
    assert.throws(() => parseArguments(recon, ["a", "b"]), { message: "b is one argument too many." });
  });

  it("of --set become decisions", () => {
    assert.deepEqual(parseSet(["web.port=8080", "python.version=3.10", "a=[x, y]", "b=true", "c=none", "d=k=v"]), {
      "web.port": 8080,
      "python.version": "3.10",
      a: "[x, y]",
      b: true,
      c: null,
      d: "k=v",
    });
    assert.throws(() => parseSet(["web.port"]), { code: "usage" });
  });
});

/** What a context of a command writes, with an application of its own. */
function contextOf(app: unknown): { readonly context: CommandContext; readonly written: { out: string; err: string } } {
  const written = { out: "", err: "" };
  const terminal = (name: "out" | "err"): Terminal =>
    new Terminal(
      text => (written[name] += text),
      { isTerminal: false, colour: false, unicode: true, columns: 80 },
      () => 0,
    );
  const context = {
    app,
    out: terminal("out"),
    err: terminal("err"),
    signal: new AbortController().signal,
    resolve: (path: string) => `/abs/${path}`,
    isFolder: () => Promise.resolve(true),
  } as unknown as CommandContext;
  return { context, written };
}

describe("recon", () => {
  it("says once what holds for several places, and names what the codebase is made of", async () => {
    const files = memoryFiles({
      "requirements.txt": "flask\n",
      "aaa.py": "A = 1\n",
      "shop/__init__.py": "",
      "shop/a.py": "type A = int\n",
      "shop/b.py": "type B = int\n",
      "shop/c.py": "type C = int\n",
      "tests/__init__.py": "",
      ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`tests/test_${at}.py`, "def test(): pass\n"])),
    });
    const found = await readRecon(files, { name: "shop" });
    const { context, written } = contextOf({ recon: () => Promise.resolve(found) });
    assert.equal(await recon.run(parseArguments(recon, ["dir"]), context), 0);
    assert.match(written.out, /Modules +\d+ +shop, aaa, tests and \d+ more\n/);
    assert.match(written.out, /Problems +3 +! shop\/a\.py:1 .*\(and at 2\s+more places\)/s);
    assert.doesNotMatch(written.out, /shop\/b\.py/);
  });

  it("counts hosts beyond a dozen, and shows whatever a container has to be given", async () => {
    const asks = Array.from({ length: 15 }, (_, at) => `requests.get("https://api${10 + at}.mailer.io/")\n`).join("");
    const files = memoryFiles({
      "requirements.txt": "requests\nredis\n",
      "ask.py": `import os, requests, redis\n${asks}requests.get(os.environ["ZZ_URL"])\nredis.Redis("localhost")\n`,
    });
    const found = await readRecon(files, { name: "shop" });
    const { context, written } = contextOf({ recon: () => Promise.resolve(found) });
    await recon.run(parseArguments(recon, ["dir"]), context);
    const hosts = [...written.out.matchAll(/api\d+/g)].map(([host]) => host);
    assert.deepEqual(
      hosts.toSorted(),
      Array.from({ length: 12 }, (_, at) => `api${10 + at}`),
    );
    assert.match(written.out, /\n +3 more hosts in --json\n/);
    assert.match(written.out, /Redis +! ask\.py:18/);
  });
});

describe("recon --online", () => {
  it("shows its command on standard error before it asks, and prints what was answered", async () => {
    const answered = { ...emptyRecon("shop"), root: "answered" };
    const asked: string[] = [];
    const { context, written } = contextOf({
      recon: () => Promise.resolve(emptyRecon("shop")),
      inquiry: (root: string) =>
        Promise.resolve({
          packages: 3,
          command: "uv pip compile …",
          ask: () => {
            asked.push(`${root}: ${written.err.trim()}`);
            return Promise.resolve({ answers: new Map([["a==1", { verdict: "ok", why: "" }]]), recon: answered });
          },
        }),
    });
    assert.equal(await recon.run(parseArguments(recon, ["dir", "--json", "--online"]), context), 0);
    assert.deepEqual(asked, ["/abs/dir: Asking about 3 packages: uv pip compile …"]);
    assert.equal((JSON.parse(written.out) as { root: string }).root, "answered");
    assert.match(written.err, /The time was over before 2 packages could be asked about\./);
  });
});

describe("lint targets", () => {
  const disk: Record<string, string> = {
    "/repo/.git": "",
    "/repo/svc/Dockerfile": "",
    "/loose/Dockerfile": "",
    "/plain/Dockerfile": "",
    "/plain/requirements.txt": "",
  };
  const tools = {
    resolve: (path: string) => (path.startsWith("/") ? path : path === "." ? "/repo" : `/repo/${path}`),
    files: (root: string) => ({
      ...memoryFiles({}),
      exists: (path: string) => Promise.resolve(`${root}/${path}` in disk),
    }),
    readStdin: () => Promise.resolve("FROM x\n"),
    isFolder: (path: string) =>
      Promise.resolve(path in disk ? false : Object.keys(disk).some(file => file.startsWith(`${path}/`)) ? true : null),
  };

  it("take the nearest folder upwards with a mark as their root", async () => {
    const [target] = await lintTargets(["svc/Dockerfile"], undefined, tools);
    assert.deepEqual(
      [target?.root, target?.paths, target?.show("svc/Dockerfile")],
      ["/repo", ["svc/Dockerfile"], "svc/Dockerfile"],
    );
  });

  it("without a mark stay in their own folder, and - is standard input", async () => {
    const targets = await lintTargets(["/loose/Dockerfile", "-"], undefined, tools);
    assert.deepEqual(
      targets.map(({ root, paths, text }) => [root, paths, text]),
      [
        ["/loose", ["Dockerfile"], null],
        ["/repo", ["Dockerfile"], "FROM x\n"],
      ],
    );
  });

  it("read code where a mark, a manifest or the person says that there is a project", async () => {
    const readsCode = async (argument: string, root?: string): Promise<boolean | undefined> =>
      (await lintTargets([argument], root, tools))[0]?.readsCode;
    assert.equal(await readsCode("/loose/Dockerfile"), false);
    assert.equal(await readsCode("/loose"), true);
    assert.equal(await readsCode("/loose/Dockerfile", "/loose"), true);
    assert.equal(await readsCode("/plain/Dockerfile"), true);
    assert.equal(await readsCode("svc/Dockerfile"), true);
    assert.equal(await readsCode("-"), false);
  });

  it("that do not exist are a usage error", async () => {
    await assert.rejects(lintTargets(["absent"], undefined, tools), { code: "usage" });
  });
});
