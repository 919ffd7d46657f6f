import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { cancelled } from "../model/error";
import type { Clock, Log, Random } from "../model/ports";

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      throw error;
    }
  },
};

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export const systemRandom: Random = {
  text: length => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join(""),
};

/** Writes problems to a stream-like sink; `debug` and `info` only when verbose. */
export function sinkLog(write: (line: string) => void, verbose: boolean): Log {
  return {
    debug: message => {
      if (verbose) write(`debug: ${message}`);
    },
    info: message => {
      if (verbose) write(message);
    },
    warn: message => write(message),
    error: message => write(message),
  };
}
