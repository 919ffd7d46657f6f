import assert from "node:assert/strict";
import { readSample } from "../../../src/engine/stats";

const SAMPLE = {
  read: "2024-05-01T10:00:01Z",
  preread: "2024-05-01T10:00:00Z",
  cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 }, system_cpu_usage: 14_000_000_000, online_cpus: 4 },
  precpu_stats: { cpu_usage: { total_usage: 1_000_000_000 }, system_cpu_usage: 10_000_000_000, online_cpus: 4 },
  memory_stats: { usage: 1000, limit: 5000, stats: { inactive_file: 300 } },
  networks: { eth0: { rx_bytes: 10, tx_bytes: 20 }, eth1: { rx_bytes: 1, tx_bytes: 2 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: "read", value: 7 },
      { op: "Read", value: 1 },
      { op: "write", value: 9 },
      { op: "sync", value: 100 },
    ],
  },
};

describe("readSample", () => {
  it("computes what docker stats shows", () => {
    assert.deepEqual(readSample(SAMPLE), {
      at: Date.parse("2024-05-01T10:00:01Z"),
      cpuPercent: 50, // 0.5 s of 4 s of four cores, so half of one core
      memoryBytes: 700,
      memoryLimit: 5000,
      networkIn: 11,
      networkOut: 22,
      blockRead: 8,
      blockWrite: 9,
    });
  });

  it("takes the page cache off under cgroup 1 as well", () => {
    const memory_stats = { usage: 1000, limit: 1, stats: { total_inactive_file: 400, inactive_file: 1 } };
    assert.equal(readSample({ ...SAMPLE, memory_stats })?.memoryBytes, 600);
  });

  it("says 0 percent where there is nothing to compare with", () => {
    const precpu_stats = { cpu_usage: { total_usage: 0 } };
    assert.equal(readSample({ ...SAMPLE, precpu_stats })?.cpuPercent, 0);
  });

  it("counts processors where the engine does not say how many", () => {
    const cpu_usage = { total_usage: 1_500_000_000, percpu_usage: [1, 2] };
    const cpu_stats = { cpu_usage, system_cpu_usage: 14_000_000_000 };
    assert.equal(readSample({ ...SAMPLE, cpu_stats })?.cpuPercent, 25);
  });

  it("gives no sample of a container that does not run", () => {
    assert.equal(readSample({ ...SAMPLE, read: "0001-01-01T00:00:00Z" }), null);
    assert.equal(readSample({}), null);
  });

  it("measures Windows containers by their own fields", () => {
    const sample = readSample({
      ...SAMPLE,
      num_procs: 2,
      cpu_stats: { cpu_usage: { total_usage: 10_000_000 } },
      precpu_stats: { cpu_usage: { total_usage: 0 } },
      memory_stats: { privateworkingset: 42 },
      storage_stats: { read_size_bytes: 3, write_size_bytes: 4 },
    });
    assert.equal(sample?.cpuPercent, 50);
    assert.deepEqual([sample?.memoryBytes, sample?.blockRead, sample?.blockWrite], [42, 3, 4]);
  });
});
