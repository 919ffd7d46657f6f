import { matchIgnore, parseDockerignore } from "../../docker/dockerignore";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { isInside, relativeTo } from "../../model/paths";

/** A `.dockerignore` that was made for another build. */
export interface TheirIgnoreFile {
  /** A file that our build needs and that it leaves out; null where nothing is missing. */
  readonly hides: string | null;
  /** Its lines that hide nothing of that kind. */
  readonly lines: readonly string[];
}

/** What the test stage reads beside the code. */
const TESTS = /(?:^|\/)(?:conftest\.py|pytest\.ini|tox\.ini|test_[^/]*\.py|[^/]*_test\.py)$/;

/**
 * An ignore file serves every build of its folder. One that leaves out tests or manifests, as a list of all that is allowed
 * does, was written for an image that needs none of them.
 */
export function readTheirIgnoreFile(
  workspace: Workspace,
  recon: Recon,
  folder: string,
  named: readonly string[],
): TheirIgnoreFile | null {
  const text = workspace.text(folder === "" ? ".dockerignore" : `${folder}/.dockerignore`);
  if (text === null) return null;
  const needed = [
    ...recon.manifests.map(({ path }) => path).filter(path => !isForDocuments(recon, path)),
    ...named,
    ...workspace.files.map(({ path }) => path).filter(path => TESTS.test(path)),
  ]
    .filter(path => isInside(folder, path) && workspace.entry(path) !== null)
    .map(path => relativeTo(folder, path));
  const hiddenBy = (rules: string): string | undefined => {
    const patterns = parseDockerignore(rules);
    return needed.find(path => matchIgnore(patterns, path).ignored);
  };
  const hides = hiddenBy(text) ?? null;
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== "" && !line.trim().startsWith("#"));
  // A list of what is allowed means nothing without its first line.
  const isAllowList = lines.some(line => /^\/?\*{1,2}(?:\/\*)?$/.test(line.trim()));
  return { hides, lines: isAllowList ? [] : lines.filter(line => hiddenBy(line) === undefined) };
}

/** No image builds the documentation, so nothing installs what it alone needs; `-e .[docs]` lists nothing by itself. */
function isForDocuments({ dependencies }: Recon, manifest: string): boolean {
  const listed = dependencies.filter(({ place }) => place.path === manifest);
  return listed.length > 0 ? listed.every(({ group }) => group === "docs") : /(?:^|\/)docs?\//.test(manifest);
}
