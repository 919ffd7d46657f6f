import type { Span } from "../../model/place";
import type { Word } from "../../docker/dockerfile/types";
import type { DockerfileContext } from "../dockerfile-context";
import { expandKnown } from "./expansion";
import { instructionsOf } from "./stages";

/** One word of EXPOSE in its parts. */
export interface ExposedPort {
  readonly word: Word;
  /** Without quotes. */
  readonly text: string;
  /** What stands before the container's port: an address, a host port, or both; empty where nothing does. */
  readonly published: string;
  /** The container's port or range, null where the form is wrong. */
  readonly first: number | null;
  readonly last: number | null;
  readonly protocol: string | null;
  readonly protocolSpan: Span | null;
}

/** The words of all EXPOSE instructions with their variables replaced; those with an unknown one are left out. */
export function exposedPorts(context: DockerfileContext): readonly ExposedPort[] {
  const ports: ExposedPort[] = [];
  for (const instruction of instructionsOf(context, "EXPOSE")) {
    for (const word of instruction.words) {
      const text = word.value.includes("$") ? expandKnown(context, instruction, word) : word.value;
      if (text !== null && text !== "") ports.push(readPort(context.text, word, text));
    }
  }
  return ports;
}

function readPort(source: string, word: Word, text: string): ExposedPort {
  const slash = text.indexOf("/");
  const protocol = slash === -1 ? null : text.slice(slash + 1);
  const spec = slash === -1 ? text : text.slice(0, slash);
  const colon = spec.lastIndexOf(":");
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(spec.slice(colon + 1));
  const first = match?.[1] === undefined ? null : Number(match[1]);
  const last = match?.[2] === undefined ? first : Number(match[2]);
  return {
    word,
    text,
    published: colon === -1 ? "" : spec.slice(0, colon),
    first,
    last,
    protocol,
    protocolSpan: protocol === null ? null : protocolIn(source, word, protocol),
  };
}

/** Where the protocol stands: looked for from the end, since a line of the file may end within the word; null where it does so in it. */
function protocolIn(source: string, { raw, span }: Word, protocol: string): Span | null {
  const slash = raw.indexOf("/");
  const behind = raw.length - slash - 1 - protocol.length;
  const end = span.end - behind;
  const start = end - protocol.length;
  return slash >= 0 && source.slice(start, end) === protocol ? { start, end } : null;
}
