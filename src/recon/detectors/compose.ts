import type { Evidence } from "../../model/evidence";
import { nameOf } from "../../model/paths";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { COMPOSE_GLOBS, composeServices, isComposeFile, type ComposeService } from "../docker/compose-services";
import { baseSurroundings, inheritedEntrypoint, runsMountedCode } from "../docker/base-entrypoints";
import { DOCKERFILE_GLOBS } from "../docker/dockerfiles";
import { imageFacts, type ImageFacts } from "../docker/image-facts";
import { launches, launchFolders, withoutPreparation } from "../docker/launch";
import { SCRIPT_GLOBS } from "../docker/scripts";
import { imageOfProject } from "../kubernetes/own-images";
import { holdsPython } from "../python-paths";
import { resolveTarget } from "../targets/resolve-target";
import { isSideFolder } from "../unit-manifests";
import type { Workspace } from "../../workspace/workspace";

/** Services of Compose files that run this workspace's code: their command, or that of the image they build. */
export const detector = defineDetector({
  id: "compose",
  title: "Compose services",
  reads: {
    files: [
      ...COMPOSE_GLOBS,
      ...DOCKERFILE_GLOBS,
      ...SCRIPT_GLOBS,
      ".env",
      "*.env",
      ".env*",
      "pyproject.toml",
      "setup.cfg",
      "setup.py",
    ],
  },
  detect(context) {
    const { workspace } = context;
    const files = context.files.filter(path => /\.ya?ml$/.test(path) && isComposeFile(workspace, path));
    const services = files.flatMap(path => composeServices(workspace, path));
    return [
      ...context.files.flatMap(path => brokenEvidence(workspace, path)),
      ...services.flatMap(service => serviceEvidence(context, service, services)),
    ];
  },
});

/** What Compose itself would refuse to read: its services are missing here, or half of them are. */
function brokenEvidence(workspace: Workspace, path: string): readonly Evidence[] {
  if (!/compose[^/]*\.ya?ml$/i.test(path) || isSideFolder(path)) return [];
  const [first] = workspace.data(path).problems;
  // A template becomes YAML only once it is filled in; what the engine fills in (`{{.Node.Hostname}}`) stands in a text.
  if (!first || /\{%|\{\{-?\s*[^.\s-]/.test(workspace.text(path) ?? "")) return [];
  const message = `This is no valid YAML, so services may be missing: ${first.message}`;
  return [{ claim: "problem", code: "compose-broken", message, place: workspace.place(path, first.offset) }];
}

function serviceEvidence(
  context: DetectContext,
  service: ComposeService,
  all: readonly ComposeService[],
): readonly Evidence[] {
  const { workspace } = context;
  const image = imageOf(context, service, all);
  if (!image) return [];
  const confidence = /(?:test|ci|e2e)/i.test(nameOf(service.path)) ? "medium" : "high";
  const facts = {
    ...image,
    copies: [...service.mounts, ...image.copies],
    workdir: service.workdir ?? (image.workdir === "/" ? service.mounts[0]?.destination : undefined) ?? image.workdir,
  };
  const variables = new Map([...image.variables, ...service.variables]);
  const launchContext = { workspace, facts, variables };
  const isOwn = service.command !== null || service.entrypoint !== null;
  // An entrypoint of the Compose file resets the image's CMD (Compose specification, "entrypoint").
  const command = service.command ?? (service.entrypoint === null ? image.command : null);
  const entrypoint = service.entrypoint ?? image.entrypoint ?? inheritedEntrypoint(image.base, command);
  const path = {
    entrypoint: service.entrypoint || (!image.entrypoint && service.command) ? service.path : image.path,
    command: service.command ? service.path : image.path,
  };
  const port = service.ports[0]?.port ?? image.exposed[0]?.port ?? null;
  const ports = service.ports.map((published): Evidence => ({
    claim: "port",
    port: published.port,
    source: "compose",
    place: published.place,
  }));
  return [
    ...ports,
    ...withoutPreparation(context, launches(launchContext, entrypoint, command, path)).flatMap(launch =>
      commandEvidence(context, launch.words, {
        source: isOwn ? "compose" : "dockerfile",
        name: service.name,
        place: workspace.place(launch.path, launch.offset, confidence),
        folders: launchFolders(launchContext, launch),
        bare: launch.bare,
        staysRunning: launch.isBackground ?? false,
        variables: new Map([...launch.variables, ...variables]),
        port,
        roles: ["serve", "worker", "beat", "monitor", "script", "migrate", "static"],
      }),
    ),
  ];
}

/** The image of a service that holds this workspace's code: built here, built by another service, or with the code mounted. */
function imageOf(context: DetectContext, service: ComposeService, all: readonly ComposeService[]): ImageFacts | null {
  const { workspace } = context;
  const build =
    service.build ??
    all.find(other => other.build !== null && other.image !== null && other.image === service.image)?.build ??
    null;
  if (build) {
    const facts = imageFacts(workspace, build.dockerfile, {
      context: build.context,
      target: build.target,
      args: build.args,
    });
    return facts ?? bare(build.context, "");
  }
  const named = service.image === null ? null : imageOfProject(workspace, service.image);
  if (named?.dockerfile) return imageFacts(workspace, named.dockerfile, { context: named.folder });
  const mount = service.mounts.find(
    ({ source }) => workspace.hasFolder(source) && holdsPython(context.project, source),
  );
  const isOwn =
    mount && service.image !== null && (runsMountedCode(service.image) || startsCode(context, service, mount));
  if (!isOwn) return null;
  const base = service.image ?? "";
  const image = bare(mount.source, mount.destination);
  // Code that is mounted into a part of what the image works in is not all that it starts beside.
  const { workdir } = baseSurroundings(base);
  return { ...image, base, workdir: workdir === "/" ? image.workdir : workdir };
}

/** The project's own published image, with the code mounted over what it holds: the command names a module of it. */
function startsCode(context: DetectContext, { command }: ComposeService, { source }: { source: string }): boolean {
  const words = command?.words ?? command?.shell?.split(/\s+/) ?? [];
  return words.some(
    word =>
      /^[\w.]+:\w+$/.test(word) && resolveTarget(context.workspace, context.project, word, [source]).status === "found",
  );
}

function bare(context: string, workdir: string): ImageFacts {
  return {
    path: "",
    base: "",
    context,
    entrypoint: null,
    command: null,
    exposed: [],
    variables: new Map(),
    workdir: workdir === "" ? "/" : workdir,
    copies: [{ source: context, destination: workdir === "" ? "/" : workdir }],
    installs: [],
  };
}
