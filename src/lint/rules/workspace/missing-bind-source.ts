import { joinPath, nameOf, parentOf } from "../../../model/paths";
import { isGitIgnored } from "../../../workspace/git-ignored";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { nearest } from "../../../model/nearest";
import { exists, isInSubmodule, isLeftOut, sampleOf } from "../../query/workspace-paths";
import type { ComposeService } from "../../../docker/compose/types";
import type { ComposeView } from "../../compose-context";
import type { WorkspaceContext } from "../../workspace-context";

/** Endings of files that people write and commit; what a program makes, such as a socket or a key, is not among them. */
const WRITTEN = /\.(?:conf|cfg|ini|ya?ml|toml|json|sh|py|sql|xml|properties|template|html|js|cnf|lua|rules)$/;
/** Files that say what is done before a start; lint loads them (`supportingPaths`). */
const STEPS = /(?:\.sh|\.ya?ml|(?:^|\/)(?:Makefile|justfile|README\.md))$/i;

type Mount = ComposeService["volumes"][number];
type WrittenMount = Mount & { readonly source: string };

/** A mount of one file of the project, which a person writes. */
function isWritten(mount: Mount): mount is WrittenMount {
  const { type, source, target } = mount;
  if (type !== "bind" || source === null || target === null || !source.startsWith("./")) return false;
  return !source.includes("$") && WRITTEN.test(source) && WRITTEN.test(target);
}

/** Whether nothing says that the file is there, elsewhere or made before the start. */
function isMissing(context: WorkspaceContext, file: string, source: string): boolean {
  const path = joinPath(parentOf(file), source);
  if (path.startsWith("..") || exists(context, path) || context.read(path) !== null) return false;
  // Git ignores what each machine makes for itself; a copy with another ending says the same.
  if (isGitIgnored(path, each => context.read(each)) || isInSubmodule(context, path)) return false;
  if (isLeftOut(context, path) || sampleOf(context, path) !== undefined) return false;
  return !liesElsewhere(context, file, source.slice(2)) && !isNamed(context, file, nameOf(path));
}

/** True for a file laid over one in another folder: its paths count from there. */
function liesElsewhere({ paths }: WorkspaceContext, file: string, tail: string): boolean {
  if (parentOf(file) !== "" && paths.has(tail)) return true;
  return tail.includes("/") && [...paths].some(each => each.endsWith(`/${tail}`));
}

/** Whether a step of the project names the file, which may make it. */
function isNamed(context: WorkspaceContext, file: string, name: string): boolean {
  return [...context.paths].some(
    each => each !== file && STEPS.test(each) && context.read(each)?.includes(name) === true,
  );
}

function report(context: WorkspaceContext, { path: file, text }: ComposeView, mount: WrittenMount): void {
  const { source, sourceSpan } = mount;
  const path = joinPath(parentOf(file), source);
  const alike = [...context.paths].filter(each => nameOf(each) === nameOf(path) || parentOf(each) === parentOf(path));
  const hint = nearest(path, alike);
  const shown = hint === null || parentOf(file) !== "" ? null : `./${hint}`;
  const isExact = text.slice(sourceSpan.start, sourceSpan.end) === source;
  context.report(
    file,
    sourceSpan,
    `\`${shorten(source, 40)}\` does not exist, so an empty folder is mounted in its place. ${shown === null ? "Correct the path, or make the file." : `Write \`${shorten(shown, 40)}\`.`}`,
    { fixes: shown !== null && isExact ? [suggestion(`Write ${shorten(shown)}`, replace(sourceSpan, shown))] : [] },
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-bind-source",
  code: "DD3030",
  severity: "warning",
  mirrors: [],
  what: "A service mounts a file of the project that does not exist.",
  why: "The engine makes an empty folder of that name and mounts it, so the program finds a folder where it wants a file, or the start fails with `not a directory`.",
  todo: "Correct the path, or make the file.",
  bad: {
    "compose.yaml":
      "services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - «./nginx/site.conf»:/etc/nginx/conf.d/default.conf:ro\n",
    "nginx/nginx.conf": "events {}\n",
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - ./nginx/nginx.conf:/etc/nginx/conf.d/default.conf:ro\n",
    "nginx/nginx.conf": "events {}\n",
  },
  check: context => {
    if (context.paths.size === 0) return;
    for (const view of context.composeFiles)
      for (const service of view.document.services)
        for (const mount of service.volumes)
          if (isWritten(mount) && isMissing(context, view.path, mount.source)) report(context, view, mount);
  },
});
