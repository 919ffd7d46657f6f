import assert from "node:assert/strict";
import { askIndex, findInstaller } from "../../../src/app/package-index/ask-index";
import { prepareInquiry } from "../../../src/app/package-index/inquiry";
import { pip, uv, type Installer } from "../../../src/app/package-index/installers";
import { systemClock } from "../../../src/host/system";
import { DrydockError } from "../../../src/model/error";
import type { Processes, ProcessResult } from "../../../src/model/ports";
import { supportQuestions, withPackageSupport, type SupportQuestion } from "../../../src/recon/package-support";
import { dependency } from "../../kit/detect";
import { emptyRecon } from "../../kit/samples";

interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly input: string | undefined;
}

/** A port that answers each call by what it was asked for, and remembers the calls. */
function scripted(answer: (call: Call) => Partial<ProcessResult> | Error): { processes: Processes; calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    processes: {
      run: (command, args, options = {}) => {
        if (options.signal?.aborted) return Promise.reject(new DrydockError("cancelled", "Stopped.", "", ""));
        const call = { command, args, input: options.input };
        calls.push(call);
        const given = answer(call);
        return given instanceof Error
          ? Promise.reject(given)
          : Promise.resolve({ exit: 0, stdout: "", stderr: "", ...given });
      },
    },
  };
}

const question = (
  name: string,
  version: string | null,
  requirement = `${name}==${version ?? ""}`,
): SupportQuestion => ({
  name,
  version,
  requirement,
});

/** What pip prints for requirements of which some have no wheel. */
function pipAnswer(missing: Readonly<Record<string, string>>): (call: Call) => Partial<ProcessResult> {
  return ({ args }) => {
    const asked = args.slice(args.indexOf("drydock-dry-run") + 1);
    const first = asked.find(requirement => requirement in missing);
    if (first !== undefined)
      return { exit: 1, stderr: `${missing[first] ?? ""}\nERROR: No matching distribution found for ${first}\n` };
    const install = asked.map(requirement => {
      const [name = "", version = "9"] = requirement.split("==");
      return { metadata: { name: name.replace("-", "_"), version } };
    });
    return { stdout: JSON.stringify({ version: "1", install }) };
  };
}

const ask = (processes: Processes, questions: readonly SupportQuestion[], installer: Installer, signal?: AbortSignal) =>
  askIndex(processes, systemClock, questions, { folder: "/w", installer, ...(signal ? { signal } : {}) });

