import { joinPath, parentOf } from "../../model/paths";
import { literalPattern } from "../../model/patterns";
import type { PythonFile, PythonProject } from "../../python/project";
import { walk } from "../../python/values";

/**
 * The files that django-split-settings runs in the place of its call, in their order: `include("components/*.py",
 * optional("local.py"))`. Each is seen from the folder of the file, with the patterns of Python's `glob`.
 */
export function includedSettings(project: PythonProject, file: PythonFile): readonly PythonFile[] {
  if (!file.facts.imports.some(({ module }) => module.split(".")[0] === "split_settings")) return [];
  return file.facts.calls
    .filter(({ callee, scope }) => scope === -1 && project.qualify(file, callee) === "split_settings.tools.include")
    .flatMap(({ arguments: given }) =>
      given.flatMap(value => {
        const names: string[] = [];
        walk(value, inner => {
          const whole = inner.kind === "name" ? project.resolve(file, inner, -1).value : null;
          if (inner.kind === "string") names.push(inner.value);
          else if (whole)
            walk(whole, item => {
              if (item.kind === "string") names.push(item.value);
            });
        });
        return names.flatMap(name => matching(project, joinPath(parentOf(file.path), name)));
      }),
    );
}

function matching(project: PythonProject, pattern: string): readonly PythonFile[] {
  const source = pattern.split("*").map(literalPattern).join("[^/]*");
  const whole = new RegExp(`^${source}$`);
  return project.files.filter(({ path }) => whole.test(path));
}
