import type { BuildStep } from "../model/build-trace";
import { DrydockError } from "../model/error";
import { diskFull, isDiskFull } from "./failure";
import { installFailure, type InstallFailure } from "./install-failure";
import { parseStepName } from "./step-name";
import type { Trace } from "./trace";

/** How many lines of the failing step's log explain the failure. */
const SHOWN_LINES = 20;

/**
 * The error of a build that the engine gave up. `words` is the engine's message; the lines before the failure are in
 * `why`. No room on the disk and a registry that refuses are told apart, because the Dockerfile is not to blame.
 */
export function buildFailure(trace: Trace, words: string, mask: (text: string) => string): DrydockError {
  const message = mask(words).trim();
  const step = trace.failed();
  const whole = step === null ? [] : trace.log(step.digest);
  const log = whole.slice(-SHOWN_LINES);
  const full = [...log].reverse().find(isDiskFull) ?? [step?.error ?? "", message].find(isDiskFull);
  if (full !== undefined) return diskFull(full);
  const refused = registryFailure(step, message);
  if (refused !== null) return refused;
  const name = step === null ? null : parseStepName(step.name);
  if (step === null || name === null) return failureOutsideSteps(message);

  const of = name.stage === "stage-0" ? "" : ` of stage ${name.stage}`;
  const exit = /exit code: (\d{1,10})/.exec(step.error ?? message)?.[1];
  const what = `Step ${name.index} of ${name.total}${of} failed: \`${instructionText(name.instruction)}\``;
  const install = installFailure(whole);
  if (install !== null && install.kind !== "not prepared") return uninstallable(install, what, log);
  return new DrydockError(
    "build-failed",
    exit === undefined ? `${what}.` : `${what}, exit code ${exit}.`,
    [...(log.length > 0 ? log : [step.error ?? message]), ...(install === null ? [] : [install.said])].join("\n"),
    "Correct that step in the Dockerfile, or what it reads, and build again.",
  );
}

/** A distribution that no index has for this Python, or that could not be built from its source; `step` names where. */
function uninstallable(
  install: Exclude<InstallFailure, { kind: "not prepared" }>,
  step: string,
  log: readonly string[],
): DrydockError {
  const where = step.replace("Step", "step");
  if (install.kind === "absent") {
    return new DrydockError(
      "build-failed",
      `No package index that was asked has ${install.distribution} for this Python (${where}).`,
      log.join("\n"),
      "Correct its name or version where it is required, choose another Python by python.version, or name the index that has it.",
    );
  }
  return new DrydockError(
    "build-failed",
    `${install.distribution} has no wheel for this Python and could not be built (${where}).`,
    [...log, ...(install.said === null ? [] : [install.said])].join("\n"),
    "Raise it to a release that has one, choose another Python by python.version, or add what it is compiled with to install.system.build.",
  );
}

/** `RUN --mount=… pip install .` is shown as the command that ran, other instructions as they are written. */
function instructionText(instruction: string): string {
  const flat = instruction.replace(/\s+/g, " ");
  const text = flat.startsWith("RUN ") ? flat.replace(/^RUN (?:--\S+ )*/, "").trim() : flat;
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function failureOutsideSteps(message: string): DrydockError {
  const parse = /^(?:.*: )?dockerfile parse error on line (\d{1,7}): ([\s\S]*)$/.exec(message);
  if (parse !== null) {
    return new DrydockError(
      "build-failed",
      `The Dockerfile could not be read at line ${parse[1] ?? ""}.`,
      parse[2] ?? message,
      "Correct the line and build again.",
    );
  }
  return new DrydockError(
    "build-failed",
    "The image could not be built.",
    message,
    "Correct the Dockerfile, or what it reads, and build again.",
  );
}

const REFUSED = [
  "pull access denied",
  "insufficient_scope",
  "authorization failed",
  "authentication required",
  "no basic auth credentials",
  "401 Unauthorized",
  "403 Forbidden",
  "unauthorized:",
  "denied:",
];
const UNREACHED = [
  "no such host",
  "i/o timeout",
  "connection refused",
  "network is unreachable",
  "TLS handshake timeout",
  "certificate signed by unknown authority",
  "Client.Timeout",
  "server misbehaving",
  "proxyconnect",
  "EOF",
];

/** Null where the build did not fail at fetching an image: a step that runs may meet the same words from elsewhere. */
export function registryFailure(step: BuildStep | null, message: string): DrydockError | null {
  const words = `${step?.error ?? ""}\n${message}`;
  const instruction = step === null ? null : (parseStepName(step.name)?.instruction ?? null);
  const runs = instruction !== null && !instruction.startsWith("FROM ");
  const fetches = step?.name.startsWith("[internal] load metadata for ") === true || /^FROM /.test(instruction ?? "");
  if (runs || !(fetches || words.includes("failed to resolve source metadata for"))) return null;

  const image = imageName(step, words);
  if (/toomanyrequests|429 Too Many Requests/.test(words)) {
    return refusal(
      `The registry refused ${image}: too many requests.`,
      words,
      "Wait, or run `docker login` for that registry.",
    );
  }
  if (REFUSED.some(mark => words.includes(mark))) {
    const what = `The registry refused ${image}: authentication required, or there is no such image.`;
    return refusal(what, words, "Check the image's name, or run `docker login` for that registry.");
  }
  if (/: not found|manifest unknown|no match for platform/.test(words)) {
    return refusal(`The registry has no ${image}.`, words, "Check the image's name, tag and platform.");
  }
  if (UNREACHED.some(mark => words.includes(mark))) {
    const todo = "Check the network and the engine's proxy setting, or load the image by `docker load`.";
    return refusal(`The registry could not be reached for ${image}.`, words, todo);
  }
  return null;
}

function refusal(what: string, words: string, todo: string): DrydockError {
  const line = words.split("\n").find(text => text.trim() !== "") ?? words;
  // What could not be fetched is said already.
  const why = line.trim().replace(/^.*failed to resolve source metadata for (?:an image of )?\S+: /, "");
  return new DrydockError("registry-refused", what, why, todo);
}

function imageName(step: BuildStep | null, words: string): string {
  const loaded = /^\[internal\] load metadata for (\S+)/.exec(step?.name ?? "")?.[1];
  const resolved = /failed to resolve source metadata for (an image of \S+?|\S+?):? /.exec(words)?.[1];
  return (loaded ?? resolved ?? "the base image").replace(/^docker\.io\/library\//, "");
}
