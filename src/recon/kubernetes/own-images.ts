import { isInside, nameOf, parentOf, pathInside } from "../../model/paths";
import { readManifest } from "../../python/manifests/read-manifests";
import { normalizeName } from "../../python/packaging/names";
import type { PythonProject } from "../../python/project";
import { asText, at, items } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { allComposeServices } from "../docker/compose-services";
import { DOCKERFILE_GLOBS, dockerfilePaths, isAuxiliaryDockerfile } from "../docker/dockerfiles";
import { imageFacts } from "../docker/image-facts";
import { serviceOfImage } from "../integrations/image-service";
import { holdsPython } from "../python-paths";
import { manifestsOf, type ManifestContainer, type ManifestVariable } from "./manifests";

/** What an image of a manifest is built from. */
export interface OwnImage {
  /** Folder of the code. */
  readonly folder: string;
  /** Null where no Dockerfile is there. */
  readonly dockerfile: string | null;
}

/** A container that runs this workspace's code. */
export interface OwnContainer {
  readonly container: ManifestContainer;
  readonly built: OwnImage;
}

/** Programs that stand beside an application in a pod or a chart, by the last part of their image's name. */
const BESIDE =
  /^(?:nginx\S*|httpd|caddy|traefik|haproxy|varnish|envoy\S*|istio\S*|oauth2-proxy|cloud-?sql-?(?:proxy|docker)|gce-proxy|pgbouncer\S*|busybox|alpine|ubuntu|debian|curl|bash|kubectl|git-sync|python|node|fluent\S*|vector|promtail|prometheus|grafana|jaeger\S*|zipkin|otel\S*|opentelemetry\S*|\S*-exporter|adminer|pgadmin4|flower|migrate|wait-for\S*|k8s-wait-for)$/;

/** The containers of the manifests that run this workspace's code. */
export function ownContainers(workspace: Workspace, project: PythonProject): readonly OwnContainer[] {
  return project.keep("kubernetes own images", [workspace.contents], () => {
    const { containers } = manifestsOf(workspace, project);
    if (containers.length === 0) return [];
    const find = imageFinder(workspace, project, containers);
    return containers.flatMap(container => {
      const built = find(container.image);
      return built ? [{ container, built }] : [];
    });
  });
}

/** The port on which manifests say that a Dockerfile's program, or that of the code of a file, listens; null where they name none or several. */
export function manifestPort(workspace: Workspace, project: PythonProject, path: string): number | null {
  const own = ownContainers(workspace, project).filter(
    ({ container, built }) => container.role === "main" && (built.dockerfile === path || isInside(built.folder, path)),
  );
  const exact = own.filter(({ built }) => built.dockerfile === path);
  const depth = Math.max(...own.map(({ built }) => built.folder.length));
  const nearest = exact.length > 0 ? exact : own.filter(({ built }) => built.folder.length === depth);
  const ports = new Set(nearest.flatMap(({ container }) => container.ports.slice(0, 1).map(({ port }) => port)));
  return ports.size === 1 ? ([...ports][0] ?? null) : null;
}

/** The variables that manifests give to the code of a unit. */
export function manifestVariables(
  workspace: Workspace,
  project: PythonProject,
  unit: string,
): readonly ManifestVariable[] {
  const own = ownContainers(workspace, project);
  if (own.length === 0) return [];
  const given = own.filter(({ built }) => isInside(unit, built.folder) || isInside(built.folder, unit));
  return [...given.flatMap(({ container }) => container.variables), ...manifestsOf(workspace, project).maps];
}

/**
 * What an image that is only named is built from: one that is called as a manifest at the root calls the project (`acme/shop` of
 * `shop`) from the Dockerfile there; null for any other. What the folder is called says nothing of who made an image.
 */
export function imageOfProject(workspace: Workspace, image: string): OwnImage | null {
  const short = shortName(image);
  const isOwn = isCalledAsProject(workspace, short);
  if (!isOwn || serviceOfImage(image) !== null || BESIDE.test(short) || !workspace.has("Dockerfile")) return null;
  return { folder: "", dockerfile: "Dockerfile" };
}

/** Whether a manifest at the root gives the project the name of an image: pyproject.toml, setup.cfg or setup.py. */
function isCalledAsProject(workspace: Workspace, short: string): boolean {
  return declaredName(workspace) === normalizeName(short);
}

/** Whether a project without a name of its own lies in a folder that is called as an image which one container alone runs. */
function isCalledAsFolder(workspace: Workspace, image: string, containers: readonly ManifestContainer[]): boolean {
  const short = shortName(image);
  const isSame = normalizeName(workspace.name) === normalizeName(short) && !isOfOwnName(image);
  const runs = containers.filter(each => shortName(each.image) === short);
  return isSame && runs.length === 1 && declaredName(workspace) === null;
}

/** The name that a manifest at the root gives the project, normalized; null where none does. */
function declaredName(workspace: Workspace): string | null {
  return (
    readManifest(workspace, "pyproject.toml", "pyproject")?.projectName ??
    readManifest(workspace, "setup.cfg", "setup.cfg")?.projectName ??
    readManifest(workspace, "setup.py", "setup.py")?.projectName ??
    null
  );
}

