/** A failed test, and the line of the workspace that failed it; `line` is 0 where the output names none. */
export interface TestFailure {
  readonly name: string;
  readonly why: string;
  readonly path: string;
  readonly line: number;
}

/**
 * The failed tests that pytest (`FAILED tests/test_a.py::test_b - assert 1 == 2`, `tests/test_a.py:7: AssertionError`) or
 * unittest (`FAIL: test_b (tests.test_a.Case)`, then a traceback) print. Paths are as in the image, relative to its folder.
 */
export function testFailures(output: string): readonly TestFailure[] {
  const lines = output.replace(/\u001b\[[\d;]*m/g, "").split("\n");
  const locations = lines.flatMap(line => {
    const [, path = "", number = ""] = /^(\S+\.py):(\d+): /.exec(line) ?? [];
    return path === "" ? [] : [{ path, line: Number(number) }];
  });
  const pytest = lines.flatMap(line => {
    const [, path = "", name = "", why = ""] = /^(?:FAILED|ERROR) (\S+?\.py)(?:::(\S+))?(?: - (.*))?$/.exec(line) ?? [];
    if (path === "") return [];
    const at = locations.find(location => location.path === path);
    if (at) locations.splice(locations.indexOf(at), 1);
    return [{ name: name === "" ? path : name, why, path, line: at?.line ?? 0 }];
  });
  return pytest.length > 0 ? pytest : unittestFailures(lines);
}

function unittestFailures(lines: readonly string[]): readonly TestFailure[] {
  const found: TestFailure[] = [];
  lines.forEach((line, index) => {
    const [, name] = /^(?:FAIL|ERROR): (\w+) \(/.exec(line) ?? [];
    if (name === undefined) return;
    const end = lines.findIndex((other, at) => at > index + 1 && /^(?:={20,}|-{20,}$)/.test(other) && at > index + 2);
    const block = lines.slice(index + 1, end < 0 ? undefined : end);
    const frame = block.findLast(each => /^ {2}File "/.test(each) && !/\/(?:site-packages|lib\/python)/.test(each));
    const [, path = "", number = "0"] = /^ {2}File "([^"]+)", line (\d+)/.exec(frame ?? "") ?? [];
    const why = block.findLast(each => /^[A-Za-z_][\w.]*(?:Error|Exception)\b/.test(each)) ?? "";
    found.push({ name, why, path, line: Number(number) });
  });
  return found;
}

/** The workspace's path of a file as the image names it: the longest one that the image's path ends in. */
export function workspacePath(inImage: string, paths: readonly string[]): string | null {
  if (/(?:^|\/)(?:site-packages|dist-packages|lib\/python[\d.]*)\/|^</.test(inImage)) return null;
  const flat = inImage.replace(/^\.?\/+/, "");
  return (
    [...paths]
      .filter(path => flat === path || flat.endsWith(`/${path}`) || path.endsWith(`/${flat}`))
      .sort((left, right) => right.length - left.length)[0] ?? null
  );
}
