import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { buildSync } from "esbuild";
import { blockingNodeFiles, nodeFiles } from "../../../src/host/node-files";

describe("files on a disk", () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-files-"));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });
  const all = (): boolean => true;
  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  };
  const leftovers = (): string[] =>
    fs
      .readdirSync(root, { recursive: true })
      .map(String)
      .filter(name => name.includes("drydock-"));

  it("lists files, reads links inside the root and never follows a loop or a link out of it", async () => {
    write("a/b.py", "x");
    fs.symlinkSync("..", path.join(root, "a/loop"));
    fs.symlinkSync("b.py", path.join(root, "a/link.py"));
    fs.symlinkSync("/etc/hostname", path.join(root, "outside"));
    fs.symlinkSync("nowhere", path.join(root, "dangling"));
    for (const open of [nodeFiles, blockingNodeFiles]) {
      const { files, problems } = await open(root).list(all);
      assert.deepEqual(files.map(file => file.path).sort(), ["a/b.py", "a/link.py"]);
      assert.deepEqual(
        problems.map(({ code, path: at }) => [code, at]),
        [["broken-link", "dangling"]],
      );
      assert.deepEqual(Buffer.from((await open(root).read("a/link.py")) ?? []).toString(), "x");
      assert.deepEqual(Buffer.from((await open(root).read("a/b.py", 0)) ?? [1]).toString(), "");
      assert.equal(await open(root).read("absent"), null);
      assert.equal(await open(root).read("a"), null);
    }
  });

  it("says that a folder does not exist, or is none", async () => {
    await assert.rejects(nodeFiles(path.join(root, "absent")).list(all), {
      code: "folder-unreadable",
      message: /no such file or folder/,
    });
    write("file", "");
    await assert.rejects(nodeFiles(path.join(root, "file")).list(all), {
      code: "folder-unreadable",
      message: /it is not a folder/,
    });
  });

  it("writes all files or none", async () => {
    write("kept.txt", "old");
    write("blocked", "a file where a folder is needed");
    const files = nodeFiles(root);
    await assert.rejects(
      files.writeAll([
        { path: "new/file.txt", text: "new", before: null },
        { path: "kept.txt", text: "new", before: "old" },
        { path: "blocked/inside.txt", text: "new", before: null },
      ]),
      { code: "apply-failed" },
    );
    assert.equal(fs.readFileSync(path.join(root, "kept.txt"), "utf8"), "old");
    assert.ok(!fs.existsSync(path.join(root, "new")));
    assert.deepEqual(leftovers(), []);
  });

  it("refuses a target that changed since, and one that appeared", async () => {
    write("changed.txt", "by hand");
    await assert.rejects(nodeFiles(root).writeAll([{ path: "changed.txt", text: "new", before: "old" }]), {
      code: "target-changed",
    });
    await assert.rejects(nodeFiles(root).writeAll([{ path: "changed.txt", text: "new", before: null }]), {
      code: "target-changed",
    });
    assert.equal(fs.readFileSync(path.join(root, "changed.txt"), "utf8"), "by hand");
  });

  it("says that a folder has the name of a file it is to write", async () => {
    fs.mkdirSync(path.join(root, ".env"));
    await assert.rejects(nodeFiles(root).writeAll([{ path: ".env", text: "new", before: null }]), {
      code: "target-changed",
      message: ".env is a folder, so no file of that name can be written.",
    });
  });

  it("keeps permissions, gives secrets to their owner alone, and refuses paths outside", async () => {
    write("run.sh", "old");
    fs.chmodSync(path.join(root, "run.sh"), 0o755);
    await nodeFiles(root).writeAll([
      { path: "run.sh", text: "new", before: "old" },
      { path: ".env", text: "K=V", before: null, mode: 0o600 },
    ]);
    assert.equal(fs.statSync(path.join(root, "run.sh")).mode & 0o777, 0o755);
    assert.equal(fs.statSync(path.join(root, ".env")).mode & 0o777, 0o600);
    await assert.rejects(nodeFiles(root).writeAll([{ path: "../x", text: "", before: null }]), { code: "usage" });
  });

  it("works at the root of a file system", async () => {
    assert.equal(await nodeFiles(path.parse(root).root).exists("no-such-file-here"), false);
  });

  it("reads no more than the limit, and null for what is absent", async () => {
    write("big.txt", "0123456789");
    assert.equal(Buffer.from((await nodeFiles(root).read("big.txt", 4)) ?? []).toString(), "0123");
    assert.equal(await nodeFiles(root).read("absent"), null);
  });

  it("tells a folder that may not be written, and an unreadable one from the rest", function () {
    if (process.platform === "win32") this.skip();
    write("open/a.py", "");
    write("shut/b.py", "");
    fs.chmodSync(path.join(root, "shut"), 0o000);
    fs.chmodSync(root, 0o555);
    // Permissions do not bind root, so the check runs as another user where the tests run as root; that user can read
    // nothing of this checkout, so it gets the code as one file of its own.
    const asOther = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const program = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-as-other-"));
    fs.chmodSync(program, 0o755);
    const bundle = path.join(program, "check.cjs");
    buildSync({
      stdin: {
        contents: `import { blockingNodeFiles, nodeFiles } from "./src/host/node-files";
          void (async () => {
            const files = nodeFiles(${JSON.stringify(root)});
            const { files: found, problems } = await files.list(() => true);
            const failure = await files.writeAll([{ path: "x", text: "", before: null }]).catch(error => error.code);
            console.log(JSON.stringify([found.map(file => file.path), problems, failure]));
          })();`,
        resolveDir: path.resolve(__dirname, "../../.."),
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      outfile: bundle,
    });
    fs.chmodSync(bundle, 0o644);
    const { stdout, stderr } = spawnSync(process.execPath, [bundle], {
      encoding: "utf8",
      cwd: os.tmpdir(),
      ...asOther,
    });
    fs.rmSync(program, { recursive: true });
    fs.chmodSync(root, 0o755);
    fs.chmodSync(path.join(root, "shut"), 0o755);
    assert.deepEqual(
      JSON.parse(stdout),
      [["open/a.py"], [{ code: "unreadable", path: "shut", message: "permission denied" }], "folder-read-only"],
      stderr,
    );
  });
});
