import type { Engine, StatsSample } from "../model/ports";
import { engineFailure } from "./failure";
import { isRecord, jsonLines, numberField, textField } from "./json-lines";
import type { Link } from "./link";
import { ANSWER_MS, openStream, shortName } from "./link";

/** One sample a second of a running container, until `signal` fires or the container is removed. */
export function createStats(link: Link): Engine["stats"] {
  return async (container, onSample, signal) => {
    const doing = `measuring ${shortName(container)}`;
    try {
      const path = `/containers/${encodeURIComponent(container)}/stats`;
      const body = await openStream(
        link,
        doing,
        { method: "GET", path, query: { stream: 1 }, limitMs: ANSWER_MS },
        signal,
      );
      for await (const message of jsonLines(body)) {
        const sample = readSample(message);
        if (signal?.aborted === true) return;
        if (sample !== null) onSample(sample);
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw engineFailure(error, link.endpoint, doing, signal);
    }
  };
}

/**
 * A sample with the figures that `docker stats` shows (github.com/docker/cli, cli/command/container/stats_helpers.go).
 * Null while the container does not run: the engine then sends zeros with the time 0001. The first sample of a stream has
 * no earlier one to compare with, so its CPU share is 0.
 */
export function readSample(message: Readonly<Record<string, unknown>>): StatsSample | null {
  const read = textField(message, "read");
  const at = Date.parse(read);
  if (read.startsWith("0001-") || !Number.isFinite(at)) return null;
  const memory = message["memory_stats"];
  const networks = Object.values(record(message["networks"]));
  const blocks = list(record(message["blkio_stats"])["io_service_bytes_recursive"]);
  const isWindows = numberField(message, "num_procs") > 0;
  const total = (rows: readonly unknown[], name: string): number =>
    rows.reduce<number>((sum, row) => sum + numberField(row, name), 0);
  const transferred = (operation: string): number =>
    total(
      blocks.filter(row => textField(row, "op").toLowerCase() === operation),
      "value",
    );
  const storage = message["storage_stats"];
  return {
    at,
    cpuPercent: isWindows ? windowsCpuPercent(message) : cpuPercent(message),
    memoryBytes: isWindows ? numberField(memory, "privateworkingset") : memoryBytes(memory),
    memoryLimit: numberField(memory, "limit"),
    networkIn: total(networks, "rx_bytes"),
    networkOut: total(networks, "tx_bytes"),
    blockRead: isWindows ? numberField(storage, "read_size_bytes") : transferred("read"),
    blockWrite: isWindows ? numberField(storage, "write_size_bytes") : transferred("write"),
  };
}

/** Percent of one core, so 200 is two cores fully used. */
function cpuPercent(message: Readonly<Record<string, unknown>>): number {
  const now = record(message["cpu_stats"]);
  const before = record(message["precpu_stats"]);
  if (numberField(before, "system_cpu_usage") === 0) return 0;
  const used = numberField(now["cpu_usage"], "total_usage") - numberField(before["cpu_usage"], "total_usage");
  const system = numberField(now, "system_cpu_usage") - numberField(before, "system_cpu_usage");
  const cores = numberField(now, "online_cpus") || list(record(now["cpu_usage"])["percpu_usage"]).length || 1;
  return used > 0 && system > 0 ? (used / system) * cores * 100 : 0;
}

/** Windows counts in units of 100 ns of all processors. */
function windowsCpuPercent(message: Readonly<Record<string, unknown>>): number {
  const units = (Date.parse(textField(message, "read")) - Date.parse(textField(message, "preread"))) * 10_000;
  const possible = units * numberField(message, "num_procs");
  const usage = (name: string): number => numberField(record(message[name])["cpu_usage"], "total_usage");
  const used = usage("cpu_stats") - usage("precpu_stats");
  return possible > 0 && used > 0 ? (used / possible) * 100 : 0;
}

/** Memory in use without the page cache that the kernel may drop: cgroup 1 and 2 name it differently. */
function memoryBytes(memory: unknown): number {
  const usage = numberField(memory, "usage");
  const details = record(record(memory)["stats"]);
  const inactive = numberField(details, "total_inactive_file") || numberField(details, "inactive_file");
  return inactive < usage ? usage - inactive : usage;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
