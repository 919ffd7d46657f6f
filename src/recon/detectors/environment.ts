import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { nameOf } from "../../model/paths";
import { compareText, type Place } from "../../model/place";
import { at, entries } from "../../workspace/data-node";
import { isSecretName } from "../../workspace/mask";
import { type DetectContext, defineDetector } from "../define-detector";
import { readsInFile } from "../environment/code-reads";
import { chosenModules } from "../environment/chosen-modules";
import { declaredFieldReads } from "../environment/declared-fields";
import {
  configClassReads,
  optionReads,
  parserPrefixReads,
  prefixedOptionReads,
  settingsFileReads,
  typedSettingsReads,
} from "../environment/declared-options";
import { entryScriptVariables } from "../environment/entry-scripts";
import {
  type EnvironmentRead,
  isGivenByPipeline,
  isLoginOfServer,
  isReader,
  isSetBySystem,
  isVariableName,
} from "../environment/environment-read";
import { dynaconfReads } from "../environment/dynaconf-reads";
import { configurationsReads } from "../environment/configurations-values";
import { everettReads } from "../environment/everett-options";
import { interpolatedVariables, takesWholeEnvironment } from "../environment/interpolated-files";
import { isLibraryVariable } from "../environment/library-variables";
import { celeryReads, flaskPrefixes, flaskPrefixReads, prefixedNames } from "../environment/prefixed-settings";
import { manifestVariables } from "../kubernetes/own-images";
import { isSwitchedOff } from "../environment/switched-off";
import { type SampleVariable, sampleVariables } from "../environment/sample-files";
import { settingsClassReads } from "../environment/settings-classes";
import { surroundingsOf } from "../environment/surroundings";
import { among } from "../integrations/own-code";

type EnvironmentEvidence = Extract<Evidence, { claim: "environment" }>;

const SAMPLES = [
  "**/.env?{example,sample,template,dist}",
  "**/env?{example,sample}",
  "**/dotenv?{example,sample}",
  "**/.env.*.example",
  "**/example.env",
  "**/sample.env",
];
const SCRIPTS = [
  "**/*.sh",
  "**/Procfile*",
  "**/Dockerfile*",
  "**/*.dockerfile",
  "**/*.Dockerfile",
  "**/docker-compose*.y*ml",
  "**/compose*.y*ml",
  "**/*entrypoint*",
  "**/*.service",
];
const VALUES = ["**/*.env", "**/.flaskenv"];
const HEROKU = ["**/app.json"];
const INI = ["**/*.ini", "**/*.cfg", "**/*.conf"];

const LIBRARY_READS = among(isReader, libraryReads);

/** Every environment variable that the code, its entry scripts and its samples name. */
export const detector = defineDetector({
  id: "environment",
  title: "Environment variables",
  reads: { everything: true, files: [...SAMPLES, ...SCRIPTS, ...VALUES, ...HEROKU, ...INI] },
  detect(context) {
    const { project } = context;
    const reads = [
      ...settingsClassReads(project, context.owns),
      ...[...codeReads(context), ...context.each(LIBRARY_READS)].sort((left, right) =>
        compareText(left.file.path, right.file.path),
      ),
      ...flaskPrefixReads(context),
      ...configurationsReads(context),
      ...dynaconfReads(context),
      ...everettReads(context),
    ];
    const surroundings = surroundingsOf(project);
    const off = new Map<PythonFile, boolean>();
    const isOff = (file: PythonFile): boolean => {
      const known = off.get(file) ?? isSwitchedOff(surroundings, file);
      off.set(file, known);
      return known;
    };
    const evidence = reads
      .filter(read => !isSetBySystem(read.name) || isLoginOfServer(read))
      .map(read => evidenceOf(context, read.required && isOff(read.file) ? { ...read, required: false } : read));
    evidence.push(...fileEvidence(context, new Set(evidence.map(({ name }) => name))));
    evidence.push(...manifestEvidence(context, evidence));
    return evidence;
  },
});

/** Reads of the code itself, those of each file kept for as long as what is known of all code says the same. */
function codeReads({ project, each }: DetectContext): readonly EnvironmentRead[] {
  const surroundings = surroundingsOf(project);
  const { found, words } = surroundings;
  return each(words.candidates).flatMap(file =>
    project.keep(`environment\0${file.path}`, [found, file], () => readsInFile(surroundings, file)),
  );
}

/** Reads that a library does for the code, by what one file says. */
function libraryReads(project: PythonProject, file: PythonFile): readonly EnvironmentRead[] {
  return [
    ...optionReads(project, file),
    ...prefixedOptionReads(project, file),
    ...parserPrefixReads(project, file),
    ...settingsFileReads(project, file),
    ...configClassReads(project, file),
    ...declaredFieldReads(project, file),
    ...typedSettingsReads(project, file),
    ...celeryReads(project, file),
  ];
}

function evidenceOf({ project }: DetectContext, read: EnvironmentRead): EnvironmentEvidence {
  const scope = read.scope ?? scopeOf(read.file);
  return {
    claim: "environment",
    name: read.name,
    default: read.default,
    hasDefault: read.hasDefault,
    required:
      read.required &&
      !(scope === "script" && isGivenByPipeline(read.name, read.file.path)) &&
      !project.whole(chosenModules).has(read.file.path),
    ...(read.requiredWhenRun ? { requiredWhenRun: true } : {}),
    type: read.type,
    secret: read.secret || isSecretName(read.name),
    scope,
    place: project.place(read.file, read.offset, read.confidence),
  };
}

