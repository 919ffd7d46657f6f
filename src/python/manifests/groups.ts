import { nameOf, parentOf } from "../../model/paths";

const DEV = new Set(["dev", "devel", "develop", "development", "developer", "developers", "devs"]);
const TEST = new Set(["test", "tests", "testing", "tester", "unittest", "unittests", "pytest"]);
const DOCS = new Set(["doc", "docs", "documentation", "sphinx", "mkdocs", "rtd", "readthedocs"]);
/** Words of file names that say "what the application runs on". */
const MAIN = new Set([
  "app",
  "base",
  "common",
  "core",
  "default",
  "deploy",
  "deployment",
  "docker",
  "install",
  "main",
  "prod",
  "production",
  "project",
  "run",
  "runtime",
  "server",
  "service",
  "web",
]);
/** Words that only say what kind of file it is. */
const NEUTRAL = new Set([
  "all",
  "compiled",
  "constraint",
  "constraints",
  "dependencies",
  "deps",
  "conda",
  "env",
  "environment",
  "freeze",
  "frozen",
  "in",
  "linux",
  "list",
  "lock",
  "locked",
  "minimal",
  "packages",
  "pinned",
  "pip",
  "py",
  "py2",
  "py27",
  "py3",
  "python",
  "python2",
  "python3",
  "req",
  "reqs",
  "requirement",
  "requirements",
  "requires",
  "txt",
]);
/** Folders whose lists are not the application's. */
const FOLDERS: Readonly<Record<string, string>> = {
  doc: "docs",
  docs: "docs",
  documentation: "docs",
  test: "test",
  tests: "test",
  testing: "test",
  example: "examples",
  examples: "examples",
  sample: "examples",
  samples: "examples",
  demo: "examples",
  demos: "examples",
  tutorial: "examples",
  tutorials: "examples",
  notebook: "notebooks",
  notebooks: "notebooks",
  benchmark: "benchmarks",
  benchmarks: "benchmarks",
  ".github": "ci",
  ".ci": "ci",
  ci: "ci",
  dev: "dev",
  devel: "dev",
};

/** A group as the contract names it: synonyms of dev, test and docs become one word, any other name stays. */
export function groupOfName(name: string): string {
  const lower = name.toLowerCase();
  if (DEV.has(lower) || lower === "dev-dependencies" || lower === "dev_dependencies") return "dev";
  if (TEST.has(lower)) return "test";
  if (DOCS.has(lower)) return "docs";
  return lower === "main" || lower === "default" ? "main" : lower;
}

/** What a requirements file is for, told by its name and folder; `isSure` is false where only an unknown word was found. */
export interface FileGroup {
  readonly group: string;
  readonly isSure: boolean;
}

/**
 * The group of a requirements file: `requirements-dev.txt` is dev, `requirements/test.txt` is test, `requirements.txt`,
 * `base.txt` and `production.txt` are main, `requirements-gpu.txt` is its own group `gpu`.
 */
export function groupOfFile(path: string): FileGroup {
  const words = wordsOf(nameOf(path).replace(/\.(?:txt|in|pip|lock|ya?ml)$/i, ""));
  const telling = words.filter(word => !NEUTRAL.has(word) && !/^\d+$/.test(word));
  for (const [set, group] of [
    [DEV, "dev"],
    [TEST, "test"],
    [DOCS, "docs"],
  ] as const) {
    if (telling.some(word => set.has(word))) return { group, isSure: true };
  }
  const folder = parentOf(path)
    .toLowerCase()
    .split("/")
    .map(segment => FOLDERS[segment])
    .find(group => group !== undefined);
  if (folder !== undefined) return { group: folder, isSure: true };
  if (telling.length === 0 || telling.some(word => MAIN.has(word))) return { group: "main", isSure: true };
  return { group: telling.join("-"), isSure: false };
}

/** Words that a heading may hold besides the telling one. */
const FILLER = new Set([
  "additional",
  "and",
  "code",
  "debugging",
  "deps",
  "dependencies",
  "environment",
  "extra",
  "extras",
  "for",
  "formatting",
  "libraries",
  "lint",
  "linting",
  "local",
  "only",
  "packages",
  "qa",
  "quality",
  "related",
  "requirements",
  "section",
  "stuff",
  "the",
  "things",
  "tools",
  "tooling",
  "typing",
]);

/** The group that a heading comment opens (`# dev`, `# Testing tools`, `# dev/tests`), or null where it opens none. */
export function groupOfHeading(heading: string): string | null {
  const words = wordsOf(heading);
  if (words.length === 0 || words.length > 6) return null;
  const telling = words.filter(word => !FILLER.has(word));
  if (telling.length === 0) return words.every(word => word === "lint" || word === "linting") ? "dev" : null;
  const groups = telling.map(groupOfName);
  if (!groups.every(group => group === "dev" || group === "test" || group === "docs")) return null;
  return groups[0] ?? null;
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== "");
}
