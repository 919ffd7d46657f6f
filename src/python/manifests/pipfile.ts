import { asString, at, entries, items, type ParsedData } from "../../workspace/data-node";
import { addConstraintTable, collectedFrom } from "./declared";
import { groupOfName } from "./groups";
import { manifestOf, type ManifestFile, type VersionStatement } from "./types";

/** Tables of a Pipfile that hold no packages. */
const OTHER = new Set(["source", "requires", "scripts", "pipenv"]);

/** `Pipfile`: `packages`, `dev-packages` and any further category. Source: https://pipenv.pypa.io/en/latest/pipfile.html */
export function readPipfile(path: string, data: ParsedData): ManifestFile {
  const { root } = data;
  const into = collectedFrom(data);
  for (const { key, value } of entries(root)) {
    if (OTHER.has(key)) continue;
    const group = key === "packages" ? "main" : key === "dev-packages" ? "dev" : groupOfName(key);
    addConstraintTable(into, value, group, { dialect: "pipenv" });
  }
  const requires = at(root, "requires");
  const pins: VersionStatement[] = ["python_full_version", "python_version"].flatMap(key => {
    const node = at(requires, key);
    const version = asString(node);
    return node && version !== undefined ? [{ version, source: "Pipfile", offset: node.span.start }] : [];
  });
  return manifestOf(path, "pipfile", {
    declared: into.declared,
    problems: into.problems,
    pins: pins.slice(0, 1),
    tools: [{ name: "pipenv", offset: 0 }],
    indexes: items(at(root, "source")).flatMap(source => {
      const node = at(source, "url");
      const url = asString(node);
      return node && url !== undefined ? [{ url, offset: node.span.start }] : [];
    }),
  });
}
