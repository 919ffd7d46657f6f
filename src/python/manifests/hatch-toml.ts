import { at, entries, type ParsedData } from "../../workspace/data-node";
import type { Collected } from "./declared";
import { readHatchEnvironments } from "./pyproject";
import { manifestOf, type ManifestFile } from "./types";

/**
 * `hatch.toml`: what `[tool.hatch]` of pyproject.toml says, in a file of its own (Hatch documentation, "Project
 * configuration"). Null where it has no environments, so that it says nothing of dependencies.
 */
export function readHatchToml(path: string, data: ParsedData): ManifestFile | null {
  const envs = entries(data.root).find(({ key }) => key === "envs");
  const into: Collected = {
    declared: [],
    problems: data.problems.map(({ message, offset }) => ({
      code: "manifest-broken",
      message: `This is no valid TOML: ${message}`,
      offset,
    })),
  };
  if (!envs && into.problems.length === 0) return null;
  readHatchEnvironments(into, at(data.root, "envs"));
  return manifestOf(path, "hatch.toml", {
    declared: into.declared,
    problems: into.problems,
    tools: envs ? [{ name: "hatch", offset: envs.keySpan.start }] : [],
  });
}
