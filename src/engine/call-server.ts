import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { performServerHandshake } from "node:http2";
import type { Duplex } from "node:stream";

/** Answers one call: the message's bytes to the answer's, or null for "there is no such thing". */
export type UnaryMethod = (message: Buffer) => Promise<Uint8Array | null>;

/** The far end of a call whose messages flow both ways, as long as it is open. */
export interface StreamCall {
  readonly receive: (message: Buffer) => void;
  readonly close: () => void;
}

/** Opens a call that streams both ways; null for "there is no such thing". */
export type StreamMethod = (
  headers: IncomingHttpHeaders,
  reply: { readonly send: (message: Uint8Array) => void; readonly end: () => void },
) => StreamCall | null;

export interface CallMethods {
  readonly unary: ReadonlyMap<string, UnaryMethod>;
  readonly streams?: ReadonlyMap<string, StreamMethod>;
}

/** Status codes of gRPC (grpc.io, "Status codes and their use in gRPC"). */
const NOT_FOUND = "5";
const INTERNAL = "13";
const UNIMPLEMENTED = "12";
const OK = "0";

/** Compression flag and length before each message. */
const PREFIX = 5;
/** BuildKit asks in a few hundred bytes; a longer question is not one of its. */
const LONGEST = 1024 * 1024;

/**
 * Serves gRPC calls (uncompressed; one message in and one out, or messages both ways) over a connection that is open
 * already, by HTTP/2 without TLS (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md). It is all that a build session needs of
 * gRPC, in 150 lines where the library brings 275 KB.
 */
export function serveCalls(
  connection: Duplex,
  methods: CallMethods,
  onProblem: (error: unknown) => void,
): { readonly close: () => void } {
  // Not a server's `connection` event: that one turns a TLS connection down which has not negotiated HTTP/2.
  const session = performServerHandshake(connection);
  session.on("error", onProblem);
  session.on("stream", (stream, headers) => {
    stream.on("error", onProblem);
    const path = headers[":path"] ?? "";
    const opens = methods.streams?.get(path);
    if (opens !== undefined) {
      converse(stream, headers, opens);
      return;
    }
    const method = methods.unary.get(path);
    if (method === undefined) {
      refuse(stream, UNIMPLEMENTED, "unknown method");
      return;
    }
    answer(stream, method).catch((error: unknown) => {
      onProblem(error);
      if (!stream.headersSent) refuse(stream, INTERNAL, "no answer");
    });
  });
  return {
    close: () => {
      session.destroy();
      connection.end();
    },
  };
}

async function answer(stream: ServerHttp2Stream, method: UnaryMethod): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > LONGEST) throw new Error("the question is too long");
    chunks.push(bytes);
  }
  const body = Buffer.concat(chunks);
  if (body.length < PREFIX || body.length < PREFIX + body.readUInt32BE(1)) throw new Error("the question is cut off");
  if (body[0] !== 0) {
    refuse(stream, UNIMPLEMENTED, "compressed messages are not read");
    return;
  }
  const message = await method(body.subarray(PREFIX, PREFIX + body.readUInt32BE(1)));
  if (stream.destroyed) return;
  if (message === null) {
    refuse(stream, NOT_FOUND, "not found");
    return;
  }
  begin(stream);
  stream.end(framed(message));
}

/** A call that stays open: each message is handed over as it is whole. */
function converse(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, open: StreamMethod): void {
  const reply = {
    send: (message: Uint8Array): void => {
      if (!stream.destroyed && !stream.writableEnded) stream.write(framed(message));
    },
    end: (): void => {
      if (!stream.destroyed) stream.end();
    },
  };
  const call = open(headers, reply);
  if (call === null) {
    refuse(stream, NOT_FOUND, "not found");
    return;
  }
  begin(stream);
  let rest = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= PREFIX) {
      const length = rest.readUInt32BE(1);
      if (rest[0] !== 0 || length > LONGEST) {
        stream.close();
        return;
      }
      if (rest.length < PREFIX + length) return;
      call.receive(rest.subarray(PREFIX, PREFIX + length));
      rest = rest.subarray(PREFIX + length);
    }
  });
  stream.on("end", call.close);
  stream.on("close", call.close);
}

function begin(stream: ServerHttp2Stream): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": OK }));
}

function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** An answer that is an error is headers alone. */
function refuse(stream: ServerHttp2Stream, status: string, words: string): void {
  if (stream.destroyed) return;
  const headers = { ":status": 200, "content-type": "application/grpc", "grpc-status": status, "grpc-message": words };
  stream.respond(headers, { endStream: true });
}
