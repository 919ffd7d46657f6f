import { effective } from "../../../docker/compose/project";
import { lastOf } from "../../../docker/dockerfile/stages";
import { shortName, type ImageReference } from "../../../docker/dockerfile/image-reference";
import { defineRule } from "../../define-rule";
import { buildsOf } from "../../query/builds";
import type { Build } from "../../query/builds";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";
import { allServices, waitsOf } from "../../query/projects";
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

/** True where neither the Dockerfile nor the image that it begins with has a health check, as far as is known. */
function isUnchecked({ view, stage }: Build): boolean {
  if (stage === null) return false;
  const check = lastOf(stage, "HEALTHCHECK");
  if (check !== null) return check.type?.raw.toUpperCase() === "NONE";
  const reference = rootOf(view, stage)?.reference;
  return reference !== undefined && declaresNone(reference);
}

function declaresNone(reference: ImageReference): boolean {
  const { registry, repository, text } = reference;
  if (repository === "astral-sh/uv" || knownImage(text) !== null) return true;
  const isOfficial = (registry === null || registry === "docker.io") && /^(?:library\/)?[^/]+$/.test(repository);
  return isOfficial && BARE.has(shortName(reference));
}

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
    for (const service of allServices(context)) {
      for (const { part, dependency, target } of waitsOf(service, "service_healthy")) {
        if (effective(target.parts, each => each.healthcheck) !== null) continue;
        const build = builds.find(each => each.service === target);
        if (build === undefined || !isUnchecked(build)) continue;
        const name = shorten(dependency.name, 24);
        context.report(
          part.file.path,
          dependency.conditionSpan,
          `\`${shorten(service.name, 24)}\` waits until \`${name}\` is healthy, but \`${name}\` has no health check, so it never starts. Add one.`,
          { related: [context.placeOf(target.last.file.path, target.last.service.keySpan)] },
        );
      }
    }
  },
});
