/** A failed test, and the line of the workspace that failed it; `line` is 0 where the output names none. */
export interface TestFailure {
  readonly name: string;
  /** A file or a module of tests that could not be loaded, so that none of its tests ran. */
  readonly isUnloaded?: true;
  readonly why: string;
  readonly path: string;
  readonly line: number;
  /** What the test's own part of the output says, its end where that is long. */
  readonly log: string;
}

/** Lines of a test's part of the output that are kept. */
const KEPT_LINES = 30;
const KEPT_WHY = 300;

/**
 * The failed tests that pytest (`FAILED tests/test_a.py::test_b - assert 1 == 2`, `tests/test_a.py:7: AssertionError`) or
 * unittest (`FAIL: test_b (tests.test_a.Case)`, then a traceback) print. Paths are as in the image, relative to its folder.
 */
export function testFailures(output: string): readonly TestFailure[] {
  const lines = output.replace(/\u001b\[[\d;]*m/g, "").split("\n");
  const sections = pytestSections(lines);
  const pytest = lines.flatMap(summary => {
    const [, session] = /^ERROR {2}- (.*)$/.exec(summary) ?? [];
    if (session !== undefined) return [notCollected(session, sections)];
    const [, path = "", name = "", why = ""] =
      /^(?:FAILED|ERROR) (\S+?\.py)(?:::(.+?))?(?: - (.*))?$/.exec(summary) ?? [];
    if (path === "") return [];
    const loading = name === "" ? sections.find(({ title }) => title === `ERROR collecting ${path}`) : undefined;
    if (loading)
      return [
        {
          name: path,
          isUnloaded: true as const,
          why: why === "" ? whyNotLoaded(loading.lines) : wholeWhy(why, loading.lines),
          path,
          line: lineIn(loading.lines, path),
          log: kept(loading.lines),
        },
      ];
    const title = name.replaceAll("::", ".");
    const own =
      sections.find(section => section.title.endsWith(title) && lineIn(section.lines, path) > 0) ??
      sections.find(section => section.title === `ERROR at setup of ${title}`);
    if (own) sections.splice(sections.indexOf(own), 1);
    const test = { name: name === "" ? path : name, why, path, line: 0, log: "" };
    if (!own) return [test];
    const line = lineIn(own.lines, path);
    const place = line > 0 ? { path, line } : (lastPlace(own.lines) ?? { path, line });
    return [{ ...test, ...place, why: wholeWhy(why, own.lines), log: kept(own.lines) }];
  });
  return pytest.length > 0 ? pytest : unittestFailures(lines);
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The parts of pytest's output that begin with `____ test_total ____`. */
function pytestSections(lines: readonly string[]): Section[] {
  const starts = lines.flatMap((line, index) => {
    const [, title] = /^_{2,} (.+?) _{2,}$/.exec(line) ?? [];
    return title === undefined ? [] : [{ title, index }];
  });
  return starts.map(({ title, index }, at) => {
    const rest = lines.slice(index + 1, starts[at + 1]?.index);
    const end = rest.findIndex(line => /^={3,}/.test(line));
    return { title, lines: end < 0 ? rest : rest.slice(0, end) };
  });
}

/** The first line of a file that a section names: that of the test; 0 for none. */
function lineIn(lines: readonly string[], path: string): number {
  const found = lines.find(line => line.startsWith(`${path}:`) && /^\S+\.py:\d+: /.test(line));
  return Number(/:(\d+): /.exec(found ?? "")?.[1] ?? 0);
}

/** Where packages and Python itself lie. */
const LIBRARY = /(?:^|\/)(?:site-packages|dist-packages|lib\/python[\d.]*)\/|^</;
/** A folder of tools (`.venv`, `.tox`), or what lies beside the working folder. */
const DOTTED = /(?:^|\/)\./;

/** What a fixture or a hook failed at: the innermost line of the workspace's own, whose path is relative. */
function lastPlace(lines: readonly string[]): Pick<TestFailure, "path" | "line"> | null {
  const places = lines.flatMap(line => {
    const [, path = "", number] = /^([^/\s]\S*\.py):(\d+): /.exec(line) ?? [];
    return path === "" || LIBRARY.test(path) || DOTTED.test(path) ? [] : [{ path, line: Number(number) }];
  });
  return places.at(-1) ?? null;
}

/** An error of the run as a whole, which the summary names by no file: a hook of pytest failed. */
function notCollected(why: string, sections: readonly Section[]): TestFailure {
  const lines = sections.find(({ title }) => title === "ERROR collecting test session")?.lines ?? [];
  const place = lastPlace(lines) ?? { path: "", line: 0 };
  return { name: "the test session", isUnloaded: true, why: wholeWhy(why, lines), ...place, log: kept(lines) };
}

/**
 * The summary cuts a reason to the width of a terminal; the lines marked E have all of it. What pytest itself refuses stands
 * without a mark, and without the name of its exception.
 */
function wholeWhy(why: string, lines: readonly string[]): string {
  if (!why.endsWith("...")) return why;
  const begins = why.slice(0, -3).trimEnd();
  const [, refused] = /^Failed: (.+)$/.exec(begins) ?? [];
  const whole =
    lines
      .flatMap(line => (line.startsWith("E  ") ? [line.slice(1).trim()] : []))
      .find(line => line.startsWith(begins)) ??
    (refused === undefined ? undefined : lines.map(line => line.trim()).find(line => line.startsWith(refused)));
  return whole === undefined ? begins : whole.length > KEPT_WHY ? `${whole.slice(0, KEPT_WHY)}…` : whole;
}

/** What the last line marked E says, else the first line: `import file mismatch:`. */
function whyNotLoaded(lines: readonly string[]): string {
  const said = lines.findLast(line => /^E\s+\S/.test(line))?.slice(1) ?? lines.find(line => line.trim() !== "") ?? "";
  return said.trim().replace(/:$/, "");
}

function kept(lines: readonly string[]): string {
  return lines.slice(-KEPT_LINES).join("\n").trim();
}

function unittestFailures(lines: readonly string[]): readonly TestFailure[] {
  const found: TestFailure[] = [];
  lines.forEach((line, index) => {
    const [, name, unloaded] = /^(?:FAIL|ERROR): ([\w.]+) \((unittest\.loader\._FailedTest)?/.exec(line) ?? [];
    if (name === undefined) return;
    const end = lines.findIndex((other, at) => at > index + 1 && /^(?:={20,}|-{20,}$)/.test(other) && at > index + 2);
    const block = lines.slice(index + 1, end < 0 ? undefined : end);
    const frame = block.findLast(each => /^ {2}File "/.test(each) && !/\/(?:site-packages|lib\/python)/.test(each));
    const [, path = "", number = "0"] = /^ {2}File "([^"]+)", line (\d+)/.exec(frame ?? "") ?? [];
    const why = block.findLast(each => /^[A-Za-z_][\w.]*(?:Error|Exception)\b/.test(each)) ?? "";
    const test = { name, why, path, line: Number(number), log: kept(block) };
    found.push(unloaded === undefined ? test : { ...test, isUnloaded: true });
  });
  return found;
}

/** The workspace's path of a file as the image names it: the longest one that the image's path ends in. */
export function workspacePath(inImage: string, paths: readonly string[]): string | null {
  if (LIBRARY.test(inImage)) return null;
  const flat = inImage.replace(/^\.?\/+/, "");
  return (
    [...paths]
      .filter(path => flat === path || flat.endsWith(`/${path}`) || path.endsWith(`/${flat}`))
      .sort((left, right) => right.length - left.length)[0] ?? null
  );
}
