import type { Blueprint, UnitDesign } from "../blueprint";
import { developedUnits } from "./developed-units";
import { freePort, takenPorts } from "./taken-ports";

/** Where debugpy listens inside a container, and on this machine for the first unit. */
export const DEBUGPY_PORT = 5678;

/** A unit whose web process can be run under a debugger, in a service of its own that is started on request. */
export interface DebuggedUnit {
  readonly unit: UnitDesign;
  readonly service: string;
  readonly command: readonly string[];
  /** On this machine: where an editor attaches. */
  readonly debugPort: number;
  /** `published:inside`, of the debugger and of the server; nothing else of the stack has these numbers. */
  readonly ports: readonly string[];
}

export function debuggedUnits(blueprint: Pick<Blueprint, "units">): readonly DebuggedUnit[] {
  const taken = takenPorts(blueprint);
  const debugged: DebuggedUnit[] = [];
  for (const unit of developedUnits(blueprint)) {
    if (!unit.web?.debugCommand) continue;
    const debugPort = freePort(DEBUGPY_PORT, taken);
    const webPort = freePort(unit.web.publishedPort + 1, taken);
    debugged.push({
      unit,
      service: `${unit.web.service}-debug`,
      command: unit.web.debugCommand,
      debugPort,
      ports: [`127.0.0.1:${debugPort}:${DEBUGPY_PORT}`, `127.0.0.1:${webPort}:${unit.web.port}`],
    });
  }
  return debugged;
}
