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

/** The kind of a build script by its name; null for files that are none. */
export function buildScriptKind(path: string): string | null {
  const base = nameOf(path);
  if (CI.test(path)) return "ci";
  if (base === "Procfile") return "procfile";
  if (/^(?:GNU)?makefile$|\.(?:mk|make)$/i.test(base)) return "make";
  if (/^\.?justfile$/i.test(base)) return "just";
  if (/^taskfile/i.test(base)) return "task";
  if (base === "tox.ini") return "tox";
  if (base === "noxfile.py") return "nox";
  if (path === "tasks/__init__.py") return "invoke";
  if (base === "tasks.py" || base === "fabfile.py" || base === "dodo.py" || base === "pavement.py")
    return path.includes("/") ? null : base === "tasks.py" ? "invoke" : base.replace(/\.py$/, "");
  if (/\.(?:sh|bash)$/.test(base)) return "shell";
  if (base.endsWith(".ps1")) return "powershell";
  if (base === "Earthfile" || base.startsWith("docker-bake") || base.startsWith("skaffold") || base === "Vagrantfile")
    return base.toLowerCase().replace(/\..*$/, "");
  if (base === "build.py" && !path.includes("/")) return "python";
  return !base.includes(".") && /(?:^|\/)(?:bin|scripts?)\//.test(path) ? "shell" : null;
}
