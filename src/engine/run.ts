import type { Container } from "dockerode";
import { messageOf } from "../model/error";
import type { Engine } from "../model/ports";
import { ACT_MS } from "./containers";
import { statusOf } from "./failure";
import type { Link } from "./link";
import { abortable, ask, call } from "./link";
import { readOnce } from "./logs";

/**
 * Runs a one-shot container to its end: output, exit code, and the container is removed with its anonymous volumes
 * however it ends, aborting included. The output is read from its log, so it has times.
 */
export function createRun(link: Link): Engine["run"] {
  return async (image, command, options, signal) => {
    const doing = `running ${command[0] ?? "the command"} in ${image}`;
    const env = Object.entries(options?.env ?? {}).map(([name, value]) => `${name}=${value}`);
    const create = () =>
      link.docker.createContainer({
        Image: image,
        ...(command.length === 0 ? {} : { Cmd: [...command] }),
        ...(options?.entrypoint === undefined ? {} : { Entrypoint: [...options.entrypoint] }),
        ...(options?.user === undefined ? {} : { User: options.user }),
        Env: env,
        Labels: { ...options?.labels },
        HostConfig: {
          // Whatever the engine's default is, this log can be read.
          LogConfig: { Type: "json-file", Config: {} },
          ReadonlyRootfs: options?.readOnly ?? false,
          ...(options?.network === undefined ? {} : { NetworkMode: options.network }),
          ...(options?.tmpfs === undefined ? {} : { Tmpfs: Object.fromEntries(options.tmpfs.map(tmpfsMount)) }),
        },
      });
    const container = await ask(link, doing, create, { signal, limitMs: ACT_MS });
    try {
      await ask(link, doing, () => container.start(), { signal, limitMs: ACT_MS });
      const output = { stdout: "", stderr: "" };
      const position = { timestamp: "", lines: 0 };
      await call(
        link,
        doing,
        () =>
          readOnce(
            link,
            container.id,
            { follow: true },
            position,
            chunk => {
              output[chunk.stream] += `${chunk.text}\n`;
              options?.onLog?.(chunk);
            },
            doing,
            signal,
          ),
        signal,
      );
      const ended = (await call(link, doing, () => container.wait(abortable(signal)), signal)) as {
        readonly StatusCode: number;
      };
      return { exit: ended.StatusCode, ...output };
    } finally {
      await removeQuietly(link, container);
    }
  };
}

/** `/tmp` or `/tmp:rw,size=64m` as the command line takes it. */
function tmpfsMount(text: string): readonly [string, string] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** A failing removal must not hide how the run itself ended; it is logged, and `drydock clean` finds the container. */
async function removeQuietly(link: Link, container: Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (statusOf(error) !== 404) link.log.warn(`engine: ${container.id} was not removed: ${messageOf(error)}`);
  }
}
