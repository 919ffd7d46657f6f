import { setFlagsFromString } from "node:v8";

/** The release of Node whose V8 knows both options; that of Node 24 complains of the first on standard error. */
const RELEASE = "20";

/**
 * Makes V8 optimise later and copy less of one function into another. A run of a few seconds ends before most optimised code has paid
 * for its making, which by default is half of all CPU time, on threads of the compiler. Only for a process of our own.
 */
export function easeCompiler(): void {
  if (process.versions.node.split(".", 1)[0] !== RELEASE) return;
  // A budget of 135,168 bytes of bytecode and 920 bytes inlined are what V8 has by itself.
  setFlagsFromString("--interrupt-budget=200000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
}
