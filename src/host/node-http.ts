import { cpus } from "node:os";
import autocannon from "autocannon";
import { cancelled } from "../model/error";
import type { Http, LoadResult } from "../model/http";

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
    const busy = watchProcessors();
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
    const shares = busy();
    if (signal?.aborted) throw cancelled();
    times.sort((left, right) => left - right);
    return {
      p50Ms: percentile(times, 0.5),
      p95Ms: percentile(times, 0.95),
      requestsPerSecond: Math.round(result.requests.average),
      requests: result.requests.total,
      failures: result.errors + result.timeouts + result["5xx"],
      ...shares,
    };
  },
};

/** What this process and this machine do from now until the answer is asked. */
function watchProcessors(): () => Pick<LoadResult, "cpuPercent" | "machinePercent"> {
  const [began, own, before] = [performance.now(), process.cpuUsage(), processorTimes()];
  return () => {
    const { user, system } = process.cpuUsage(own);
    const after = processorTimes();
    const all = after.all - before.all;
    return {
      cpuPercent: Math.round((user + system) / 10 / (performance.now() - began)),
      machinePercent: all === 0 ? 0 : Math.round(100 - (100 * (after.idle - before.idle)) / all),
    };
  };
}

function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map(each => each.times);
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    all: times.reduce((sum, each) => sum + Object.values(each).reduce((total, time) => total + time, 0), 0),
  };
}

/** Nearest-rank percentile of sorted values, 0 where there are none; rounded to a tenth. */
function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
