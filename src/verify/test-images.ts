import type { Place } from "../model/place";
import type { ComposeRequest, Files } from "../model/ports";
import type { Cause, TestReport } from "../model/verification";
import type { BuiltImage } from "./build-stack";
import { lastException } from "../model/last-exception";
import { sentences } from "../model/sentences";
import { decodeText } from "../workspace/decode";
import { causeOf, knownCause, lastWords, placeInLog, tail } from "./causes";
import { addReports, runTests, type TestRun } from "./run-tests";
import { foundNoTests } from "./test-counts";
import { testFailures, workspacePath, type TestFailure } from "./test-failures";
import { fixedLimit } from "./thresholds";
import { ownFiles, sourcePaths, unitRecon, type Verifying } from "./verifying";

/** At most so many failed tests are named one by one. */
const NAMED = 10;

/** Runs the tests of every image; each failed test becomes a cause with its line. */
export async function testImages(
  verifying: Verifying,
  images: readonly BuiltImage[],
  compose: ComposeRequest,
): Promise<TestReport | null> {
  const { ports, request, measured, causes, onEvent, signal } = verifying;
  const reports: TestReport[] = [];
  for (const image of images) {
    const recon = unitRecon(request.recon, image.build, image.services);
    const folder = request.recon.units.find(unit => unit.recon === recon)?.path ?? "";
    const outsideFolder = request.outsideTests ? folder : null;
    const { service } = image.report;
    const key = `tests.duration.${service}`;
    const limitMs = fixedLimit(key, request.settings.thresholds) ?? Infinity;
    const how = { run: request.run, outsideFolder, limitMs };
    const tested = await runTests(ports, image, recon, compose, how, onEvent, signal);
    if (!tested) continue;
    reports.push(tested.report);
    measured.add(key, Math.round(tested.ms));
    if (tested.report.outside === "different")
      causes.push({
        what: `The tests of ${service} end differently outside the image.`,
        log: tail(tested.outsideOutput),
        place: null,
      });
    if (tested.report.exit === 0) continue;
    if (tested.report.unfinished === "stopped") {
      causes.push({ what: lateText(service, limitMs, tested.output), log: tail(tested.output), place: null });
      continue;
    }
    const paths = [...sourcePaths(request.recon), ...(await ownFiles(ports.files)).map(({ path }) => path)];
    const failures = testFailures(tested.output);
    const isBegun = tested.report.unfinished !== "not begun";
    const prefix = isBegun ? "The test " : `The tests of ${service} did not begin: `;
    const named = namedFailures(failures);
    for (const { failure, same } of named.slice(0, NAMED)) {
      const { name, isUnloaded, why, log } = failure;
      const said = `${prefix}${name} ${isUnloaded ? "could not be loaded" : "failed"}`;
      const more = same === 0 ? "" : ` ${moreTests(same)} failed with these words.`;
      causes.push({
        what: `${said}${why === "" ? "" : `: ${why}`}.${more}`,
        log,
        place: await placeOf(failure, paths, ports.files),
      });
    }
    const unnamed = named.slice(NAMED).reduce((sum, { same }) => sum + 1 + same, 0);
    if (unnamed > 0) causes.push({ what: `${moreTests(unnamed)} failed.`, log: "", place: null });
    if (failures.length === 0)
      causes.push({ ...unnamedCause(service, tested), place: placeInLog(tested.output, paths) });
  }
  const tests = addReports(reports);
  // Of tests that did not come to their end, the numbers say nothing.
  if (tests && reports.some(({ unfinished }) => unfinished === undefined)) {
    measured.add("tests.failed", tests.failed);
    measured.add("tests.passed", tests.passed);
  }
  return tests;
}

function moreTests(count: number): string {
  return `${count} more ${count === 1 ? "test" : "tests"}`;
}

/** Each failure; where they are too many to be named one by one, those that give one reason as one. */
function namedFailures(
  failures: readonly TestFailure[],
): readonly { readonly failure: TestFailure; readonly same: number }[] {
  if (failures.length <= NAMED) return failures.map(failure => ({ failure, same: 0 }));
  const groups = new Map<string, TestFailure[]>();
  for (const failure of failures) {
    const key = failure.why === "" ? `${failure.path} ${failure.name}` : failure.why;
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()].flatMap(([failure, ...same]) => (failure ? [{ failure, same: same.length }] : []));
}

/** The line that failed, or that of the test's own name where the output tells none. */
async function placeOf(
  { name, path, line }: TestFailure,
  paths: readonly string[],
  files: Files,
): Promise<Place | null> {
  const own = workspacePath(path, paths);
  if (own === null) return null;
  const place = { path: own, column: 1, text: "", confidence: "high" } as const;
  if (line > 0) return { ...place, line };
  const [, test = ""] = /(?:^|[.:])(\w+)(?:\[.*)?$/s.exec(name) ?? [];
  const lines = decodeText((await files.read(own)) ?? new Uint8Array()).split("\n");
  const at = lines.findIndex(text => new RegExp(`^\\s*(?:async\\s+)?def\\s+${test}\\b`).test(text));
  return { ...place, line: test === "" ? 1 : Math.max(at, 0) + 1 };
}

/** Why a run failed whose output names no test. */
function unnamedCause(service: string, { report, output }: TestRun): Omit<Cause, "place"> {
  const log = tail(output);
  if (report.unfinished === "not begun")
    return {
      what: sentences(`The tests of ${service} did not begin: ${knownCause(output)?.what ?? lastWords(output)}`),
      log,
    };
  const what =
    lastException(output) ??
    (foundNoTests(report, report.exit)
      ? `The tests of ${service} are not in the image: ${report.command.join(" ")} found none. Keep them out of .dockerignore, and copy them in the stage named test.`
      : `The tests of ${service} failed inside the image.`);
  return causeOf("tests", output) ?? { what, log };
}

const MINUTE = 60_000;

function lateText(service: string, limitMs: number, output: string): string {
  const time = limitMs % MINUTE === 0 ? `${limitMs / MINUTE} min` : `${limitMs / 1000} s`;
  const last = output.trimEnd().split("\n").at(-1)?.trim() ?? "";
  return sentences(
    `The tests of ${service} did not end within ${time} and were stopped`,
    last === "" ? "They printed nothing" : `Last line: ${last}`,
    "Correct what they wait for, or raise the limit tests.duration in .drydock.yaml.",
  );
}
