import type { Recon } from "../model/recon";
import { isTemplatePath } from "../python/link/roles";

/** Whether anything of Python was found: code, a start command, a declared dependency, in the folder or in a unit. */
export function hasPython(recon: Recon): boolean {
  return (
    recon.modules.length > 0 ||
    recon.entryPoints.length > 0 ||
    recon.dependencies.length > 0 ||
    recon.units.some(unit => hasPython(unit.recon))
  );
}

/** What a template keeps beside the project that it makes: cookiecutter's hooks, and what tests or describes it. */
const BESIDE_TEMPLATE = /^(?:hooks|tests?|docs?|scripts)\/|^(?:setup|noxfile|conftest)\.py$/;

/** The folder of `{{cookiecutter.project_slug}}/app.py` where all code is a template's, so that nothing here can run yet. */
export function templateFolder({ modules }: Recon): string | null {
  const template = modules.find(({ path }) => isTemplatePath(path));
  if (!template || modules.some(({ path }) => !isTemplatePath(path) && !BESIDE_TEMPLATE.test(path))) return null;
  const parts = template.path.split("/");
  return parts.slice(0, parts.findIndex(part => part.includes("{{")) + 1).join("/");
}
