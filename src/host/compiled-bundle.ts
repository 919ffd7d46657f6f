import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import * as path from "node:path";
import { Script } from "node:vm";
import { openValueStore } from "./value-store";

export interface CompiledBundle {
  /** True where V8 took what an earlier run kept. */
  readonly reused: boolean;
  /** Keeps what V8 compiled, where nothing was kept yet: at the end of a run, when all that it needs is compiled. */
  keep(): void;
}

/** The key of the compiled form in its store. */
const CODE = "code";

/**
 * Loads a bundle, so that `require` finds it loaded, with what V8 compiled of it in an earlier run of the same command:
 * reading two megabytes of JavaScript takes longer than the lint of a file. (Node has a compile cache of its own from
 * version 22 on.) V8 compares no more of a text than its length, so the text's hash is in the file's name.
 */
export function loadCompiled(file: string, cacheFolder: string, command: string): CompiledBundle {
  const text = readFileSync(file, "utf8");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 24);
  const name = [path.basename(file, ".js"), command, process.version, process.arch, hash].join("-");
  const store = openValueStore(path.join(cacheFolder, "compiled", name));
  const kept = store.get(CODE);
  const script = new Script(Module.wrap(text), {
    filename: file,
    ...(Buffer.isBuffer(kept) ? { cachedData: kept } : {}),
  });
  const require = createRequire(file);
  const loaded = new Module(file);
  loaded.filename = file;
  require.cache[file] = loaded;
  const run = script.runInThisContext() as (this: unknown, ...given: readonly unknown[]) => void;
  run.call(loaded.exports, loaded.exports, require, loaded, file, path.dirname(file));
  loaded.loaded = true;
  const reused = script.cachedDataRejected === false;
  return {
    reused,
    keep: () => {
      if (reused) return;
      store.set(CODE, script.createCachedData());
      store.save();
    },
  };
}
