import { joinPath, nameOf, parentOf } from "../../../model/paths";
import { isGitIgnored } from "../../../workspace/git-ignored";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { nearest } from "../../../model/nearest";
import { exists, isInSubmodule } from "../../query/workspace-paths";

/** Endings of files that people write and commit; what a program makes, such as a socket or a key, is not among them. */
const WRITTEN = /\.(?:conf|cfg|ini|ya?ml|toml|json|sh|py|sql|xml|properties|template|html|js|cnf|lua|rules)$/;

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
    for (const { path: file, document, text } of context.composeFiles) {
      for (const service of document.services) {
        for (const { type, source, sourceSpan, target } of service.volumes) {
          if (type !== "bind" || source === null || target === null || !source.startsWith("./")) continue;
          if (source.includes("$") || !WRITTEN.test(source) || !WRITTEN.test(target)) continue;
          const path = joinPath(parentOf(file), source);
          if (path.startsWith("..") || exists(context, path) || context.read(path) !== null) continue;
          // Git ignores what each machine makes for itself; a copy with another ending says the same.
          if (isGitIgnored(path, each => context.read(each)) || isInSubmodule(context, path)) continue;
          if ((context.leftOut ?? []).some(each => path === each || path.startsWith(`${each.replace(/\/$/, "")}/`)))
            continue;
          if (
            [".example", ".sample", ".template", ".dist", ".tmpl", ".j2"].some(end =>
              context.paths.has(`${path}${end}`),
            )
          )
            continue;
          // A file laid over one in another folder: its paths count from there.
          const tail = source.slice(2);
          if (parentOf(file) !== "" && context.paths.has(tail)) continue;
          if (tail.includes("/") && [...context.paths].some(each => each.endsWith(`/${tail}`))) continue;
          // A step of the project that names it may make it.
          const isMade = [...context.paths].some(
            each =>
              /(?:\.sh|Makefile|justfile|\.ya?ml|README\.md)$/i.test(each) &&
              each !== file &&
              context.read(each)?.includes(nameOf(path)) === true,
          );
          if (isMade) continue;
          const hint = nearest(
            path,
            [...context.paths].filter(each => nameOf(each) === nameOf(path) || parentOf(each) === parentOf(path)),
          );
          const shown = hint === null || parentOf(file) !== "" ? null : `./${hint}`;
          const isExact = text.slice(sourceSpan.start, sourceSpan.end) === source;
          context.report(
            file,
            sourceSpan,
            `\`${shorten(source, 40)}\` does not exist, so an empty folder is mounted in its place. ${shown === null ? "Correct the path, or make the file." : `Write \`${shorten(shown, 40)}\`.`}`,
            {
              fixes:
                shown !== null && isExact ? [suggestion(`Write ${shorten(shown)}`, replace(sourceSpan, shown))] : [],
            },
          );
        }
      }
    }
  },
});
