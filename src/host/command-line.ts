import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";

/** The process round a command line: streams, environment, interruption, questions and single files by absolute path. */
export interface CommandLineHost {
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Fires at the first Ctrl-C; a second one ends the process at once. */
  readonly signal: AbortSignal;
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
  readonly resolve: (relative: string) => string;
  readonly ask: ((question: string) => Promise<string>) | null;
  readonly readStdin: () => Promise<string>;
  readonly isFolder: (absolute: string) => Promise<boolean | null>;
  readonly writeFile: (absolute: string, text: string) => Promise<void>;
  readonly appendFile: (absolute: string, text: string) => Promise<void>;
  /** What a second interruption would leave behind, in one sentence. */
  readonly setLeft: (left: string | null) => void;
  readonly dispose: () => void;
}

const INTERRUPTED = 130;

export function commandLineHost(): CommandLineHost {
  const controller = new AbortController();
  const state: { left: string | null } = { left: null };
  const interrupt = (): void => {
    if (controller.signal.aborted) {
      const left = state.left ?? "What this run made in the engine is left as it is.";
      process.stderr.write(`\n${left}\nRemove it with: drydock clean\n`);
      process.exit(INTERRUPTED);
    }
    process.stderr.write("\nStopping.\n");
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  process.on("SIGHUP", interrupt);
  // A reader that ends early (`drydock recon | head`) is no failure of ours.
  process.stdout.on("error", error => {
    if ("code" in error && error.code === "EPIPE") process.exit(0);
    // An answer that is cut off is no answer, however well it was worked out.
    process.stderr.write(
      `The result could not be written to standard output: ${error.message}.\nSend it where there is room, and run this again.\n`,
    );
    process.exit(1);
  });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: controller.signal,
    writeOut: text => process.stdout.write(text),
    writeErr: text => process.stderr.write(text),
    resolve: relative => path.resolve(relative),
    ask: process.stdin.isTTY && process.stdout.isTTY ? ask(controller.signal) : null,
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Buffer));
      return Buffer.concat(chunks).toString("utf8");
    },
    isFolder: async absolute => {
      try {
        return (await fs.stat(absolute)).isDirectory();
      } catch (error) {
        if (error instanceof Error && "code" in error) return null;
        throw error;
      }
    },
    writeFile: async (absolute, text) => {
      await fs.mkdir(path.dirname(absolute), { recursive: true });
      await fs.writeFile(absolute, text);
    },
    appendFile: (absolute, text) => fs.appendFile(absolute, text),
    setLeft: left => {
      state.left = left;
    },
    dispose: () => {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
      process.off("SIGHUP", interrupt);
    },
  };
}

function ask(signal: AbortSignal): (question: string) => Promise<string> {
  return async question => {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await lines.question(question, { signal });
    } finally {
      lines.close();
    }
  };
}
