import type { Blueprint } from "../blueprint";
import { appServices } from "../compose/app-services";
import { readsConcurrency } from "../text/concurrency";
import type { LineWriter } from "../text/line-writer";
import { runningOf } from "../orchestration/replicas";
import { designKubernetes } from "../orchestration/kubernetes";
import { designSwarm } from "../orchestration/swarm";

/** Which services may run more than once, which not and why, and what orchestrators leave out. */
export function writeScaling(writer: LineWriter, blueprint: Blueprint): void {
  const rows = blueprint.units.flatMap(unit =>
    appServices(blueprint, unit).flatMap(service => {
      const running = runningOf(service);
      if (running.kind !== "service") return [];
      const kept = unit.dataFolders.filter(({ volume }) => volume !== null).map(({ path }) => `\`${path}\``);
      const isWeb =
        unit.web?.service === service.name ||
        unit.processes.some(({ service: own, port }) => own === service.name && port !== null);
      const answer = running.isPeriodic
        ? "no: it plans jobs, and two would plan each twice"
        : kept.length > 0
          ? `on one machine only: it writes to ${kept.join(", ")}`
          : isWeb
            ? "yes, behind a proxy: the published port belongs to one container"
            : "yes";
      return [`| \`${service.name}\` | ${answer} | ${unit.memory} |`];
    }),
  );
  if (rows.length === 0) return;
  const servers = blueprint.units.filter(readsConcurrency);
  writer
    .gap()
    .add(
      [
        "## Scaling",
        "",
        "| service | may run more than once | memory limit of one |",
        "| --- | --- | --- |",
        ...rows,
        ...(servers.length > 0
          ? [
              "",
              "Inside one container `WEB_CONCURRENCY` sets the number of server processes; raise the memory limit with it.",
            ]
          : []),
      ],
      "resources.memory",
    );
  if (blueprint.files.includes("swarm")) writeLost(writer, "Swarm (`stack.yaml`)", designSwarm(blueprint).lost);
  if (blueprint.files.includes("kubernetes"))
    writeLost(writer, "Kubernetes (`kubernetes/`)", designKubernetes(blueprint).lost);
}

function writeLost(writer: LineWriter, target: string, lost: readonly string[]): void {
  writer
    .gap()
    .add([`What Compose does here and ${target} does not:`, "", ...lost.map(sentence => `- ${sentence}`)], "files");
}
