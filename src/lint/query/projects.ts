import { readProject } from "../../docker/compose/project";
import type { ComposeProject, ServicePart } from "../../docker/compose/project";
import type { ComposeDependency } from "../../docker/compose/types";
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

const SERVICES = new WeakMap<ComposeProject, readonly RunService[]>();

/** The services of a project that are fully known. */
export function servicesOf(project: ComposeProject): readonly RunService[] {
  const known = SERVICES.get(project);
  if (known !== undefined) return known;
  const services: RunService[] = [];
  for (const [name, parts] of project.services) {
    const last = parts.at(-1);
    if (last !== undefined && project.isComplete && !project.unknownBases.has(name)) {
      services.push({ name, parts, project, last });
    }
  }
  SERVICES.set(project, services);
  return services;
}

/** The services of all projects that are fully known. */
export function allServices(context: WorkspaceContext): readonly RunService[] {
  return projectsOf(context).flatMap(servicesOf);
}

/** What a service waits for, as one of its files says it. */
export interface Wait {
  readonly part: ServicePart;
  readonly dependency: ComposeDependency;
  readonly target: RunService;
}

/** The dependencies of a service that it waits for with `condition`. */
export function waitsOf(service: RunService, condition: string): readonly Wait[] {
  const others = servicesOf(service.project);
  return service.parts.flatMap(part =>
    part.service.dependsOn.flatMap(dependency => {
      if (dependency.condition !== condition) return [];
      const target = others.find(each => each.name === dependency.name);
      return target === undefined ? [] : [{ part, dependency, target }];
    }),
  );
}
