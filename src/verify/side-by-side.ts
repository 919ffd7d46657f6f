import { throwIfCancelled } from "../model/error";

/** Enough to keep an engine busy while another answer is read, and few enough for a laptop. */
const AT_ONCE = 4;

/**
 * The same work on several items, at most a few at once; the answers stand in the items' order. The first failure stops
 * what else is under way and is thrown when all of it has ended, so that nothing is made behind a clean-up. Only for work
 * of which no time, load or memory is a figure.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
  atOnce = AT_ONCE,
): Promise<readonly Result[]> {
  throwIfCancelled(signal);
  const failed = new AbortController();
  const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const failures: unknown[] = [];
  const results: Result[] = [];
  const waiting = items.entries();
  const take = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (either.aborted) return;
      try {
        results[index] = await work(item, either);
      } catch (error) {
        failures.push(error);
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, take));
  throwIfCancelled(signal);
  if (failures.length > 0) throw failures[0];
  return results;
}
