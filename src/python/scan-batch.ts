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

/** Decodes and scans files batch by batch with one set of tables: pure, so that batches may run on other threads. */
export function batchScanner(): (inputs: readonly ScanInput[]) => readonly ScanOutput[] {
  const scanner = new PythonScanner();
  return inputs => inputs.map(({ path, bytes }) => ({ path, facts: scanner.scan(decodeText(bytes)) }));
}
