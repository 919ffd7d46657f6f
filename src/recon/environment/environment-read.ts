import type { Confidence } from "../../model/place";
import type { Value } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { walk } from "../../python/values";

/** One place where code reads one variable of the process environment. */
export interface EnvironmentRead {
  readonly file: PythonFile;
  readonly name: string;
  readonly offset: number;
  /** Literal default as text, null where there is none or where it is no literal. */
  readonly default: string | null;
  readonly hasDefault: boolean;
  /** The code fails without it. */
  readonly required: boolean;
  /** It fails without it where the file itself is run: the read stands below the file's main guard. */
  readonly requiredWhenRun?: true;
  readonly type: string | null;
  /** Secret by its declared kind, whatever its name. */
  readonly secret: boolean;
  readonly confidence: Confidence;
  /** `library` where a library reads it on the application's behalf; else by the role of the file. */
  readonly scope?: "library";
}

/** A read of which nothing more is known than its name and place: no default, no type, needed by nobody. */
export function bareRead(file: PythonFile, name: string, offset: number): EnvironmentRead {
  return {
    file,
    name,
    offset,
    default: null,
    hasDefault: false,
    required: false,
    type: null,
    secret: false,
    confidence: "medium",
  };
}

/** Whether a file's own reads are the application's: nobody sets variables for tests, examples and generated code. */
export function isReader({ role }: PythonFile): boolean {
  return role !== "test" && role !== "generated" && role !== "example";
}

/** A name that an environment may hold; dots are possible, although most shells cannot set them. */
export function isVariableName(name: string): boolean {
  return name.length > 1 && name.length <= 100 && /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) && !name.endsWith(".");
}

/** What every login, terminal, operating system, server, test run or cluster sets: no setting of the application. */
const SET_BY_SYSTEM =
  /^(?:PATH|PWD|OLDPWD|HOME|USER|USERNAME|LOGNAME|SHELL|EDITOR|VISUAL|SHLVL|TERM|COLUMNS|LINES|DISPLAY|VIRTUAL_ENV|CONDA_PREFIX|COMSPEC|SYSTEMROOT|SystemRoot|SYSTEMDRIVE|SystemDrive|WINDIR|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMFILES|ProgramFiles|PROGRAMDATA|ProgramData|HOMEDRIVE|HomeDrive|HOMEPATH|PATHEXT|XDG_\w+|SERVER_SOFTWARE|PYTEST_(?:CURRENT_TEST|VERSION|XDIST_\w+)|KUBERNETES_SERVICE_(?:HOST|PORT))$/;

/** What GitHub Actions sets for every job ("Default environment variables"); `GITHUB_TOKEN` and the like are an application's own. */
const SET_BY_GITHUB =
  /^GITHUB_(?:ACTIONS?|ACTION_\w+|ACTOR|ACTOR_ID|BASE_REF|ENV|EVENT_\w+|HEAD_REF|JOB|OUTPUT|PATH|REF|REF_\w+|REPOSITORY|REPOSITORY_\w+|RETENTION_DAYS|RUN_\w+|SERVER_URL|SHA|STATE|STEP_SUMMARY|TRIGGERING_ACTOR|WORKFLOW|WORKFLOW_\w+|WORKSPACE)$/;

/** What the other services that run pipelines set (GitLab, CircleCI, Travis CI, Buildkite, AppVeyor, Azure: "default variables"). */
const SET_BY_PIPELINE = /^(?:CI|CI_\w+|GITLAB_CI|(?:RUNNER|CIRCLE|TRAVIS|BUILDKITE|APPVEYOR|SYSTEM|BUILD)_\w+)$/;
const PIPELINE_FOLDER = /(?:^|\/)(?:\.?ci|\.github|\.circleci|\.gitlab|\.buildkite|\.azure-pipelines)\//;

/** Whether a script gets a variable from the pipeline that runs it, so that nobody who starts the application gives it. */
export function isGivenByPipeline(name: string, path: string): boolean {
  return SET_BY_PIPELINE.test(name) || isSetByGithub(name) || PIPELINE_FOLDER.test(path);
}

export function isSetByGithub(name: string): boolean {
  return SET_BY_GITHUB.test(name);
}

/**
 * Whether a name that a login sets is read for the user of a server, so that somebody has to give it: as the user beside an
 * engine or a password, in a mapping (`"USER": config("USERNAME")`) or a call.
 */
export function isLoginOfServer({ file: { facts }, name, offset }: EnvironmentRead): boolean {
  if (!/^USER(?:NAME)?$/.test(name)) return false;
  const isLogin = (parts: readonly { readonly name: string | null; readonly value: Value }[]): boolean =>
    parts.some(part => /^user(?:name)?$/i.test(part.name ?? "") && holds(part.value, offset)) &&
    parts.some(part => /^(?:engine|password|passwd)$/i.test(part.name ?? ""));
  let found = facts.calls.some(({ keywords }) => isLogin(keywords));
  const look = (value: Value): void => {
    if (value.kind !== "dict") return;
    found ||= isLogin(
      value.entries.map(entry => ({ name: entry.key?.kind === "string" ? entry.key.value : null, value: entry.value })),
    );
  };
  for (const { value } of facts.assignments) walk(value, look);
  for (const { arguments: given, keywords } of facts.calls)
    for (const value of [...given, ...keywords.map(keyword => keyword.value)]) walk(value, look);
  for (const { returns } of facts.definitions) for (const value of returns) walk(value, look);
  return found;
}

function holds(value: Value, offset: number): boolean {
  return value.offset <= offset && offset < value.end;
}

export function isSetBySystem(name: string): boolean {
  return SET_BY_SYSTEM.test(name);
}
