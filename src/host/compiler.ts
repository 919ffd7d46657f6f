import { setFlagsFromString } from "node:v8";

/** The newest Node whose V8 was seen to know these options: one that it does not know it complains of on standard error. */
const NEWEST = 24;

/**
 * Makes V8 optimise later and copy less of one function into another. A run of a few seconds ends before most optimised code has paid
 * for its making, which by default is half of all CPU time, on threads of the compiler. Only for a process of our own.
 */
export function easeCompiler(): void {
  if (Number(process.versions.node.split(".", 1)[0]) > NEWEST) return;
  // A budget of 135,168 bytes of bytecode and 920 bytes inlined are what V8 has by itself.
  setFlagsFromString("--interrupt-budget=200000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
}
