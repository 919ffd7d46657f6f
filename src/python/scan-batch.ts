import { decodeText } from "../workspace/decode";
import type { PythonFacts } from "./facts";
import { PythonScanner } from "./scan/scan-python";

export interface ScanInput {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ScanOutput {
  readonly path: string;
  readonly facts: PythonFacts;
}

/** Decodes and scans some files: pure, so that batches may run on other threads. */
export function scanBatch(inputs: readonly ScanInput[]): readonly ScanOutput[] {
  const scanner = new PythonScanner();
  return inputs.map(({ path, bytes }) => ({ path, facts: scanner.scan(decodeText(bytes)) }));
}
