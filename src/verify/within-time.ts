import type { Clock } from "../model/ports";

/** The longest that a timer of Node can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** What `act` answers, or "late" where it does not within a time and is told to stop; it still stops when `signal` fires. */
export async function withinTime<T>(
  clock: Clock,
  ms: number,
  act: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T | "late"> {
  const late = new AbortController();
  const answered = new AbortController();
  void clock.sleep(Math.min(ms, LONGEST_MS), answered.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    return await act(signal ? AbortSignal.any([signal, late.signal]) : late.signal);
  } catch (error) {
    if (late.signal.aborted && signal?.aborted !== true) return "late";
    throw error;
  } finally {
    answered.abort();
  }
}
