import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { throwIfCancelled } from "../model/error";
import type { Clock, EngineEndpoint, Log } from "../model/ports";
import { engineFailure, noAnswer } from "./failure";

/** A connected engine, as the files of this folder share it. */
export interface Link {
  readonly docker: Docker;
  readonly endpoint: EngineEndpoint;
  readonly clock: Clock;
  readonly log: Log;
}

/** A request whose answer is read as a stream. */
export interface StreamRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Undefined values are left out; a list becomes a repeated parameter. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly json?: unknown;
  readonly upload?: Readable;
  /** Milliseconds in which the answer has to begin; without it the engine may take its time. */
  readonly limitMs?: number;
}

/** Answers that are no error; 304 says that the container is in that state already. */
const ACCEPTED = { 200: true, 201: true, 204: true, 304: true } as const;

/** What docker-modem's `dial` takes; its own types leave out half of it. */
interface DialOptions {
  readonly path: string;
  readonly method: string;
  readonly isStream?: boolean;
  readonly hijack?: boolean;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly file?: Readable;
  readonly options?: unknown;
  readonly abortSignal?: AbortSignal;
  readonly statusCodes: Readonly<Record<number, boolean | string>>;
}

interface Dialler {
  dial(options: DialOptions, callback: (error: unknown, answer: unknown) => void): void;
}

/**
 * Sends one request over dockerode's modem and gives the body as it comes. Used where dockerode's own methods lose
 * something: builds (times and cached steps), logs (streamed also without following).
 * @throws DrydockError
 */
export async function openStream(
  link: Link,
  doing: string,
  request: StreamRequest,
  signal?: AbortSignal,
): Promise<Readable> {
  throwIfCancelled(signal);
  const { query, json, upload, limitMs } = request;
  const known = Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== undefined));
  const hasQuery = Object.keys(known).length > 0;
  const open = (abortSignal: AbortSignal | undefined): Promise<unknown> =>
    dial(link, {
      path: hasQuery ? `${request.path}?` : request.path,
      method: request.method,
      isStream: true,
      statusCodes: ACCEPTED,
      ...(json !== undefined ? { options: hasQuery ? { _query: known, _body: json } : json } : {}),
      ...(json === undefined && hasQuery ? { options: known } : {}),
      ...(upload === undefined ? {} : { file: upload }),
      ...(abortSignal === undefined ? {} : { abortSignal }),
    });
  const answer =
    limitMs === undefined
      ? call(link, doing, () => open(signal), signal)
      : ask(link, doing, ({ abortSignal }) => open(abortSignal), { signal, limitMs });
  return (await answer) as Readable;
}

/** docker-modem's `dial` as a promise, with its errors as they are. */
export function dial(link: Link, options: DialOptions): Promise<unknown> {
  const modem = link.docker.modem as Dialler;
  return new Promise((resolve, reject) => {
    modem.dial(options, (error, answer) => {
      if (error === null || error === undefined) resolve(answer);
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

/** Runs one request; whatever it throws becomes a DrydockError. `doing` continues "while": "stopping web". */
export async function call<Answer>(
  link: Link,
  doing: string,
  request: () => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  throwIfCancelled(signal);
  try {
    return await request();
  } catch (error) {
    throw engineFailure(error, link.endpoint, doing, signal);
  }
}

/** How long the engine may take to answer from what it knows: seconds on a busy machine, never minutes. */
export const ANSWER_MS = 30_000;

/**
 * Like `call`, for what is answered at once: a container that another command has locked makes the engine wait for ever,
 * and whoever asks with it. `limitMs` is for what has to be worked out first.
 */
export async function ask<Answer>(
  link: Link,
  doing: string,
  request: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
  { signal, limitMs = ANSWER_MS }: { readonly signal?: AbortSignal | undefined; readonly limitMs?: number } = {},
): Promise<Answer> {
  const late = new AbortController();
  const answered = new AbortController();
  const abortSignal = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
  const limit = link.clock.sleep(limitMs, answered.signal).then(
    () => "late" as const,
    // The clock was stopped because the answer is there.
    () => "stopped" as const,
  );
  const answer = call(link, doing, () => request({ abortSignal }), signal).then(value => ({ value }));
  try {
    const first = await Promise.race([answer, limit]);
    if (first !== "late") return first === "stopped" ? (await answer).value : first.value;
  } finally {
    answered.abort();
  }
  late.abort();
  throw noAnswer(doing, limitMs);
}

/** dockerode's options of a request that `signal` ends. */
export function abortable(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** What the engine says of itself; dockerode takes options here, but its types do not know them. */
export function describe(docker: Docker): {
  version(options: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
  info(options: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
} {
  return docker as unknown as ReturnType<typeof describe>;
}

/** The first 12 characters of an id, as the docker command line shows it; names stay as they are. */
export function shortName(container: string): string {
  return /^[0-9a-f]{64}$/.test(container) ? container.slice(0, 12) : container;
}
