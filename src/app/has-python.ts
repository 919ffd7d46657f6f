import { DrydockError } from "../model/error";
import type { Recon } from "../model/recon";
import { isTemplatePath } from "../python/link/roles";
import type { Workspace } from "../workspace/workspace";

/** Whether anything of Python was found: code, a start command, a declared dependency, in the folder or in a unit. */
export function hasPython(recon: Recon): boolean {
  return (
    recon.modules.length > 0 ||
    recon.entryPoints.length > 0 ||
    recon.dependencies.length > 0 ||
    recon.units.some(unit => hasPython(unit.recon))
  );
}

/** What a tool that makes projects reads: where one lies, the folder is a template whatever else runs in it. */
const TEMPLATE_FILES = ["cookiecutter.json", "copier.yml", "copier.yaml"];
/** What a template keeps beside the project that it makes: cookiecutter's hooks, and what tests or describes it. */
const BESIDE_TEMPLATE = /^(?:hooks|tests?|docs?|scripts)\/|^(?:setup|noxfile|conftest)\.py$/;

/** The folder of `{{cookiecutter.project_slug}}/app.py` where all code is a template's, so that nothing here can run yet. */
function templateFolder(workspace: Pick<Workspace, "has">, { modules, entryPoints }: Recon): string | null {
  const template = modules.find(({ path }) => isTemplatePath(path));
  if (!template || modules.some(({ path }) => !isTemplatePath(path) && !BESIDE_TEMPLATE.test(path))) return null;
  const started = entryPoints.map(({ place, commandPlace }) => (commandPlace ?? place).path);
  const isOwn = started.some(path => !isTemplatePath(path) && !/^(?:hooks|tests?)\//.test(path));
  if (isOwn && !TEMPLATE_FILES.some(path => workspace.has(path))) return null;
  const parts = template.path.split("/");
  return parts.slice(0, parts.findIndex(part => part.includes("{{")) + 1).join("/");
}

/** Throws where a plan would be a guess: no Python at all, or none that runs this code while nobody decided for one. */
export function needPython(
  workspace: Pick<Workspace, "has">,
  recon: Recon,
  decided: Readonly<Record<string, unknown>>,
): void {
  const { files } = recon.timings;
  if (!hasPython(recon)) {
    throw new DrydockError(
      "no-python",
      "No Python code was found in this folder.",
      `Looked at ${files} ${files === 1 ? "file" : "files"}.`,
      "Name the folder that holds the application, or look at what recon.exclude in .drydock.yaml leaves out.",
    );
  }
  const template = templateFolder(workspace, recon);
  if (template !== null) {
    throw new DrydockError(
      "no-python",
      "This folder is a template of a project, and its code runs in no container before a project is made of it.",
      `All of it lies below ${template}.`,
      "Make a project with the template's tool, such as cookiecutter or copier, and name that project's folder.",
    );
  }
  const { chosen, reason, problems } = recon.python;
  if (chosen !== null || recon.units.length > 0 || "python.version" in decided) return;
  throw new DrydockError(
    "no-python-version",
    "No Python version runs this code, so no image was planned.",
    reason,
    `${problems[0]?.fix ?? "Correct what excludes all versions."} Or decide for one: --set python.version=3.11.`,
  );
}
