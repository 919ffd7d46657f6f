import { parentOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildsOf, copiesFromContext, has, literalSources } from "../../query/builds";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import type { WorkspaceContext } from "../../workspace-context";
import { inContext, isInSubmodule, isLeftOut, namesIn } from "../../query/workspace-paths";
import { literalPattern } from "../../../model/patterns";
import { isGitIgnored } from "../../../workspace/git-ignored";

/** Whether a script of the workspace ends a command with this file as what it writes, as a step before the build does. */
function isWrittenByScript(context: WorkspaceContext, name: string): boolean {
  if (!name.includes(".")) return false;
  const own = literalPattern(name);
  const written = new RegExp(
    String.raw`\b(?:cp|mv|install|ln|tee|rsync)\s[^\n;&|]{0,300}[\s/"']${own}["']?\s*(?:$|[;&|)])|(?:\s-[oO]|--output|>)[\s=]*\S{0,200}?${own}["']?(?:$|[\s;&|)])`,
    "m",
  );
  for (const path of context.paths) {
    const text = path.endsWith(".sh") ? (context.read(path) ?? "") : "";
    if (text.includes(name) && written.test(text)) return true;
  }
  return false;
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-copy-source",
  code: "DD3002",
  severity: "error",
  mirrors: [],
  what: "COPY or ADD of a file that the build context does not hold.",
  why: "The build stops.",
  todo: "Correct the path, which counts from the build context's folder.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY «requirement.txt» ./\nCOPY shop ./shop\n",
    "requirements.txt": "flask\n",
    "shop/app.py": "",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nCOPY shop ./shop\n",
    "requirements.txt": "flask\n",
    "shop/app.py": "",
  },
  check: context => {
    if (context.paths.size === 0) return;
    // Many Dockerfiles may want the same absent file, and looking through a large folder for one like it takes time.
    const known = new Map<string, string | null>();
    const nearestTo = (path: string, parent: string, own: string): string | null => {
      let near = known.get(path);
      if (near === undefined) known.set(path, (near = nearest(own, namesIn(context, parent))));
      return near;
    };
    const isIgnored = (path: string): boolean => isGitIgnored(path, each => context.read(each));
    for (const { view, folder } of buildsOf(context)) {
      if (folder === null) continue;
      for (const instruction of copiesFromContext(view)) {
        for (const { path, word } of literalSources(instruction)) {
          const whole = inContext(folder, path);
          // A path that leaves the context is BuildKit's own error.
          if (whole === null || whole === "" || whole === folder || has(context, folder, path)) continue;
          if (isLeftOut(context, whole) || isInSubmodule(context, whole)) continue;
          const isGlob = /[*?[]/.test(path);
          // A wildcard may name a file that some machines have, and one letter in brackets says just that.
          if (isGlob && (instruction.sources.length > 1 || /\[[\w.]\]/.test(path))) continue;
          const parent = parentOf(whole);
          const own = whole.slice(parent === "" ? 0 : parent.length + 1);
          const isMade = isIgnored(whole) || isIgnored(`${whole}/`) || (!isGlob && isWrittenByScript(context, own));
          const taken = new Set(instruction.sources.map(each => each.value.replace(/^\.\//, "")));
          const near = isGlob || isMade ? null : nearestTo(whole, parent, own);
          // What the same COPY names already is another file, not the one that is meant.
          const hint = near === null || taken.has(near) ? null : near;
          const fixed = hint === null ? null : path.slice(0, path.lastIndexOf(own)) + hint;
          const where = folder === "" ? "the build context" : `\`${shorten(folder, 30)}\`, the build context`;
          context.report(
            view.path,
            word.span,
            isGlob && !isMade
              ? `\`${shorten(path, 40)}\` matches nothing in ${where}, so nothing is copied. Correct the pattern, unless that is meant.`
              : isMade
                ? `\`${shorten(path, 40)}\` is made by another step and not here yet, so this COPY fails until that has run. Run it first.`
                : `\`${shorten(path, 40)}\` is not in ${where}, so this COPY fails. ${fixed === null ? "Correct the path." : `Write \`${shorten(fixed, 40)}\`.`}`,
            {
              ...(isMade || isGlob ? { severity: isMade ? ("hint" as const) : ("warning" as const) } : {}),
              fixes:
                fixed === null || word.quoted || word.raw !== path
                  ? []
                  : [suggestion(`Change to ${fixed}`, replace(word.span, fixed))],
            },
          );
        }
      }
    }
  },
});
