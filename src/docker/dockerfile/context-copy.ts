import type { CopyInstruction, Instruction } from "./types";

/** COPY and ADD that take files from the build context, not from a stage or an image. */
export function isContextCopy(instruction: Instruction): instruction is CopyInstruction {
  const { kind, flags } = instruction;
  return (kind === "COPY" || kind === "ADD") && !flags.some(({ name }) => name === "from");
}
