import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as path from "node:path";
import { createApp } from "../../../src/app/app";
import { nodePorts } from "../../../src/app/node-ports";
import { languageModelTools } from "../../../src/editor/contributions/language-model-tools";
import { languageToolNames, type ToolInput } from "../../../src/editor/language-tools";
import type { Recon } from "../../../src/model/recon";
import { memoryFiles } from "../../kit/memory-files";
import { sampleVerification } from "../../kit/samples";
import { projectRoot } from "../../kit/sources";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const sample = path.join(projectRoot, "test/workspaces/flask-pip");

interface Answer {
  readonly [key: string]: unknown;
}

describe("the tools for language models", () => {
  const vscode: Record<string, unknown> = createRequire(__filename)("vscode");
  const app = createApp({
    ...nodePorts({ log: silent, engine: () => import("../../../src/app/engine-entry") }),
    state: memoryFiles({}, "/state"),
  });
  const folder = { name: "flask-pip", uri: { fsPath: sample, toString: () => "file:///flask-pip" } };
  const opened: unknown[] = [];
  const ran: unknown[] = [];
  const known = new Map<unknown, Recon>();
  const verification = sampleVerification();
  const state = { isTrusted: true, last: true };
  let call: (name: string, input?: ToolInput) => Promise<Answer>;

  before(async () => {
    // VS Code has these; the words that the other tests need are all that is there outside it.
    vscode["workspace"] = {
      workspaceFolders: [folder],
      get isTrusted() {
        return state.isTrusted;
      },
    };
    vscode["commands"] = {
      executeCommand: (...words: unknown[]) => {
        opened.push(words);
        return Promise.resolve();
      },
    };
    const { languageTools } = await import("../../../src/editor/language-tool-calls");
    const tools = languageTools(
      { app: () => app },
      {
        isStale: () => false,
        get: asked => known.get(asked) ?? null,
        read: async asked => {
          const recon = await app.recon(asked.uri.fsPath);
          known.set(asked, recon);
          return recon;
        },
      },
      {
        get last() {
          const history = {
            schemaVersion: 1 as const,
            workspace: "flask-pip",
            last: verification,
            runs: [],
            baseline: null,
            variants: [],
            inputs: null,
          };
          return state.last ? { folder: folder.uri.toString(), at: 1, verification, history } : undefined;
        },
        state: "stale",
        drift: ["requirements.txt changed."],
        run: asked => {
          ran.push(asked);
          return Promise.resolve(verification);
        },
      },
    );
    // As an agent gets it: what JSON keeps of the answer.
    call = async (name, input = {}) => {
      const answer: Answer = JSON.parse(JSON.stringify(await tools(name, input)));
      return answer;
    };
  });
  after(() => {
    delete vscode["workspace"];
    delete vscode["commands"];
  });

  it("are declared and answered under the same six names", () => {
    assert.deepEqual(languageModelTools.map(({ name }) => name).sort(), [...languageToolNames].sort());
  });

  it("give recon with its places, whole or one group of it", async () => {
    const whole = await call("drydock_get_recon");
    assert.ok(Array.isArray(whole["entryPoints"]) && Array.isArray(whole["environment"]));
    const group = await call("drydock_get_recon", { group: "integrations" });
    assert.deepEqual(Object.keys(group).sort(), ["integrations", "root"]);
    assert.match(JSON.stringify(group["integrations"]), /"service":"redis".*"path":"settings.py","line":\d+/);
  });

  it("give the plan with reasons and files, secrets without their text", async () => {
    const { plan, files } = (await call("drydock_get_plan")) as unknown as {
      plan: { decisions: { key: string; reason: string }[] };
      files: { path: string; text: string | null }[];
    };
    assert.ok(plan.decisions.some(({ key, reason }) => key === "services.db.image" && reason !== ""));
    assert.match(files.find(({ path: name }) => name === "Dockerfile")?.text ?? "", /^FROM /m);
    assert.equal(files.find(({ path: name }) => name === ".env")?.text, null);
  });

  it("give findings of the folder and of a text that is not saved", async () => {
    const text = "FROM python:3.11\nMAINTAINER me\n";
    const { findings } = await call("drydock_lint_files", { path: "Dockerfile", text });
    assert.match(JSON.stringify(findings), /"rule":"deprecated-maintainer"/);
    assert.ok(Array.isArray((await call("drydock_lint_files"))["findings"]));
  });

  it("give the last verification with what makes it stale, or that there is none", async () => {
    const last = await call("drydock_get_verification");
    assert.deepEqual([last["state"], last["drift"]], ["stale", ["requirements.txt changed."]]);
    assert.ok(Array.isArray(last["thresholds"]));
    state.last = false;
    assert.deepEqual(await call("drydock_get_verification"), { state: "none" });
    state.last = true;
  });

  it("open the review of the folder that is named", async () => {
    assert.deepEqual(await call("drydock_open_review", { folder: "flask-pip" }), { opened: true });
    assert.deepEqual(opened, [["drydock.workspace.dockerize", folder.uri]]);
  });

  it("verify a trusted workspace alone", async () => {
    state.isTrusted = false;
    assert.deepEqual(await call("drydock_run_verification"), { error: "Verifying needs a trusted workspace." });
    assert.deepEqual(ran, []);
    state.isTrusted = true;
    const answer = await call("drydock_run_verification");
    assert.equal(answer["verdict"], verification.verdict);
    assert.deepEqual(ran, [folder]);
  });
});
