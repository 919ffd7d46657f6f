import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { listFromEnvironment } from "../readiness/suggestion";

const IN_CODE = among(isProductionCode, inCode);

/** Host allow-lists without the container's own names: health checks and other services get 400. */
export const detector = defineDetector({
  id: "readiness-allowed-hosts",
  title: "Host allow-lists",
  reads: { everything: true },
  detect({ each }) {
    return each(IN_CODE);
  },
});

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return file.facts.assignments.flatMap(({ target, value, scope, offset, augmented }) => {
    if (target !== "ALLOWED_HOSTS" || augmented || !value) return [];
    const { value: resolved, variables } = project.resolve(file, value, scope);
    if (resolved.kind !== "sequence" || variables.length > 0) return [];
    const read = resolved.items.map(item => project.string(file, item, scope));
    const hosts = read.filter(host => host !== null);
    if (hosts.length < read.length || hosts.includes("*") || hosts.length === 0) return [];
    return [
      {
        claim: "readiness" as const,
        rule: "allowed-hosts",
        what: `only ${hosts.slice(0, 3).join(", ")} may be asked for`,
        why: "A request under any other host name gets 400, also from a health check or another service.",
        place: project.place(file, offset),
        hosts,
        fix: "Read ALLOWED_HOSTS from the environment, and add the service's name and localhost.",
        ...(value.kind === "sequence" ? listFromEnvironment(project, file, value, "ALLOWED_HOSTS", hosts) : {}),
      },
    ];
  });
}
