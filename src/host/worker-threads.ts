import { Worker, parentPort, workerData } from "node:worker_threads";
import { DrydockError, cancelled, messageOf, type ErrorCode } from "../model/error";
import type { Workers } from "../model/ports";

/** What a worker's task gets: its payload and a signal that fires when the shell cancels. */
export type WorkerTask = (
  payload: unknown,
  tools: { readonly signal: AbortSignal; readonly progress: (done: number, total: number) => void },
) => Promise<unknown>;

interface Request {
  readonly id: number;
  readonly task: string;
  readonly payload: unknown;
}

type Answer =
  | { readonly id: number; readonly kind: "result"; readonly value: unknown }
  | { readonly id: number; readonly kind: "progress"; readonly done: number; readonly total: number }
  | {
      readonly id: number;
      readonly kind: "failure";
      readonly message: string;
      readonly code: ErrorCode | null;
      readonly why: string;
      readonly todo: string;
    };

/** One worker thread of the given bundle, started with the first task and ended by `dispose`. */
export function workerThreads(bundle: string): Workers & { dispose(): void } {
  const flag = new SharedArrayBuffer(4);
  const waiting = new Map<
    number,
    {
      resolve(value: unknown): void;
      reject(error: unknown): void;
      progress?: ((done: number, total: number) => void) | undefined;
    }
  >();
  const state: { worker: Worker | undefined; next: number } = { worker: undefined, next: 1 };

  const start = (): Worker => {
    const worker = new Worker(bundle, { workerData: { flag } });
    worker.unref();
    worker.on("message", (answer: Answer) => {
      const request = waiting.get(answer.id);
      if (answer.kind === "progress") {
        request?.progress?.(answer.done, answer.total);
        return;
      }
      waiting.delete(answer.id);
      if (waiting.size === 0) worker.unref();
      if (answer.kind === "result") request?.resolve(answer.value);
      else
        request?.reject(
          answer.code === null
            ? new Error(answer.message)
            : new DrydockError(answer.code, answer.message, answer.why, answer.todo),
        );
    });
    worker.on("error", error => {
      for (const request of waiting.values()) request.reject(error);
      waiting.clear();
      state.worker = undefined;
    });
    worker.on("exit", () => {
      for (const request of waiting.values()) request.reject(cancelled());
      waiting.clear();
      if (state.worker === worker) state.worker = undefined;
    });
    return worker;
  };

  return {
    run<Result>(
      task: string,
      payload: unknown,
      signal?: AbortSignal,
      progress?: (done: number, total: number) => void,
    ): Promise<Result> {
      if (signal?.aborted) return Promise.reject(cancelled());
      const worker = (state.worker ??= start());
      const id = state.next++;
      const view = new Int32Array(flag);
      return new Promise<Result>((resolve, reject) => {
        const stop = (): void => {
          Atomics.store(view, 0, id);
        };
        signal?.addEventListener("abort", stop, { once: true });
        const settle =
          <Value>(then: (value: Value) => void) =>
          (value: Value) => {
            signal?.removeEventListener("abort", stop);
            then(value);
          };
        waiting.set(id, { resolve: settle(value => resolve(value as Result)), reject: settle(reject), progress });
        worker.ref();
        worker.postMessage({ id, task, payload } satisfies Request);
      });
    },
    dispose() {
      void state.worker?.terminate();
      state.worker = undefined;
    },
  };
}

/** The worker's side: answers requests with the named tasks, one at a time. */
export function serveTasks(tasks: Readonly<Record<string, WorkerTask>>): void {
  const port = parentPort;
  if (!port) throw new Error("This bundle runs in a worker thread only.");
  const view = new Int32Array((workerData as { flag: SharedArrayBuffer }).flag);
  port.on("message", (request: Request) => {
    void answer(request).then(message => port.postMessage(message));
  });

  const answer = async ({ id, task, payload }: Request): Promise<Answer> => {
    // The shared flag is looked at whenever the task asks, so a task that never gives way is stopped too.
    const { signal } = new AbortController();
    Object.defineProperty(signal, "aborted", { get: () => Atomics.load(view, 0) === id });
    try {
      const run = tasks[task];
      if (!run) throw new Error(`There is no task ${task}.`);
      const progress = (done: number, total: number): void =>
        port.postMessage({ id, kind: "progress", done, total } satisfies Answer);
      return { id, kind: "result", value: await run(payload, { signal, progress }) };
    } catch (error) {
      return error instanceof DrydockError
        ? { id, kind: "failure", message: error.message, code: error.code, why: error.why, todo: error.todo }
        : { id, kind: "failure", message: messageOf(error), code: null, why: "", todo: "" };
    }
  };
}
