import type { Evidence } from "../../model/evidence";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { inheritedEntrypoint } from "../docker/base-entrypoints";
import { DOCKERFILE_GLOBS } from "../docker/dockerfiles";
import { imageFacts, type ImageFacts } from "../docker/image-facts";
import { launches, launchFolders, withoutPreparation } from "../docker/launch";
import { SCRIPT_GLOBS } from "../docker/scripts";
import { serviceOfImage } from "../integrations/image-service";
import { integration } from "../integrations/integration-evidence";
import { serviceOf } from "../knowledge/services";
import { MANIFEST_GLOBS, manifestsOf } from "../kubernetes/manifests";
import { ownContainers, type OwnContainer } from "../kubernetes/own-images";
import { joinRoute } from "../routes/probe-paths";

/** Containers of Kubernetes manifests and Helm charts: what they start, their ports, probes and the services beside them. */
export const detector = defineDetector({
  id: "kubernetes",
  title: "Kubernetes manifests",
  reads: { files: [...MANIFEST_GLOBS, ...DOCKERFILE_GLOBS, ...SCRIPT_GLOBS] },
  detect(context) {
    const { workspace, project } = context;
    const files = new Set(context.files);
    const own = ownContainers(workspace, project).filter(({ container }) => files.has(container.path));
    return [...own.flatMap(one => containerEvidence(context, one)), ...serviceEvidence(context, files, own)];
  },
});

function containerEvidence(context: DetectContext, { container, built }: OwnContainer): readonly Evidence[] {
  const { workspace } = context;
  const out: Evidence[] = [];
  if (container.role === "main") {
    for (const { port, path, offset } of container.ports)
      out.push({ claim: "port", port, source: "kubernetes", place: workspace.place(path, offset, "medium") });
    for (const { probed, path, offset } of container.probes) {
      const place = workspace.place(path, offset, "medium");
      out.push({ claim: "route", path: joinRoute("", probed.replace(/[?#].*$/, "")), method: "GET", place });
    }
  }
  return [...out, ...startEvidence(context, { container, built })];
}

/** What a container starts by words of its own; what its image starts is the Dockerfile's to tell. */
function startEvidence(context: DetectContext, { container, built }: OwnContainer): readonly Evidence[] {
  const { workspace } = context;
  if (container.command === null && container.arguments === null) return [];
  const image =
    (built.dockerfile === null ? null : imageFacts(workspace, built.dockerfile)) ?? plainImage(built.folder);
  const facts = { ...image, workdir: container.workdir ?? image.workdir };
  const given = container.variables.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]));
  const variables = new Map([...image.variables, ...given]);
  const launchContext = { workspace, facts, variables };
  const entrypoint = container.command ?? image.entrypoint ?? inheritedEntrypoint(image.base, container.arguments);
  const path = { entrypoint: container.command ? container.path : image.path, command: container.path };
  const isMain = container.role === "main";
  return withoutPreparation(context, launches(launchContext, entrypoint, container.arguments, path)).flatMap(launch =>
    commandEvidence(context, launch.words, {
      source: "kubernetes",
      name: container.name === "" ? null : container.name,
      place: workspace.place(launch.path, launch.offset, "medium"),
      folders: launchFolders(launchContext, launch),
      bare: launch.bare,
      staysRunning: isMain,
      variables: new Map([...launch.variables, ...variables]),
      port: container.ports[0]?.port ?? image.exposed[0]?.port ?? null,
      roles: isMain
        ? ["serve", "worker", "beat", "monitor", "script", "migrate", "static"]
        : container.role === "cron"
          ? ["script", "migrate", "static"]
          : ["migrate", "static"],
    }),
  );
}

function plainImage(folder: string): ImageFacts {
  return {
    path: "",
    base: "",
    context: folder,
    entrypoint: null,
    command: null,
    exposed: [],
    variables: new Map(),
    workdir: "/",
    copies: [{ source: folder, destination: "/" }],
    installs: [],
  };
}

/** Services that the manifests run beside this code, where a dependency speaks to them. */
function serviceEvidence(
  { workspace, project, dependencies }: DetectContext,
  files: ReadonlySet<string>,
  own: readonly OwnContainer[],
): readonly Evidence[] {
  if (own.length === 0) return [];
  const driven = new Set(dependencies.flatMap(({ name }) => serviceOf(name)?.service ?? []));
  return manifestsOf(workspace, project).containers.flatMap(({ image, path, offset }) => {
    const service = files.has(path) ? serviceOfImage(image) : null;
    return service === null || !driven.has(service)
      ? []
      : [integration(service, "image", workspace.place(path, offset, "medium"), { image })];
  });
}
