import { at, entries, type ParsedData } from "../../workspace/data-node";
import { collectedFrom } from "./declared";
import { readHatchEnvironments } from "./pyproject";
import { manifestOf, type ManifestFile } from "./types";

/**
 * `hatch.toml`: what `[tool.hatch]` of pyproject.toml says, in a file of its own (Hatch documentation, "Project
 * configuration"). Null where it has no environments, so that it says nothing of dependencies.
 */
export function readHatchToml(path: string, data: ParsedData): ManifestFile | null {
  const envs = entries(data.root).find(({ key }) => key === "envs");
  const into = collectedFrom(data);
  if (!envs && into.problems.length === 0) return null;
  readHatchEnvironments(into, at(data.root, "envs"));
  return manifestOf(path, "hatch.toml", {
    declared: into.declared,
    problems: into.problems,
    tools: envs ? [{ name: "hatch", offset: envs.keySpan.start }] : [],
  });
}
