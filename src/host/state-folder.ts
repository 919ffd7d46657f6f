import * as path from "node:path";

/**
 * Where a person's programs keep what they may lose without harm: histories and records of this machine.
 * Source: https://specifications.freedesktop.org/basedir-spec/latest/ (a relative `XDG_STATE_HOME` is to be ignored)
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  homedir: string,
): string {
  const xdg = env["XDG_STATE_HOME"];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, "drydock");
  if (platform === "darwin") return path.join(homedir, "Library", "Application Support", "Drydock");
  if (platform === "win32") return path.join(env["LOCALAPPDATA"] ?? path.join(homedir, "AppData", "Local"), "Drydock");
  return path.join(homedir, ".local", "state", "drydock");
}
