import { DrydockError } from "../model/error";
import type { Clock, Compose, ComposeRequest, Engine, ExecResult, Files, Processes } from "../model/ports";
import type { Recon, TestRunner } from "../model/recon";
import type { TestReport } from "../model/verification";
import { decodeText } from "../workspace/decode";
import { buildImage } from "./build-image";
import type { BuiltImage } from "./build-stack";
import { isInside, joinPath, withoutFolder } from "../model/paths";
import { projectOf, readStack, type Stack, type StackBuild } from "./compose-stack";
import { apartStack } from "./own-volumes";
import type { OnVerifyEvent } from "./events";
import { readTests } from "./find-stack";
import { runOutside } from "./outside-tests";
import { identityLabels, type RunIdentity } from "./run-identity";
import { stackOverride } from "./stack-override";
import { didNotBegin, foundNoTests, readTestCounts, type TestCounts } from "./test-counts";
import { ownFiles } from "./verifying";
import { withinTime } from "./within-time";

interface TestPorts {
  readonly engine: Engine;
  readonly compose: Compose;
  readonly clock: Clock;
  readonly files: Files;
  readonly processes: Processes;
}

/** Several runs as one report: counts add up, the first failing exit code stands. */
export function addReports(reports: readonly TestReport[]): TestReport | null {
  const [first, ...rest] = reports;
  return first
    ? rest.reduce(
        (sum, report) => ({
          ...sum,
          passed: sum.passed + report.passed,
          failed: sum.failed + report.failed,
          skipped: sum.skipped + report.skipped,
          exit: sum.exit === 0 ? report.exit : sum.exit,
          ...(sum.unfinished === undefined && report.unfinished !== undefined ? { unfinished: report.unfinished } : {}),
        }),
        first,
      )
    : null;
}

export interface TestRun {
  readonly report: TestReport;
  readonly ms: number;
  readonly output: string;
  /** What the same tests printed on this machine; "" where they were not run there. */
  readonly outsideOutput: string;
}

/**
 * Runs the workspace's own tests in the image's `test` stage: through the service `test` of the file for tests beside
 * the Compose file where there is one (it brings the services that the tests need), else in a container of that stage alone. Null where the
 * image has no such stage, or there are no tests in the workspace; `left-out` says which. `outsideFolder` is where they run
 * once more on this machine, relative to the workspace; null for not at all. Where they do not end within `limitMs`, what
 * runs them is stopped.
 */
