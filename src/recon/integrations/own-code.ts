import type { FileQuestion, PythonFile } from "../../python/project";

/** Code that runs in the application: not its tests, examples, generated parts, migrations or build scripts. */
export function isOwnCode(file: PythonFile): boolean {
  return file.role === "application" || file.role === "script";
}

/** The application itself, without the scripts beside it that nothing imports. */
export function isApplication(file: PythonFile): boolean {
  return file.role === "application";
}

/** Files that are meant for development, or to be copied, by their own names. */
const OTHERWISE =
  /(?:^|[/_.-])(?:dev|devel|develop|development|local|test|tests|testing|debug|ci|example|sample|dist)(?:[/_.-]|$)/i;

/** Code of the application that also runs in production: no development settings, no samples of settings. */
export function isProductionCode(file: PythonFile): boolean {
  return isApplication(file) && !OTHERWISE.test(file.path.replace(/\.py$/, ""));
}

/** A question that only some files are asked. */
export function among<T>(
  isMeant: (file: PythonFile) => boolean,
  question: FileQuestion<readonly T[]>,
): FileQuestion<readonly T[]> {
  const asked: FileQuestion<readonly T[]> = (project, file) => (isMeant(file) ? question(project, file) : []);
  return Object.assign(asked, question, { files: isMeant });
}