function scopeOf({ role }: PythonFile): EnvironmentEvidence["scope"] {
  return role === "script" || role === "build" || role === "example" ? "script" : "application";
}

/** Names that only entry scripts, INI files and samples know. */
function fileEvidence(context: DetectContext, read: ReadonlySet<string>): readonly EnvironmentEvidence[] {
  const { workspace, project, files } = context;
  const evidence: EnvironmentEvidence[] = [];
  const configurations = files.filter(path => /\.(?:ini|cfg|conf)$/.test(path));
  for (const { name, path, offset } of interpolatedVariables(context, configurations)) {
    evidence.push(namedIn(name, "application", workspace.place(path, offset, "medium")));
  }
  const known = new Set([...read, ...evidence.map(({ name }) => name)]);
  const prefixes = flaskPrefixes(context);
  for (const path of prefixes.size === 0 ? [] : files) {
    for (const { name, offset } of prefixedNames(workspace.text(path) ?? "", prefixes)) {
      if (known.has(name) || isSetBySystem(name)) continue;
      known.add(name);
      evidence.push(namedIn(name, "application", workspace.place(path, offset, "medium")));
    }
  }
  const modules = [...project.thirdParty.keys()];
  const scripts = project.keep(`entry scripts\0${context.unit}`, [workspace.contents, files], () =>
    entryScriptVariables(
      workspace,
      files.filter(path => !/\.(?:ini|cfg|conf|json)$|\.(?:flask)?env$/.test(path) || isSample(path)),
    ),
  );
  for (const one of scripts) {
    const { name } = one;
    if (known.has(name)) continue;
    const scope = isLibraryVariable(name, modules) ? "library" : "shell";
    const { default: value, hasDefault, required } = one;
    const place = workspace.place(one.path, one.offset, "medium");
    evidence.push({ ...namedIn(name, scope, place), default: value, hasDefault, required });
  }
  const shell = new Set(evidence.map(({ name }) => name));
  return [...evidence, ...sampleEvidence(context, known, shell)];
}

/** A variable that a file names, without a word on its value. */
function namedIn(name: string, scope: EnvironmentEvidence["scope"], place: Place): EnvironmentEvidence {
  return {
    claim: "environment",
    default: null,
    hasDefault: false,
    required: false,
    type: null,
    name,
    secret: isSecretName(name),
    scope,
    place,
  };
}

/** What sample files name and code, a script or a library reads, or that they explain: one more place, not one more reader. */
function sampleEvidence(
  context: DetectContext,
  known: ReadonlySet<string>,
  shell: ReadonlySet<string>,
): readonly EnvironmentEvidence[] {
  const { workspace, project } = context;
  const modules = [...project.thirdParty.keys()];
  const isTakenWhole = takesWholeEnvironment(context);
  return sampled(context).flatMap(({ path, name, offset, isDocumented }) => {
    if (!isVariableName(name)) return [];
    const isLibrary = !known.has(name) && isLibraryVariable(name, modules);
    if (!known.has(name) && !shell.has(name) && !isLibrary && !isDocumented && !isTakenWhole) return [];
    const scope = shell.has(name) && !known.has(name) ? "shell" : isLibrary ? "library" : "application";
    return [namedIn(name, scope, workspace.place(path, offset, "low"))];
  });
}

/**
 * What Kubernetes manifests give to variables that something reads: one more place, and whether they keep it as a secret. That
 * says nothing of one for which the code itself has a value.
 */
function manifestEvidence(
  { workspace, project, unit }: DetectContext,
  known: readonly EnvironmentEvidence[],
): readonly EnvironmentEvidence[] {
  return manifestVariables(workspace, project, unit).flatMap(({ name, isSecret, path, offset }) => {
    const reads = known.filter(one => one.name === name);
    const [first] = reads;
    if (!first) return [];
    const isOpen = reads.every(one => one.default === null || one.default === "");
    const secret = isSecretName(name) || (isSecret && isOpen);
    const line = workspace.place(path, offset, "low");
    // The line may hold the secret under a name that tells nothing of it.
    const place = secret || isSecret ? { ...line, text: name } : line;
    return [{ ...first, default: null, hasDefault: false, required: false, type: null, secret, place }];
  });
}

/** Names of sample files, and of the settings that a Heroku application asks for when it is installed. */
function sampled({ workspace, files }: DetectContext): readonly (SampleVariable & { readonly path: string })[] {
  return files.flatMap(path => {
    if (isSample(path)) return sampleVariables(workspace.text(path) ?? "").map(one => ({ ...one, path }));
    if (nameOf(path) !== "app.json") return [];
    return entries(at(workspace.data(path).root, "env")).map(({ key, keySpan }) => ({
      name: key,
      offset: keySpan.start,
      isDocumented: true,
      path,
    }));
  });
}

function isSample(path: string): boolean {
  return /(?:^|\/)(?:\.env[._-](?:example|sample|template|dist)|\.env\.[\w-]+\.example|(?:example|sample)\.env|(?:dot)?env[._-](?:example|sample))$/.test(
    path,
  );
}
