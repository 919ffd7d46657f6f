import { effective } from "../../../docker/compose/project";
import { lastOf } from "../../../docker/dockerfile/stages";
import { shortName } from "../../../docker/dockerfile/image-reference";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";
import { projectsOf, servicesOf } from "../../query/projects";
import { rootOf } from "../../query/python-base";

/** Official images that declare no HEALTHCHECK. */
const BARE: ReadonlySet<string> = new Set([
  "alpine",
  "archlinux",
  "buildpack-deps",
  "busybox",
  "debian",
  "fedora",
  "golang",
  "nginx",
  "node",
  "openjdk",
  "php",
  "python",
  "ruby",
  "rust",
  "ubuntu",
]);

export const rule = defineRule({
  target: "workspace",
  id: "unchecked-build-dependency",
  code: "DD3014",
  severity: "error",
  mirrors: [],
  what: "`condition: service_healthy` for a service that neither Compose nor its Dockerfile gives a health check.",
  why: "The condition can never become true, so the waiting service does not start.",
  todo: "Add `healthcheck` in Compose, or HEALTHCHECK in the Dockerfile.",
  bad: {
    "compose.yaml":
      "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      api:\n        condition: «service_healthy»\n  api:\n    build: .\n",
    Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "-m", "http.server"]\n',
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      api:\n        condition: service_healthy\n  api:\n    build: .\n",
    Dockerfile: 'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "check.py"]\nCMD ["python", "-m", "http.server"]\n',
  },
  check: context => {
    const builds = buildsOf(context);
    for (const project of projectsOf(context)) {
      const services = servicesOf(project);
      for (const service of services) {
        for (const part of service.parts) {
          for (const dependency of part.service.dependsOn) {
            if (dependency.condition !== "service_healthy") continue;
            const target = services.find(each => each.name === dependency.name);
            if (target === undefined || effective(target.parts, each => each.healthcheck) !== null) continue;
            const build = builds.find(each => each.service?.name === target.name && each.service.project === project);
            if (build?.stage == null) continue;
            const check = lastOf(build.stage, "HEALTHCHECK");
            const isOff = check?.type?.raw.toUpperCase() === "NONE";
            const root = rootOf(build.view, build.stage);
            if (check !== null && !isOff) continue;
            const isBare =
              root !== null &&
              (root.reference.registry === null || root.reference.registry === "docker.io") &&
              /^(?:library\/)?[^/]+$/.test(root.reference.repository) &&
              BARE.has(shortName(root.reference));
            const isUv = root?.reference.repository === "astral-sh/uv";
            const isService = root !== null && knownImage(root.reference.text) !== null;
            if (!isOff && !isBare && !isUv && !isService) continue;
            const name = shorten(dependency.name, 24);
            context.report(
              part.file.path,
              dependency.conditionSpan,
              `\`${shorten(service.name, 24)}\` waits until \`${name}\` is healthy, but \`${name}\` has no health check, so it never starts. Add one.`,
              { related: [context.placeOf(target.last.file.path, target.last.service.keySpan)] },
            );
          }
        }
      }
    }
  },
});