describe("asking a package index", () => {
  it("takes uv before pip, and what starts", async () => {
    const { processes, calls } = scripted(({ command }) =>
      command === "pip" ? {} : command === "pip3" ? { exit: 1 } : new DrydockError("usage", "absent", "", ""),
    );
    assert.deepEqual((await findInstaller(processes))?.program, ["pip"]);
    assert.deepEqual(
      calls.map(({ command }) => command),
      ["uv", "pip3", "pip"],
    );
    const none = scripted(() => new DrydockError("usage", "absent", "", ""));
    assert.equal(await findInstaller(none.processes), null);
  });

  it("asks pip for wheels alone, without a shell, and again without what it has none of", async () => {
    const { processes, calls } = scripted(
      pipAnswer({
        "numpy==1.19.2":
          "ERROR: Could not find a version that satisfies the requirement numpy==1.19.2 (from versions: 1.23.2rc1, 1.23.2, 1.24.0)",
        "django==6.0.1":
          "ERROR: Ignored the following versions that require a different python version: 6.0 Requires-Python >=3.12; 6.0.1 Requires-Python >=3.12",
      }),
    );
    const answers = await ask(
      processes,
      [
        question("click", "8.1.7"),
        question("django", "6.0.1"),
        question("numpy", "1.19.2"),
        question("typing-extensions", null, "typing-extensions>=4"),
      ],
      pip(["pip3"]),
    );
    assert.deepEqual(Object.fromEntries(answers), {
      "django==6.0.1": { verdict: "no", why: "The index says that django 6.0.1 requires Python >=3.12" },
      "numpy==1.19.2": {
        verdict: "unknown",
        why: "The index has no wheel of numpy 1.19.2 for Python 3.11 on Linux, so only a build from sources could install it; 1.23.2 is the next release with one",
      },
      "click==8.1.7": { verdict: "ok", why: "The index has a wheel of click 8.1.7 for Python 3.11 on Linux" },
      "typing-extensions>=4": {
        verdict: "unknown",
        why: "The installer left typing-extensions>=4 out of its answer for Python 3.11",
      },
    });
    const words = calls[0]?.args.join(" ") ?? "";
    assert.match(words, /^install --dry-run .*--only-binary :all: --python-version 3\.11/);
    assert.doesNotMatch(words, /index-url|https?:/);
    assert.equal(calls.length, 3);
  });

  it("asks uv through its input, in the folder whose settings name the index", async () => {
    const { processes, calls } = scripted(({ input = "" }) =>
      input.includes("old==1.0")
        ? {
            exit: 1,
            stderr:
              "error: No solution found when resolving dependencies\n  cause: Because the requested Python version (>=3.11) does not satisfy Python>=3.12 and old==1.0 depends on Python>=3.12, we can conclude that old==1.0 cannot be used.",
          }
        : { stdout: "flask==3.1.0\n" },
    );
    const answers = await ask(processes, [question("flask", "3.1.0"), question("old", "1.0")], uv);
    assert.deepEqual(
      [...answers].map(([requirement, { verdict }]) => `${requirement} ${verdict}`),
      ["old==1.0 no", "flask==3.1.0 ok"],
    );
    assert.deepEqual(calls[0]?.args.slice(0, 4), ["pip", "compile", "--directory", "/w"]);
    assert.ok(calls[0]?.args.includes("--no-build"));
  });

  it("reads what uv says of other Pythons, of missing wheels and of what does not exist", async () => {
    const says: Readonly<Record<string, string>> = {
      "networkx==3.7":
        "Because the requested Python version (>=3.11) does not satisfy all of:\n Python>=3.12,<3.14.1\nhint: (e.g., networkx==3.7 only supports >=3.12, <3.14.1 | >3.14.1). Consider using a higher value.",
      "numpy==1.18.0": "Because numpy==1.18.0 has no usable wheels and you require numpy==1.18.0, we can conclude",
      "click==99": "Because there is no version of click==99 and you require click==99, we can conclude",
    };
    const { processes } = scripted(({ input = "" }) => {
      const first = Object.keys(says).find(requirement => input.includes(requirement));
      return first === undefined ? {} : { exit: 1, stderr: says[first] ?? "" };
    });
    const answers = await ask(
      processes,
      [question("networkx", "3.7"), question("numpy", "1.18.0"), question("click", "99")],
      uv,
    );
    assert.deepEqual(answers.get("networkx==3.7"), {
      verdict: "no",
      why: "The index says that networkx 3.7 requires Python >=3.12, <3.14.1 | >3.14.1",
    });
    assert.match(answers.get("numpy==1.18.0")?.why ?? "", /no wheel of numpy 1\.18\.0/);
    assert.equal(answers.get("click==99")?.why, "The index does not have click 99");
  });

  it("halves what fails without a name, and asks for two versions of one in two calls", async () => {
    const { processes, calls } = scripted(({ args }) => {
      const asked = args.slice(args.indexOf("drydock-dry-run") + 1);
      return asked.includes("bad==1") ? { exit: 2, stderr: "Something broke." } : pipAnswer({})({ args } as Call);
    });
    const answers = await ask(
      processes,
      [question("a1", "1"), question("a1", "2"), question("bad", "1"), question("c3", "1")],
      pip(["pip"]),
    );
    assert.deepEqual([...answers].map(([requirement, { verdict }]) => `${requirement} ${verdict}`).sort(), [
      "a1==1 ok",
      "a1==2 ok",
      "bad==1 unknown",
      "c3==1 ok",
    ]);
    assert.ok(calls.every(({ args }) => args.filter(word => word.startsWith("a1==")).length < 2));
  });

  it("says where the index is out of reach, with no credentials, and where the installer is too old", async () => {
    const away = scripted(() => ({
      exit: 1,
      stderr:
        "WARNING: Retrying after NewConnectionError: https://me:hunter2@index.example/simple/flask/ failed to establish a new connection",
    }));
    await assert.rejects(ask(away.processes, [question("flask", "3")], pip(["pip"])), (error: DrydockError) => {
      assert.equal(error.code, "registry-refused");
      assert.doesNotMatch(error.why, /hunter2/);
      return true;
    });
    const old = scripted(() => ({ exit: 2, stderr: "no such option: --dry-run" }));
    await assert.rejects(ask(old.processes, [question("flask", "3")], pip(["pip"])), /too old/);
  });

  it("stops when it is told to, and when its time is over", async () => {
    const { processes } = scripted(pipAnswer({}));
    const stop = new AbortController();
    stop.abort();
    await assert.rejects(ask(processes, [question("flask", "3")], pip(["pip"]), stop.signal), { code: "cancelled" });
    const slow = scripted(() => ({ exit: 124 }));
    const answers = await ask(slow.processes, [question("flask", "3")], pip(["pip"]));
    assert.equal(answers.size, 0);
  });
});

