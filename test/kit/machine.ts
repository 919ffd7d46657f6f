import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

/**
 * A second engine for tests that kill one or fill its disk. Only where the machine offers a script for it
 * (`DRYDOCK_TEST_ENGINE_SCRIPT`), since such a test must never touch an engine that a person uses.
 */
export const secondEngineScript = process.env["DRYDOCK_TEST_ENGINE_SCRIPT"];

/** Starts the engine `name` and answers its environment; `tmpfs` such as "512m" limits its disk. */
export function startSecondEngine(name: string, options: { readonly tmpfs?: string } = {}): Record<string, string> {
  const script = needScript();
  const env = { ...process.env, ...(options.tmpfs === undefined ? {} : { ENGINE_TMPFS: options.tmpfs }) };
  const printed = execFileSync(script, ["up", name], { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
  return Object.fromEntries(
    [...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]),
  ) as Record<string, string>;
}

/** SIGKILLs it, as a crash would. */
export function killSecondEngine(name: string): void {
  execFileSync(needScript(), ["kill", name], { stdio: "ignore" });
}

/**
 * Removes it with all that it kept, which a machine that runs these tests often would otherwise gather. One that was killed
 * is started for it once more: only a living engine gives back what its containers had mounted.
 */
export function removeSecondEngine(name: string): void {
  const env = startSecondEngine(name);
  const containers = docker(["ps", "--all", "--quiet"], undefined, env).stdout.match(/\S+/g) ?? [];
  if (containers.length > 0) docker(["rm", "--force", ...containers], undefined, env);
  const folder = docker(["info", "--format", "{{.DockerRootDir}}"], undefined, env).stdout.trim();
  execFileSync(needScript(), ["down", name], { stdio: "ignore" });
  if (path.basename(folder) === name) rmSync(folder, { recursive: true, force: true });
}

/** Runs the docker command line; `env` beside the test's own environment. */
export function docker(
  args: readonly string[],
  cwd?: string,
  env?: Readonly<Record<string, string | undefined>>,
): SpawnSyncReturns<string> {
  return spawnSync("docker", [...args], {
    encoding: "utf8",
    timeout: 120_000,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
  });
}

function needScript(): string {
  if (secondEngineScript === undefined) throw new Error("DRYDOCK_TEST_ENGINE_SCRIPT is not set.");
  return secondEngineScript;
}
