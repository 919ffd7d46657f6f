import type { Blueprint, UnitDesign } from "../blueprint";
import { findDefinition } from "../decisions/services";
import { developedUnits } from "./developed-units";

type Units = Pick<Blueprint, "units">;

/** Where the catcher of mail shows it. */
export const MAIL_PORT = 8025;

/** Ports of this machine that the stack has without what is for development alone: those of the plan and of a person's own services. */
function publishedPorts({ units }: Units): Set<number> {
  const planned = units.flatMap(({ web, processes }) => [web?.publishedPort, ...processes.map(({ port }) => port)]);
  const theirs = units.flatMap(({ layout }) => layout.compose?.services ?? []).flatMap(one => one.publishedPorts);
  return new Set([...planned.flatMap(port => port ?? []), ...theirs]);
}

/** On this machine, where the stack has a catcher of mail; null where it has none. */
export function mailPort(blueprint: Units): number | null {
  return developedUnits(blueprint).some(sendsMail) ? freePort(MAIL_PORT, publishedPorts(blueprint)) : null;
}

/** Every port of this machine that is spoken for before the debuggers get theirs. */
export function takenPorts(blueprint: Units): Set<number> {
  const mail = mailPort(blueprint);
  return new Set([...publishedPorts(blueprint), ...(mail === null ? [] : [mail])]);
}

/** The first number from `wanted` on that is not taken; it is taken from now on. */
export function freePort(wanted: number, taken: Set<number>): number {
  let port = wanted;
  while (taken.has(port)) port++;
  taken.add(port);
  return port;
}

function sendsMail({ recon }: UnitDesign): boolean {
  return recon.integrations.some(
    ({ service, variables }) => findDefinition(service)?.id === "smtp" && variables.length > 0,
  );
}
