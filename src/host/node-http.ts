import autocannon from "autocannon";
import { cancelled } from "../model/error";
import type { Http } from "../model/http";

/** HTTP through Node's own client; the load comes from autocannon. */
export const nodeHttp: Http = {
  async get(url, { timeoutMs = 10_000, headers, signal } = {}) {
    if (signal?.aborted) throw cancelled();
    const timeout = AbortSignal.timeout(timeoutMs);
    const began = performance.now();
    try {
      const response = await fetch(url, {
        redirect: "manual",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(headers ? { headers: { ...headers } } : {}),
      });
      await response.arrayBuffer();
      return { status: response.status, ms: performance.now() - began, error: null };
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      return { status: null, ms: performance.now() - began, error: causeOf(error) };
    }
  },

  async load(url, { connections, seconds, signal }) {
    if (signal?.aborted) throw cancelled();
    const times: number[] = [];
    const result = await new Promise<autocannon.Result>((resolve, reject) => {
      const running = autocannon({ url, connections, duration: seconds, timeout: 10 }, (error: unknown, finished) => {
        signal?.removeEventListener("abort", stop);
        if (error instanceof Error) reject(error);
        else resolve(finished);
      });
      const stop = (): void => {
        running.stop();
      };
      running.on("response", (_client, _status, _bytes, ms) => times.push(ms));
      signal?.addEventListener("abort", stop, { once: true });
    });
    if (signal?.aborted) throw cancelled();
    times.sort((left, right) => left - right);
    return {
      p50Ms: percentile(times, 0.5),
      p95Ms: percentile(times, 0.95),
      requestsPerSecond: Math.round(result.requests.average),
      requests: result.requests.total,
      failures: result.errors + result.timeouts + result["5xx"],
    };
  },
};

/** Nearest-rank percentile of sorted values, 0 where there are none; rounded to a tenth. */
function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
