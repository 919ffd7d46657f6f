import type { ServiceView } from "./protocol";

/** A port of the engine's machine that leads into a container. */
export interface PortView {
  readonly port: number;
  /** As it stands in a row: ":8000", ":53/udp". */
  readonly short: string;
  /** Where it leads: "8000 → 80". */
  readonly words: string;
  readonly isTcp: boolean;
}

/** Each published port once, as an engine tells one for each address; those that a browser could open come first. */
export function publishedPorts(ports: ServiceView["ports"]): readonly PortView[] {
  const found = new Map<string, PortView>();
  for (const { privatePort, publicPort, protocol } of ports) {
    if (publicPort === null) continue;
    const isTcp = protocol === "tcp";
    const suffix = isTcp ? "" : `/${protocol}`;
    const short = `:${publicPort}${suffix}`;
    found.set(short, { port: publicPort, short, words: `${publicPort} → ${privatePort}${suffix}`, isTcp });
  }
  return [...found.values()].sort((left, right) => Number(right.isTcp) - Number(left.isTcp));
}
