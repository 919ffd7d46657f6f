import type { ArrivedLine } from "./log-ring";

/** How long a line about a container is kept for its log, which is followed as soon as the container is listed. */
const keptMs = 10_000;

/** Lines about containers whose logs are not followed yet: an engine tells of a start before the container is listed. */
export class EarlyLines {
  #lines: readonly ArrivedLine[] = [];

  keep(line: ArrivedLine, now: number): void {
    this.#lines = [...this.#lines.filter(isYoung(now)), line];
  }

  /** The lines about a container whose log is followed from now on. */
  take(source: string, now: number): readonly ArrivedLine[] {
    const taken = this.#lines.filter(line => line.source === source).filter(isYoung(now));
    this.#lines = this.#lines.filter(line => line.source !== source);
    return taken;
  }
}

function isYoung(now: number): (line: ArrivedLine) => boolean {
  const oldest = new Date(now - keptMs).toISOString();
  return ({ at }) => at >= oldest;
}
