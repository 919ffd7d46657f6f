import type { SourceText } from "../../workspace/source-text";
import type { Workspace } from "../../workspace/workspace";
import { parseDockerfile } from "./parse";
import { readStages, type StageGraph } from "./stages";

const GRAPHS = new WeakMap<SourceText, StageGraph>();

/** The stages of a loaded Dockerfile, read once for as long as its text is: several detectors ask for each. */
export function stagesIn(workspace: Workspace, path: string): StageGraph | null {
  const source = workspace.source(path);
  if (source === null) return null;
  const known = GRAPHS.get(source);
  if (known !== undefined) return known;
  const graph = readStages(parseDockerfile(source.text));
  GRAPHS.set(source, graph);
  return graph;
}
