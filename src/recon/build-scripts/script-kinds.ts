import { nameOf } from "../../model/paths";

export const BUILD_SCRIPT_GLOBS = [
  "Makefile",
  "makefile",
  "GNUmakefile",
  "justfile",
  "Justfile",
  ".justfile",
  "Taskfile.{yml,yaml}",
  "taskfile.{yml,yaml}",
  "*.sh",
  "*.bash",
  "tox.ini",
  "noxfile.py",
  "tasks.py",
  "tasks/__init__.py",
  "fabfile.py",
  "dodo.py",
  "pavement.py",
  "build.py",
  "*.{mk,make}",
  ".github/workflows/*.{yml,yaml}",
  ".github/**/action.{yml,yaml}",
  ".gitlab-ci.{yml,yaml}",
  ".gitlab/**.{yml,yaml}",
  ".circleci/config.{yml,yaml}",
  ".travis.{yml,yaml}",
  "azure-pipelines*.{yml,yaml}",
  ".azure-pipelines/*.{yml,yaml}",
  "bitbucket-pipelines.{yml,yaml}",
  "Jenkinsfile",
  "Jenkinsfile.*",
  "appveyor.{yml,yaml}",
  ".drone.{yml,yaml}",
  ".woodpecker.{yml,yaml}",
  "*cloudbuild*.{yml,yaml}",
  "buildspec*.{yml,yaml}",
  "Earthfile",
  "docker-bake.{hcl,json}",
  "skaffold.{yml,yaml}",
  ".cirrus.{yml,yaml}",
  "*.ps1",
  "bin/*",
  "scripts/*",
  "script/*",
  "Vagrantfile",
  "Procfile",
];

const CI =
  /(?:^|\/)(?:\.github\/workflows\/|\.github\/.*action\.ya?ml$|\.gitlab-ci\.|\.gitlab\/|\.circleci\/|\.travis\.|azure-pipelines|\.azure-pipelines\/|bitbucket-pipelines|jenkinsfile|appveyor|\.drone|\.woodpecker|[^/]*cloudbuild|buildspec|\.cirrus)/i;

/** By name alone, wherever the file lies. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^Procfile$/, "procfile"],
  [/^(?:GNU)?makefile$|\.(?:mk|make)$/i, "make"],
  [/^\.?justfile$/i, "just"],
  [/^taskfile/i, "task"],
  [/^tox\.ini$/, "tox"],
  [/^noxfile\.py$/, "nox"],
  [/\.(?:sh|bash)$/, "shell"],
  [/\.ps1$/, "powershell"],
  [/^Earthfile$/, "earthfile"],
  [/^docker-bake/, "docker-bake"],
  [/^skaffold/, "skaffold"],
  [/^Vagrantfile$/, "vagrantfile"],
];

/** Python files that are a build script at the top of the workspace alone. */
const AT_TOP: ReadonlyMap<string, string> = new Map([
  ["tasks/__init__.py", "invoke"],
  ["tasks.py", "invoke"],
  ["fabfile.py", "fabfile"],
  ["dodo.py", "dodo"],
  ["pavement.py", "pavement"],
  ["build.py", "python"],
]);

/** The kind of a build script by its name; null for files that are none. */
export function buildScriptKind(path: string): string | null {
  if (CI.test(path)) return "ci";
  const base = nameOf(path);
  const known = BY_NAME.find(([name]) => name.test(base))?.[1] ?? AT_TOP.get(path);
  if (known !== undefined) return known;
  return !base.includes(".") && /(?:^|\/)(?:bin|scripts?)\//.test(path) ? "shell" : null;
}
