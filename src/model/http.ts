/** One HTTP request's outcome; `status` is null where no answer came, with `error` in words. */
export interface HttpAnswer {
  readonly status: number | null;
  readonly ms: number;
  readonly error: string | null;
}

export interface LoadResult {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly requestsPerSecond: number;
  readonly requests: number;
  readonly failures: number;
  /** Per cent of one processor that making the requests took; it has no more than one. */
  readonly cpuPercent: number;
  /** Per cent of all processors of this machine that anything kept busy meanwhile. */
  readonly machinePercent: number;
}

/** HTTP to services on this machine that Drydock itself started. */
export interface Http {
  get(
    url: string,
    options?: {
      readonly timeoutMs?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly signal?: AbortSignal;
    },
  ): Promise<HttpAnswer>;
  /** A bounded load: `connections` at once for `seconds`. */
  load(
    url: string,
    options: { readonly connections: number; readonly seconds: number; readonly signal?: AbortSignal },
  ): Promise<LoadResult>;
}
