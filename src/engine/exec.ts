import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Engine, ExecResult } from "../model/ports";
import type { Link } from "./link";
import { ask, call, openStream, shortName } from "./link";
import { createDemux } from "./log-frames";

/**
 * Runs a command in a running container to its end. Aborting stops waiting; the engine has no way to end the command
 * itself, so it should be one that ends.
 */
export function createExec(link: Link): Engine["exec"] {
  return async (container, command, signal) => {
    const doing = `running ${command[0] ?? "a command"} in ${shortName(container)}`;
    const options = { Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: false };
    const exec = await ask(link, doing, () => link.docker.getContainer(container).exec(options), { signal });
    const json = { Detach: false, Tty: false };
    const body = await openStream(link, doing, { method: "POST", path: `/exec/${exec.id}/start`, json }, signal);
    const output = await call(link, doing, () => collect(body), signal);
    const details = await ask(link, doing, () => exec.inspect(), { signal });
    return { exit: details.ExitCode ?? -1, ...output };
  };
}

async function collect(body: Readable): Promise<Pick<ExecResult, "stdout" | "stderr">> {
  const demux = createDemux();
  const texts = { stdout: "", stderr: "" };
  const decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  for await (const chunk of body) {
    for (const { stream, bytes } of demux(chunk as Buffer)) texts[stream] += decoders[stream].write(bytes);
  }
  return { stdout: texts.stdout + decoders.stdout.end(), stderr: texts.stderr + decoders.stderr.end() };
}
