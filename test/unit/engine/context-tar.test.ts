import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { packContext } from "../../../src/engine/context-tar";
import type { ContextFile } from "../../../src/model/ports";

function file(path: string, text: string, executable = false): ContextFile {
  return { path, bytes: Buffer.byteLength(text), executable, read: () => Promise.resolve(Buffer.from(text)) };
}

async function unpack(tar: Buffer): Promise<readonly (readonly [string, number, number, string])[]> {
  const entries: (readonly [string, number, number, string])[] = [];
  const reader = extract();
  reader.end(tar);
  for await (const entry of reader) {
    const { name, mode, mtime } = entry.header;
    entries.push([name, mode ?? 0, mtime?.getTime() ?? 0, (await buffer(entry)).toString()]);
  }
  return entries;
}

describe("packContext", () => {
  it("sends the files in order with their modes, one time for all, and tells how far it is", async () => {
    const progress: [number, number][] = [];
    const long = `${"folder/".repeat(30)}file with spaces é.txt`;
    const files = [
      file("Dockerfile", "FROM x\n"),
      file("bin/run", "#!/bin/sh\n", true),
      file("empty", ""),
      file(long, "x"),
    ];
    const tar = packContext(files, 1_700_000_000_000, (bytes, total) => progress.push([bytes, total]));
    assert.deepEqual(await unpack(await buffer(tar.stream)), [
      ["Dockerfile", 0o644, 1_700_000_000_000, "FROM x\n"],
      ["bin/run", 0o755, 1_700_000_000_000, "#!/bin/sh\n"],
      ["empty", 0o644, 1_700_000_000_000, ""],
      [long, 0o644, 1_700_000_000_000, "x"],
    ]);
    assert.equal(tar.sent(), 18);
    assert.deepEqual(
      [progress[0], progress.at(-1)],
      [
        [0, 18],
        [18, 18],
      ],
    );
  });

  it("begins with a plain name, as the first 512 bytes tell BuildKit that it is an archive", async () => {
    const files = [file(".plans/é.md", "x"), file("Dockerfile", "FROM x\n")];
    const tar = await buffer(packContext(files, 0, () => undefined).stream);
    assert.equal(tar.subarray(0, 10).toString(), "Dockerfile");
    assert.deepEqual(
      (await unpack(tar)).map(([name]) => name),
      ["Dockerfile", ".plans/é.md"],
    );
    const strange = await buffer(packContext(files.slice(0, 1), 0, () => undefined).stream);
    assert.deepEqual(
      (await unpack(strange)).map(([name]) => name),
      [".plans/é.md"],
    );
  });

  it("sends what a file holds now where it grew since it was listed", async () => {
    const grown = { ...file("log", "0123456789"), bytes: 3 };
    const tar = packContext([grown], 0, () => {});
    assert.equal((await unpack(await buffer(tar.stream)))[0]?.[3], "0123456789");
    assert.equal(tar.sent(), 10);
  });

  it("sends a large file piece by piece, and no more than it promised", async () => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (const text of ["abc", "def", "grown"]) yield await Promise.resolve(Buffer.from(text));
    }
    const open = () => Promise.resolve({ bytes: 6, chunks: pieces() });
    const never = () => Promise.reject(new Error("it was read whole"));
    const tar = packContext([{ ...file("big", "abcdef"), read: never, open }, file("next", "n")], 0, () => {});
    const entries = await unpack(await buffer(tar.stream));
    assert.deepEqual(
      entries.map(([name, , , text]) => [name, text]),
      [
        ["big", "abcdef"],
        ["next", "n"],
      ],
    );
    assert.equal(tar.sent(), 7);
  });

  it("fails where a large file shrank while it was sent", async () => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from("abc"));
    }
    const open = () => Promise.resolve({ bytes: 6, chunks: pieces() });
    const tar = packContext([{ ...file("big", "abcdef"), open }], 0, () => {});
    await assert.rejects(buffer(tar.stream), { code: "build-failed", message: /^big could not be sent/ });
  });

  it("fails with the name of a file that cannot be read", async () => {
    const broken = { ...file("gone.txt", "x"), read: () => Promise.reject(new Error("permission denied")) };
    const tar = packContext([file("a", "a"), broken], 0, () => {});
    await assert.rejects(buffer(tar.stream), { code: "build-failed", message: /gone\.txt/ });
  });

  it("reads only as fast as it is read, and no more once stopped", async () => {
    let reads = 0;
    const big = Buffer.alloc(256 * 1024);
    const files = Array.from({ length: 50 }, (_, index) => ({
      path: `f${index}`,
      bytes: big.length,
      executable: false,
      read: () => {
        reads += 1;
        return Promise.resolve(big);
      },
    }));
    const tar = packContext(files, 0, () => {});
    await new Promise(resolve => setImmediate(resolve));
    await new Promise(resolve => setImmediate(resolve));
    assert.ok(reads < 5, `${reads} files were read though nobody took them`);
    tar.stop();
    const before = reads;
    await new Promise(resolve => setImmediate(resolve));
    assert.ok(reads <= before + 1);
  });
});
