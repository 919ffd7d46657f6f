import protobuf from "protobufjs";
import { BUILDKIT_PACKAGE, BUILDKIT_SCHEMA } from "./buildkit-schema";

/** A time of BuildKit, `ms` after an arbitrary moment. */
export function at(ms: number): { readonly seconds: number; readonly nanos: number } {
  return { seconds: 1_700_000_000 + Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 };
}

/** A `moby.buildkit.trace` message in base64, as the engine sends it. */
export function traceMessage(status: object): string {
  const type = protobuf.parse(BUILDKIT_SCHEMA).root.lookupType(`${BUILDKIT_PACKAGE}.StatusResponse`);
  return Buffer.from(type.encode(type.create(status)).finish()).toString("base64");
}

/** A line of the log of a step. */
export function logOf(vertex: string, text: string, stream = 1): object {
  return { vertex, stream, msg: Buffer.from(text) };
}
