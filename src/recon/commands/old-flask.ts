import type { Dependency } from "../../model/recon";
import { isOlder } from "../older-release";

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
  if (at < 0 || target === undefined || !isOlder(dependencies, "flask", "2.2")) return command;
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
