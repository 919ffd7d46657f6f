import type { PythonFile, PythonProject } from "../../python/project";
import type { NamedModule } from "./named-modules";

/** What a framework imports itself for some of its names (FastAPI: "Form Data", "Request Files"; Pydantic: "Network Types"). */
const NEEDED: ReadonlyMap<string, string> = new Map([
  ["fastapi.Form", "multipart"],
  ["fastapi.File", "multipart"],
  ["fastapi.security.OAuth2PasswordRequestForm", "multipart"],
  ["fastapi.security.OAuth2PasswordRequestFormStrict", "multipart"],
  ["pydantic.EmailStr", "email_validator"],
  ["pydantic.NameEmail", "email_validator"],
]);

/** Modules without which an application fails to start because of a name that it takes from its framework. */
export function modulesOfTypes(project: PythonProject): readonly NamedModule[] {
  return project.each(neededIn).flatMap(({ told }) => told);
}

function neededIn(_project: PythonProject, { facts, path }: PythonFile): readonly NamedModule[] {
  return facts.imports.flatMap(({ module, level, names, kind, offset }) =>
    level > 0 || kind !== "static"
      ? []
      : (names ?? []).flatMap(({ name }) => {
          const needed = NEEDED.get(`${module}.${name}`);
          return needed === undefined ? [] : [{ module: needed, path, offset }];
        }),
  );
}
