import type { ProjectView, ServiceView, Verb } from "./protocol";

type Toggle = Extract<Verb, "start" | "stop" | "unpause">;

/** What the key S and the first button of a service's row do. */
export function toggleVerb({ state }: Pick<ServiceView, "state">): Toggle {
  return isUp(state) ? "stop" : state === "paused" ? "unpause" : "start";
}

function isUp(state: ServiceView["state"]): boolean {
  return state === "running" || state === "restarting";
}

function isPublished({ ports }: ServiceView): boolean {
  return ports.some(({ publicPort }) => publicPort !== null);
}

/** What a single key, in lower case, does on a row; undefined where it can do nothing there. */
export function verbOfKey(key: string, row: ServiceView | ProjectView): Verb | undefined {
  return "services" in row ? verbOfProject(key, row) : verbOfService(key, row);
}

function verbOfService(key: string, service: ServiceView): Verb | undefined {
  if (key === "s") return toggleVerb(service);
  if (key === "r" && isUp(service.state)) return "restart";
  if (key === "b" && service.isBuilt) return "rebuild";
  if (key === "o" && isPublished(service)) return "browser";
  return key === "delete" && service.hasContainer ? "remove" : undefined;
}

/** The keys of a project are for all its services; only one of this workspace can be started or removed as a whole. */
function verbOfProject(key: string, { isOwn, services }: ProjectView): Verb | undefined {
  if (!isOwn) return undefined;
  if (key === "s") return services.some(({ state }) => isUp(state)) ? "stopAll" : "startAll";
  if (key === "b") return "build";
  return key === "delete" && services.some(({ hasContainer }) => hasContainer) ? "stopAll" : undefined;
}

/** The words that the entries of a row's menu ask for, as the rows of the tree have them. */
export function menuWords(service: ServiceView): string {
  const { state } = service;
  return [
    "service",
    service.hasContainer && "container",
    { start: "service-stopped", stop: "service-running", unpause: "paused" }[toggleVerb(service)],
    state === "running" && "live",
    isPublished(service) && "published",
    service.isDefined && "defined",
    service.isBuilt && "built",
    service.isWatched && "watched",
  ]
    .filter(Boolean)
    .join(" ");
}
