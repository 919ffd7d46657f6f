import type { ComposeRequest } from "../model/ports";
import type { TestReport } from "../model/verification";
import type { BuiltImage } from "./build-stack";
import { lastException } from "../model/last-exception";
import { causeOf, placeInLog, tail } from "./causes";
import { addReports, runTests } from "./run-tests";
import { foundNoTests } from "./test-counts";
import { testFailures, workspacePath } from "./test-failures";
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
    const tested = await runTests(ports, image, recon, compose, { ...request, outsideFolder }, onEvent, signal);
    if (!tested) continue;
    reports.push(tested.report);
    if (tested.report.outside === "different")
      causes.push({
        what: `The tests of ${image.report.service} end differently outside the image.`,
        log: tail(tested.outsideOutput),
        place: null,
      });
    if (tested.report.exit === 0) continue;
    const paths = [...sourcePaths(request.recon), ...(await ownFiles(ports.files)).map(({ path }) => path)];
    const failures = testFailures(tested.output);
    for (const { name, why, path, line, log } of failures.slice(0, NAMED)) {
      const own = workspacePath(path, paths);
      causes.push({
        what: `The test ${name} failed${why === "" ? "" : `: ${why}`}.`,
        log,
        place: own === null ? null : { path: own, line: Math.max(1, line), column: 1, text: "", confidence: "high" },
      });
    }
    if (failures.length === 0) {
      const place = placeInLog(tested.output, paths);
      const known = causeOf("tests", tested.output) ?? {
        what:
          lastException(tested.output) ??
          (foundNoTests(tested.report, tested.report.exit)
            ? `The tests of ${image.report.service} are not in the image: ${tested.report.command.join(" ")} found none. Keep them out of .dockerignore, and copy them in the stage named test.`
            : `The tests of ${image.report.service} failed inside the image.`),
        log: tail(tested.output),
      };
      causes.push({ ...known, place });
    }
  }
  const tests = addReports(reports);
  if (tests) {
    measured.add("tests.failed", tests.failed);
    measured.add("tests.passed", tests.passed);
  }
  return tests;
}
