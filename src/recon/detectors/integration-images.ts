import { at, asText, entries } from "../../workspace/data-node";
import { defineDetector } from "../define-detector";
import { COMPOSE_GLOBS, composeServices, isComposeFile } from "../docker/compose-services";
import { serviceOfImage } from "../integrations/image-service";
import { integration } from "../integrations/integration-evidence";

/** Folders of Compose files that run something beside the application: its tests, examples and tools. */
const BESIDE = /(?:^|\/)(?:tests?|e2e|examples?|samples?|demos?|docs?|tools?|devstack|contrib|benchmarks?)\//;

/** Service containers that somebody already runs for this code: in Compose files, and beside the jobs of CI workflows. */
export const detector = defineDetector({
  id: "integration-images",
  title: "Service containers",
  reads: {
    files: [
      ...COMPOSE_GLOBS,
      ".github/workflows/*.{yml,yaml}",
      ".gitlab-ci.yml",
      ".gitlab-ci.yaml",
      ".circleci/config.yml",
      "bitbucket-pipelines.yml",
      ".env",
      "*.env",
      ".env*",
    ],
  },
  detect({ workspace, files, unit }) {
    return files.flatMap(path => {
      if (!/\.ya?ml$/.test(path)) return [];
      if (isComposeFile(workspace, path)) {
        return composeServices(workspace, path).flatMap(service => {
          const found = service.image === null || service.build !== null ? null : serviceOfImage(service.image);
          return found === null || service.image === null
            ? []
            : [
                integration(found, "compose", service.place, {
                  image: service.image,
                  optional: BESIDE.test(path.slice(unit.length)),
                }),
              ];
        });
      }
      const { root } = workspace.data(path);
      return [...workflowImages(root), ...gitlabImages(root)].flatMap(({ image, offset }) => {
        const found = serviceOfImage(image);
        return found === null ? [] : [integration(found, "ci", workspace.place(path, offset, "medium"), { image })];
      });
    });
  },
});

type Root = Parameters<typeof at>[0];

/** `jobs.<job>.services.<name>.image`. */
function workflowImages(root: Root): readonly { image: string; offset: number }[] {
  return entries(at(root, "jobs")).flatMap(({ value }) =>
    entries(at(value, "services")).flatMap(({ value: service }) => {
      const node = service.kind === "scalar" ? service : at(service, "image");
      const image = asText(node);
      return image === undefined || !node ? [] : [{ image, offset: node.span.start }];
    }),
  );
}

/** `services: [postgres:16]` at the top or in a job, each a name or `{ name }`. */
function gitlabImages(root: Root): readonly { image: string; offset: number }[] {
  const lists = [
    at(root, "services"),
    ...entries(root).map(({ value }) => at(value, "services")),
    at(root, "definitions", "services"),
  ];
  return lists.flatMap(list =>
    list?.kind !== "list"
      ? []
      : list.items.flatMap(item => {
          const node = item.kind === "scalar" ? item : (at(item, "name") ?? at(item, "image"));
          const image = asText(node);
          return image === undefined || !node ? [] : [{ image, offset: node.span.start }];
        }),
  );
}
