import assert from "node:assert/strict";
import fc from "fast-check";
import protobuf from "protobufjs";
import { decodeFirst, decodeStatus, encodeAnswer, statusOfJson } from "../../../src/engine/buildkit-messages";
import { BUILDKIT_PACKAGE, BUILDKIT_SCHEMA } from "./buildkit-schema";

const { root } = protobuf.parse(BUILDKIT_SCHEMA);
const typeOf = (name: string): protobuf.Type => root.lookupType(`${BUILDKIT_PACKAGE}.${name}`);

function encode(name: string, value: object): Uint8Array {
  const type = typeOf(name);
  return type.encode(type.create(value)).finish();
}

function decode(name: string, bytes: Uint8Array): object {
  const type = typeOf(name);
  return type.toObject(type.decode(Buffer.from(bytes)));
}

const text = fc.string({ unit: "binary", maxLength: 20 });
const bytes = fc.uint8Array({ maxLength: 20 }).map(array => Buffer.from(array));
/** Milliseconds since the epoch, in which the year 2100 is not the last. */
const moment = fc.option(fc.integer({ min: 0, max: 5_000_000_000_000 }));

const plain = <T>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<T>;

const status = plain({
  vertexes: fc.array(
    plain({ digest: text, name: text, cached: fc.boolean(), started: moment, completed: moment, error: text }),
  ),
  logs: fc.array(plain({ vertex: text, stream: fc.constantFrom(1, 2), data: bytes })),
  warnings: fc.array(
    plain({ short: text, detail: fc.array(text), url: text, line: fc.integer({ min: 0, max: 100_000 }) }),
  ),
});

type Status = ReturnType<typeof decodeStatus>;

/** The same in the names and types of the schema. */
function asMessage({ vertexes, logs, warnings }: Status): object {
  const time = (ms: number | null): object | undefined =>
    ms === null ? undefined : { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 };
  return {
    vertexes: vertexes.map(each => ({ ...each, started: time(each.started), completed: time(each.completed) })),
    logs: logs.map(({ data, ...log }) => ({ ...log, msg: data })),
    warnings: warnings.map(({ short, detail, url, line }) => ({
      vertex: "sha256:1",
      level: 1,
      short: Buffer.from(short),
      detail: detail.map(each => Buffer.from(each)),
      url,
      ranges: line === 0 ? [] : [{ start: { line, character: 3 }, end: { line: line + 2, character: 1 } }],
    })),
  };
}

/** The same as `--progress=rawjson` has it. */
function asJson({ vertexes, logs, warnings }: Status): Readonly<Record<string, unknown>> {
  const time = (ms: number | null): string | undefined => (ms === null ? undefined : new Date(ms).toISOString());
  const base64 = (value: string | Buffer): string => Buffer.from(value as string).toString("base64");
  const message = {
    vertexes: vertexes.map(each => ({ ...each, started: time(each.started), completed: time(each.completed) })),
    logs: logs.map(log => ({ ...log, data: base64(log.data) })),
    warnings: warnings.map(({ short, detail, url, line }) => ({
      short: base64(short),
      detail: detail.map(base64),
      url,
      range: line === 0 ? undefined : [{ start: { line, character: 3 } }],
    })),
  };
  return JSON.parse(JSON.stringify(message)) as Readonly<Record<string, unknown>>;
}

describe("messages of BuildKit", () => {
  it("are read as another library writes them from the schema", () => {
    fc.assert(
      fc.property(status, given => {
        assert.deepEqual(decodeStatus(encode("StatusResponse", asMessage(given))), given);
      }),
    );
  });

  it("say the same as JSON", () => {
    fc.assert(
      fc.property(status, given => {
        assert.deepEqual(statusOfJson(asJson(given)), given);
      }),
    );
  });

  it("end where bytes are none", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), given => {
        try {
          decodeStatus(given);
          decodeFirst(given);
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      }),
    );
  });

  it("are read past fields that a later version adds", () => {
    const vertex = encode("Vertex", { digest: "a", name: "b" });
    // Field 15 as text, field 16 as a number.
    const later = Buffer.concat([vertex, Buffer.from([0x7a, 1, 0x78]), Buffer.from([0x80, 0x01, 5])]);
    const message = Buffer.concat([Buffer.from([0x0a, later.length]), later]);
    assert.deepEqual(decodeStatus(message).vertexes, [
      { digest: "a", name: "b", cached: false, started: null, completed: null, error: "" },
    ]);
  });

  it("ask by their first field", () => {
    fc.assert(
      fc.property(text, asked => {
        const question = encode("GetSecretRequest", { annotations: { a: "b" }, ID: asked });
        assert.equal(decodeFirst(question).toString("utf8"), Buffer.from(asked).toString("utf8"));
      }),
    );
    assert.deepEqual(decodeFirst(encode("BytesMessage", { data: Buffer.from([0, 255]) })), Buffer.from([0, 255]));
    assert.deepEqual(decodeFirst(Buffer.alloc(0)), Buffer.alloc(0));
  });

  it("answer in the fields of each type", () => {
    const decoded = (name: string, ...fields: (string | Uint8Array | number)[]): object =>
      decode(name, encodeAnswer(...fields));
    assert.deepEqual(decoded("GetSecretResponse", "é"), { data: Buffer.from("é") });
    assert.deepEqual(decoded("CredentialsResponse", "ada", "pw"), { Username: "ada", Secret: "pw" });
    assert.deepEqual(decoded("CredentialsResponse"), {});
    assert.deepEqual(decoded("BytesMessage", Buffer.from([1, 2])), { data: Buffer.from([1, 2]) });
    assert.deepEqual(decoded("HealthCheckResponse", 1), { status: 1 });
    assert.deepEqual(decoded("CheckAgentResponse"), {});
  });
});