describe("an inquiry", () => {
  const recon = {
    ...emptyRecon("shop"),
    dependencies: [dependency("numpy", { specifier: "==1.24.0", python311: { verdict: "unknown", why: "open" } })],
  };

  it("shows its command first, and remembers what was answered", async () => {
    const { processes, calls } = scripted(call => {
      if (call.command === "uv") return new DrydockError("usage", "absent", "", "");
      return call.args.includes("--version") ? {} : pipAnswer({})(call);
    });
    const cache = new Map();
    const first = await prepareInquiry({ processes, clock: systemClock }, cache, "/w", recon);
    assert.match(first?.command ?? "", /^pip3 install --dry-run .* numpy==1\.24\.0$/);
    assert.equal(calls.length, 2);
    const result = await first?.ask({});
    assert.equal(result?.recon.dependencies[0]?.python311.verdict, "ok");
    assert.equal(calls.length, 3);
    const again = await (await prepareInquiry({ processes, clock: systemClock }, cache, "/w", recon))?.ask({});
    assert.deepEqual(again?.answers, result?.answers);
    assert.equal(calls.filter(({ args }) => !args.includes("--version")).length, 1);
  });

  it("asks nothing where nothing is open, and says where no installer is", async () => {
    const none = scripted(() => new DrydockError("usage", "absent", "", ""));
    const ports = { processes: none.processes, clock: systemClock };
    assert.equal(await prepareInquiry(ports, new Map(), "/w", emptyRecon("shop")), null);
    assert.equal(none.calls.length, 0);
    await assert.rejects(prepareInquiry(ports, new Map(), "/w", recon), /Neither uv nor pip/);
  });
});

describe("package support", () => {
  const recon = {
    ...emptyRecon("shop"),
    dependencies: [
      dependency("numpy", { specifier: "==1.19.2", python311: { verdict: "unknown", why: "open" } }),
      dependency("aioredis", { locked: "2.0.1", python311: { verdict: "no", why: "known" } }),
      dependency("flask", { specifier: ">=2" }),
      dependency("pywin32", { applies: "no", python311: { verdict: "unknown", why: "" } }),
      dependency("odd", { specifier: "==1; rm", python311: { verdict: "unknown", why: "" } }),
    ],
  };

  it("asks only for what is open, not for what is known to fail, and for nothing that an option or an address could be", () => {
    assert.deepEqual(
      supportQuestions(recon).map(({ requirement }) => requirement),
      ["numpy==1.19.2"],
    );
  });

  it("puts the answers into the recon, units included", () => {
    const answers = new Map([
      ["numpy==1.19.2", { verdict: "no" as const, why: "The index says so" }],
      ["aioredis==2.0.1", { verdict: "ok" as const, why: "It has a wheel" }],
    ]);
    const unit = { name: "api", path: "api", recon };
    const found = withPackageSupport({ ...recon, units: [unit] }, answers);
    assert.deepEqual(found.dependencies[0]?.python311, { verdict: "no", why: "The index says so", source: "index" });
    assert.deepEqual(found.dependencies[1]?.python311, { verdict: "no", why: "known" });
    assert.deepEqual(found.units[0]?.recon.dependencies[0]?.python311.verdict, "no");
    assert.deepEqual(
      found.python.problems.map(({ what }) => what),
      ["numpy==1.19.2 does not support Python 3.11"],
    );
    assert.equal(withPackageSupport(recon, new Map()), recon);
  });
});
