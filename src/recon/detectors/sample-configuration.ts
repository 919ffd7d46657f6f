import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { nameOf, parentOf, pathInside } from "../../model/paths";
import { keywordOf } from "../../python/values";
import { defineDetector } from "../define-detector";
import { among, isApplication } from "../integrations/own-code";

/** What people add to a file's name for the copy that is committed: `config.yml.example`, `config.example.yml`. */
const SAMPLE = /[._-](?:example|sample|template|dist|default)(?=\.|$)|^(?:example|sample|default)[._-]/i;

/** Readers of INI files by their method. */
const PARSER = /^configparser\.(?:Safe|Raw)?ConfigParser\(\)\.read$/;

const FILES = [
  "*.example",
  "*.sample",
  "*.template",
  "*.dist",
  "*[._-]{example,sample,template,default}.{py,yml,yaml,json,toml,ini,cfg,conf}",
  "{example,sample,default}[._-]*.{py,yml,yaml,json,toml,ini,cfg,conf}",
];

/** Files that the code needs and that stand in the workspace as a sample only: an image without them fails at its start. */
export const detector = defineDetector({
  id: "sample-configuration",
  title: "Configuration that only a sample stands for",
  reads: { everything: true, files: FILES },
  detect({ workspace, project, files, each }) {
    const samples = new Map<string, string>();
    for (const path of files) {
      const name = realName(path);
      const real = name === null ? null : pathInside(parentOf(path), name);
      if (real !== null && !workspace.has(real)) samples.set(real, path);
    }
    if (samples.size === 0) return [];
    // One question for all units, about the samples of the workspace: its answers are kept for as long as these are.
    const needed = project.keep("needed samples", [workspace.contents], () =>
      among(isApplication, neededOf(new Set(workspace.paths(...FILES).flatMap(path => realName(path) ?? [])))),
    );
    const out = new Map<string, Evidence>();
    for (const { path, place } of each(needed)) {
      const sample = samples.get(path);
      if (sample === undefined || out.has(path)) continue;
      out.set(path, {
        claim: "problem",
        code: "configuration-missing",
        message: `The code reads ${path}, which stands here as ${sample} only: an image needs the real file, from a volume or a secret.`,
        place,
      });
    }
    return [...out.values()];
  },
});

/** The name of the file that a sample stands for; null where it is no sample. */
function realName(path: string): string | null {
  const base = nameOf(path);
  return base.startsWith(".env") || !SAMPLE.test(base) ? null : base.replace(SAMPLE, "");
}

/** What a file needs of the files with some names. */
function neededOf(names: ReadonlySet<string>) {
  return (project: PythonProject, file: PythonFile) =>
    neededBy(project, file, name => names.has(nameOf(name))).map(({ path, offset }) => ({
      path,
      place: project.place(file, offset),
    }));
}

/** Paths that a file opens for reading or imports, seen from the folders that they may be meant from. */
function neededBy(
  project: PythonProject,
  file: PythonFile,
  isWanted: (name: string) => boolean,
): readonly { path: string; offset: number }[] {
  const folders = [...new Set(["", file.sourceRoot, parentOf(file.path)])];
  const opened = file.facts.calls.flatMap(call => {
    const isParser = /\.read$/.test(call.callee) && PARSER.test(project.qualify(file, call.callee, call.scope));
    if (!isParser && !/(?:^|\.)(?:open|read_text|from_pyfile|from_file)$/.test(call.callee)) return [];
    const mode = call.arguments[1] ?? keywordOf(call, "mode");
    if (mode?.kind === "string" && /[wax]/.test(mode.value)) return [];
    const given = call.arguments[0];
    const parameter =
      given?.kind === "name"
        ? file.facts.definitions[call.scope]?.parameters.find(({ name }) => name === given.path)
        : undefined;
    const name = project.string(file, parameter?.default ?? given, call.scope);
    return name === null || name === "" || name.startsWith("/") ? [] : [{ name, offset: call.offset }];
  });
  const imported = file.facts.imports.flatMap(({ module, level, kind, offset }) =>
    level === 0 && kind === "static" && isWanted(`${module.slice(module.lastIndexOf(".") + 1)}.py`)
      ? [{ name: `${module.replaceAll(".", "/")}.py`, offset }]
      : [],
  );
  return [...opened.filter(({ name }) => isWanted(name)), ...imported].flatMap(({ name, offset }) =>
    folders.flatMap(folder => {
      const path = pathInside(folder, name);
      return path === null ? [] : [{ path, offset }];
    }),
  );
}
