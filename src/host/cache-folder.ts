import * as os from "node:os";
import * as path from "node:path";

/** The folder in which this system keeps what programs can work out again, for Drydock. */
export function userCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const home = os.homedir();
  const local =
    process.platform === "win32"
      ? (env.LOCALAPPDATA ?? path.join(home, "AppData", "Local"))
      : process.platform === "darwin"
        ? path.join(home, "Library", "Caches")
        : // The XDG base directory specification ignores relative paths.
          env.XDG_CACHE_HOME?.startsWith("/")
          ? env.XDG_CACHE_HOME
          : path.join(home, ".cache");
  return path.join(local, "drydock");
}
