import { readProject } from "../../docker/compose/project";
import type { ComposeProject, ServicePart } from "../../docker/compose/project";
import { composeSurroundings } from "../compose-view";
import type { ComposeView } from "../compose-context";
import type { WorkspaceContext } from "../workspace-context";

/** A service as Compose runs it: all its definitions, the last one winning. */
export interface RunService {
  readonly name: string;
  readonly parts: readonly ServicePart[];
  readonly project: ComposeProject;
  /** The definition that findings point at. */
  readonly last: ServicePart;
}

const PROJECTS = new WeakMap<readonly ComposeView[], readonly ComposeProject[]>();

/** The projects of the linted Compose files, each once. */
export function projectsOf(context: WorkspaceContext): readonly ComposeProject[] {
  const known = PROJECTS.get(context.composeFiles);
  if (known !== undefined) return known;
  const surroundings = composeSurroundings(context.composeFiles, context);
  const found = new Map<string, ComposeProject>();
  for (const view of context.composeFiles) {
    const project = readProject(view, surroundings);
    found.set(project.files.map(file => file.path).join("\n"), project);
  }
  const projects = [...found.values()];
  PROJECTS.set(context.composeFiles, projects);
  return projects;
}

/** The services of a project that are fully known. */
export function servicesOf(project: ComposeProject): readonly RunService[] {
  const services: RunService[] = [];
  for (const [name, parts] of project.services) {
    const last = parts.at(-1);
    if (last !== undefined && project.isComplete && !project.unknownBases.has(name)) {
      services.push({ name, parts, project, last });
    }
  }
  return services;
}
