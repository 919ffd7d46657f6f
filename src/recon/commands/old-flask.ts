import type { Dependency } from "../../model/recon";
import { compareVersions, exactVersion, upperBound } from "../../python/packaging/versions";

/**
 * Flask's own command as the declared release takes it: `--app` and `--debug` came with 2.2, before which variables say the
 * same (https://flask.palletsprojects.com/en/stable/changes/#version-2-2-0). Any other command is left alone.
 */
export function forFlask(
  command: readonly string[],
  dependencies: readonly Pick<Dependency, "name" | "specifier" | "locked">[],
): readonly string[] {
  const at = command.findIndex((word, index) => word === "flask" && command[index + 1] === "--app");
  const target = command[at + 2];
  if (at < 0 || target === undefined || !isOld(dependencies)) return command;
  const rest = command.slice(at + 3);
  const debug = rest.includes("--debug") ? ["FLASK_DEBUG=1"] : [];
  return [
    "env",
    `FLASK_APP=${target}`,
    ...debug,
    ...command.slice(0, at + 1),
    ...rest.filter(word => word !== "--debug"),
  ];
}

function isOld(dependencies: readonly Pick<Dependency, "name" | "specifier" | "locked">[]): boolean {
  const flask = dependencies.find(({ name }) => name === "flask");
  if (!flask) return false;
  const exact = flask.locked ?? exactVersion(flask.specifier);
  if (exact !== null) return compareVersions(exact, "2.2") < 0;
  const end = upperBound(flask.specifier);
  return end !== null && compareVersions(end, "2.2") <= 0;
}
