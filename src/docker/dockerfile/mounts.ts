import type { Flag, Instruction } from "./types";

/** One `--mount` of RUN with its keys in any order (Dockerfile reference, "RUN --mount"). */
export interface Mount {
  /** `bind` where no type is given. */
  readonly type: string;
  readonly target: string | null;
  readonly source: string | null;
  readonly from: string | null;
  readonly id: string | null;
  readonly options: ReadonlyMap<string, string | null>;
  readonly flag: Flag;
}

const NO_MOUNTS: readonly Mount[] = [];

export function mountsOf(instruction: Instruction): readonly Mount[] {
  if (instruction.flags.length === 0) return NO_MOUNTS;
  const mounts: Mount[] = [];
  for (const flag of instruction.flags) {
    if (flag.name === "mount" && flag.value !== null) mounts.push(readMount(flag, flag.value));
  }
  return mounts;
}

function readMount(flag: Flag, value: string): Mount {
  const options = new Map<string, string | null>();
  for (const field of value.split(",")) {
    const equals = field.indexOf("=");
    const key = (equals === -1 ? field : field.slice(0, equals)).trim().toLowerCase();
    options.set(key, equals === -1 ? null : field.slice(equals + 1));
  }
  const read = (...keys: string[]): string | null => {
    for (const key of keys) {
      const found = options.get(key);
      if (found !== undefined && found !== null) return found;
    }
    return null;
  };
  return {
    type: read("type") ?? "bind",
    target: read("target", "dst", "destination"),
    source: read("source", "src"),
    from: read("from"),
    id: read("id"),
    options,
    flag,
  };
}