function isOfOwnName(image: string): boolean {
  return nameOf(parentOf(image.replace(/@.*$/, ""))).toLowerCase() === shortName(image);
}

/** An image's name without registry, tag and digest: `app` of `ghcr.io/acme/app:1.2`. */
function shortName(image: string): string {
  return nameOf(image.replace(/@.*$/, "").replace(/:[^:/]*$/, "")).toLowerCase();
}

function imageFinder(
  workspace: Workspace,
  project: PythonProject,
  containers: readonly ManifestContainer[],
): (image: string) => OwnImage | null {
  const named = new Map([...builtByCompose(workspace), ...builtBySkaffold(workspace)]);
  const dockerfiles = dockerfilePaths(workspace.paths(...DOCKERFILE_GLOBS)).flatMap(path => {
    const folder = imageFacts(workspace, path)?.context ?? parentOf(path);
    return isAuxiliaryDockerfile(path) || !holdsPython(project, folder) ? [] : [{ path, folder }];
  });
  const strangers = new Set(
    containers
      .map(({ image }) => image)
      .filter(image => serviceOfImage(image) === null && !BESIDE.test(shortName(image)))
      .map(shortName),
  );
  return image => {
    const short = shortName(image);
    if (!strangers.has(short)) return null;
    const known = named.get(short);
    if (known) return holdsPython(project, known.folder) ? known : null;
    const alike = dockerfiles.filter(({ path, folder }) => isNamed(short, path, folder));
    // A project of its own publishes under its own name: `gotenberg/gotenberg` is nobody's code here.
    const isLast = strangers.size === 1 && !isOfOwnName(image);
    const [first, ...others] = alike.length > 0 ? alike : isLast ? dockerfiles : [];
    if (first) return others.length === 0 ? { folder: first.folder, dockerfile: first.path } : null;
    if (dockerfiles.length > 0) return null;
    const folders = foldersNamed(project, short);
    if (folders.length === 1) return { folder: folders[0] ?? "", dockerfile: null };
    const isOwn = isCalledAsProject(workspace, short) || isCalledAsFolder(workspace, image, containers);
    return isLast || isOwn ? { folder: "", dockerfile: null } : null;
  };
}

/** Whether an image is called as the folder of a Dockerfile (`acme/cart` of `services/cart`) or as its ending (`Dockerfile.cart`). */
function isNamed(short: string, path: string, folder: string): boolean {
  const ending = /^(?:Dockerfile|Containerfile)[._-](.+)$|^(.+)[._-]Dockerfile$/i.exec(nameOf(path));
  const own = (ending?.[1] ?? ending?.[2] ?? nameOf(folder)).toLowerCase();
  return own !== "" && isAlike(short, own);
}

function isAlike(short: string, own: string): boolean {
  const [image, name] = [normalizeName(short), normalizeName(own)];
  return image === name || image.endsWith(`-${name}`);
}

/** Folders of code that are called as an image is, those nearest to the root alone. */
function foldersNamed(project: PythonProject, short: string): readonly string[] {
  const folders = new Set<string>();
  for (const { path, role } of project.files) {
    if (role === "test") continue;
    const parts = path.split("/").slice(0, -1);
    const at = parts.findIndex(part => part.toLowerCase().replace(/_/g, "-") === short.replace(/_/g, "-"));
    // A package at the root is the application's, which runs from the folder above it.
    if (at >= 0)
      folders.add(
        project.file([...parts.slice(0, at + 1), "__init__.py"].join("/"))
          ? parts.slice(0, at).join("/")
          : parts.slice(0, at + 1).join("/"),
      );
  }
  return [...folders];
}

function builtByCompose(workspace: Workspace): readonly (readonly [string, OwnImage])[] {
  return allComposeServices(workspace).flatMap(({ image, build }) =>
    image === null || build === null
      ? []
      : [[shortName(image), { folder: build.context, dockerfile: build.dockerfile }] as const],
  );
}

/** `build.artifacts` of skaffold.yaml: which folder each image is built from. */
function builtBySkaffold(workspace: Workspace): readonly (readonly [string, OwnImage])[] {
  return workspace.paths("skaffold.{yml,yaml}").flatMap(path =>
    workspace.documents(path).flatMap(document =>
      items(at(document, "build", "artifacts")).flatMap(artifact => {
        const image = asText(at(artifact, "image"));
        const context = pathInside(parentOf(path), asText(at(artifact, "context")) ?? ".");
        if (image === undefined || context === null) return [];
        const file = asText(at(artifact, "docker", "dockerfile")) ?? "Dockerfile";
        const dockerfile = pathInside(context, file);
        // Jib, ko and the like build no Python.
        if (dockerfile === null || !workspace.has(dockerfile)) return [];
        return [[shortName(image), { folder: context, dockerfile }] as const];
      }),
    ),
  );
}