export async function runTests(
  ports: TestPorts,
  image: BuiltImage,
  recon: Recon,
  request: ComposeRequest,
  {
    run,
    outsideFolder,
    limitMs,
  }: { readonly run: RunIdentity; readonly outsideFolder: string | null; readonly limitMs: number },
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<TestRun | null> {
  const { engine, clock } = ports;
  const tests = recon.tests;
  if (!tests) return leftOut(onEvent, "no tests were found");
  if (!image.hasTestStage) return leftOut(onEvent, `${image.build.dockerfile} has no stage named test`);
  onEvent({ kind: "phase", phase: "test", detail: tests.command.join(" ") });
  const tag = `${image.tag.replace(/:[^:/]*$/, "")}:drydock-test`;
  const built = await buildImage(
    engine,
    {
      files: image.context.files,
      dockerfile: image.build.dockerfile,
      args: image.build.args,
      target: "test",
      tags: [tag],
      labels: identityLabels(run),
    },
    image.file,
    event => onEvent({ kind: "build", service: image.report.service, event }),
    signal,
  );
  const began = clock.elapsed();
  const service = await testService(ports.files, image.build, mainFileOf(ports.files, request));
  try {
    const command = await testCommand(ports, tag, tests.command);
    const lines: string[] = [];
    const onLine = (text: string): void => {
      lines.push(text);
      onEvent({ kind: "line", text });
    };
    const result = await withinTime(
      clock,
      limitMs,
      stop =>
        service === null
          ? runAlone(engine, tag, command, run, onLine, stop)
          : ports.compose.run(
              { ...testStack(request, service, tag, run), service: service.name, command: [] },
              onLine,
              stop,
            ),
      signal,
    );
    const ms = clock.elapsed() - began;
    const output = result === "late" ? lines.join("\n") : `${result.stdout}\n${result.stderr}`;
    const exit = result === "late" ? STOPPED : result.exit;
    const counts = readTestCounts(output);
    const report: TestReport = {
      command: command.length > 0 ? command : tests.command,
      ...(result === "late" ? { ...NONE, unfinished: "stopped" } : outcomeOf(counts, output, exit, tests)),
      exit,
      outside: "not run",
    };
    if (foundNoTests(counts, exit) && !(await holdsTests(ports.files, image.build.context)))
      return leftOut(
        onEvent,
        `${report.command.join(" ")} found none, and no file of the workspace that is named as a test holds one`,
      );
    const outside =
      outsideFolder === null || result === "late"
        ? null
        : await withinTime(
            clock,
            limitMs,
            stop => runOutside(ports, outsideFolder, tests.command, report, stop),
            signal,
          );
    const compared = outside === "late" ? { verdict: "not run" as const, why: OUTSIDE_LATE } : outside;
    if (compared?.verdict === "not run") leftOut(onEvent, compared.why);
    const full: TestReport = compared ? { ...report, outside: compared.verdict } : report;
    onEvent({ kind: "tested", tests: full, ms });
    return { report: full, ms, output, outsideOutput: compared?.verdict === "different" ? compared.output : "" };
  } finally {
    if (service !== null)
      await ports.compose.down({ ...testStack(request, service, tag, run), volumes: true }, () => undefined);
    await engine.removeImage(tag).catch((error: unknown) => {
      // Layers that the kept image shares stay; a second tag of the same image is no reason to fail.
      onEvent({ kind: "line", text: `The test image ${built.imageId.slice(0, 19)} was not removed: ${String(error)}` });
    });
  }
}

/** What tests that ended by themselves came to; a runner that prints no counts is judged by its exit code. */
function outcomeOf(
  counts: TestCounts | null,
  output: string,
  exit: number,
  { runner }: TestRunner,
): TestCounts & Pick<TestReport, "unfinished"> {
  if (didNotBegin(output, exit, runner)) return { ...NONE, unfinished: "not begun" };
  return counts ?? { ...NONE, failed: exit === 0 ? 0 : 1 };
}

const NONE = { passed: 0, failed: 0, skipped: 0 } as const;
/** What `timeout` exits with, for tests that were stopped at their limit. */
const STOPPED = 124;
/** What a shell exits with for a program that is not there. */
const NO_PROGRAM = 127;
const OUTSIDE_LATE = "outside the image the tests did not end within their limit of time, so they were stopped";

/** In a container of that image alone; one without the command's program ends as a shell would end it. */
async function runAlone(
  engine: Engine,
  tag: string,
  command: readonly string[],
  run: RunIdentity,
  onLine: (text: string) => void,
  signal: AbortSignal,
): Promise<ExecResult> {
  try {
    const options = { labels: identityLabels(run), onLog: ({ text }: { readonly text: string }) => onLine(text) };
    return await engine.run(tag, command, options, signal);
  } catch (error) {
    if (!(error instanceof DrydockError) || error.code !== "engine-refused") throw error;
    return { exit: NO_PROGRAM, stdout: "", stderr: error.why };
  }
}

/** Whether a folder has tests in files that a runner would take for them by their names; generators write empty ones. */
export async function holdsTests(files: Files, folder: string): Promise<boolean> {
  const prefix = folder === "" || folder === "." ? "" : `${folder}/`;
  for (const { path } of await ownFiles(files)) {
    if (!path.startsWith(prefix) || !/(?:^|\/)(?:test_[^/]*|[^/]*_tests?|tests?)\.py$/.test(path)) continue;
    const bytes = await files.read(path);
    if (bytes && /^\s*(?:async\s+)?def test|^class Test/m.test(decodeText(bytes))) return true;
  }
  return false;
}

function leftOut(onEvent: OnVerifyEvent, why: string): null {
  onEvent({ kind: "left-out", phase: "test", why });
  return null;
}

/** The stage's own command where it has one (it was written for the image), else the workspace's test command. */
async function testCommand(
  { engine }: TestPorts,
  tag: string,
  fallback: readonly string[],
): Promise<readonly string[]> {
  const raw = (await engine.image(tag))?.raw as { Config?: { Cmd?: unknown; Entrypoint?: unknown } } | undefined;
  const own = raw?.Config?.Cmd;
  return Array.isArray(own) && own.length > 0 && !isPlainPython(own) ? [] : fallback;
}

/** The base image's own command (`python3`, `bash`) says nothing about tests. */
function isPlainPython(command: readonly unknown[]): boolean {
  return (
    command.length === 1 && typeof command[0] === "string" && /^(?:.*\/)?(?:python[\d.]*|bash|sh)$/.test(command[0])
  );
}

/** The Compose file that is verified, relative to the workspace. */
function mainFileOf({ root }: Files, { folder, files: [main = "compose.yaml"] }: ComposeRequest): string {
  const inside = folder !== root && isInside(root, folder) ? withoutFolder(root, folder) : "";
  return joinPath(inside, main);
}

/** The service of the file for tests beside a Compose file that tests what this image is built from, with everything the file starts for it. */
async function testService(
  files: Files,
  build: StackBuild,
  main: string,
): Promise<{ readonly name: string; readonly stack: Stack } | null> {
  const tests = await readTests(files, main);
  if (!tests) return null;
  const { stack } = await apartStack(files, readStack(tests.path, tests.text));
  const built = stack.services.filter(service => service.build !== null);
  const same = built.find(
    service => service.build?.context === build.context && service.build.dockerfile === build.dockerfile,
  );
  const name = (same ?? (built.length === 1 ? built[0] : undefined))?.name;
  return name === undefined ? null : { name, stack };
}

/** The file for tests stands alone, on a project of its own; its test service runs the image that was just built. */
function testStack(
  request: ComposeRequest,
  { name, stack }: { readonly name: string; readonly stack: Stack },
  tag: string,
  run: RunIdentity,
): ComposeRequest {
  return {
    ...request,
    project: `${request.project}-test`,
    files: projectOf(stack, "").files,
    override: stackOverride(stack, run, new Map([[name, tag]]), stack.services),
  };
}
