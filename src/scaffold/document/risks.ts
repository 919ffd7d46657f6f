import type { Blueprint } from "../blueprint";
import { isLoopback } from "../../recon/integrations/address";
import { appServices } from "../compose/app-services";
import { bySameWords } from "../../model/same-words";
import { cite } from "../cite";
import { isScheduler, runningOf } from "../orchestration/replicas";
import { envNeeds } from "../text/env-file";
import type { LineWriter } from "../text/line-writer";

interface Risk {
  readonly what: string;
  readonly evidence: string;
  readonly mitigation: string;
}

/** Risks from the code and from the plan, each with what shows it and what to do. */
export function writeRisks(writer: LineWriter, blueprint: Blueprint): void {
  const risks = [...codeRisks(blueprint), ...planRisks(blueprint)];
  if (risks.length === 0) return;
  writer
    .gap()
    .add([
      "## Risks and mitigations",
      "",
      "| risk | shown by | what to do |",
      "| --- | --- | --- |",
      ...risks.map(risk => `| ${cell(risk.what)} | ${cell(risk.evidence)} | ${cell(risk.mitigation)} |`),
    ]);
}

function codeRisks(blueprint: Blueprint): readonly Risk[] {
  const findings = [blueprint.recon, ...blueprint.units.map(({ recon }) => recon)].flatMap(
    ({ readiness }) => readiness,
  );
  const seen = new Map(findings.map(finding => [`${finding.rule} ${cite(finding.place)}`, finding]));
  return [...seen.values()].map(({ rule, what, why, place, fix, suggestion }) => {
    const written = (suggestion ?? []).map(({ newText }) => newText.trim()).filter(text => !text.startsWith("import "));
    const again =
      rule === "localhost-address" ? " With `drydock scaffold` once more the plan points it at the service." : "";
    return {
      what: `${what}. ${why}`,
      evidence: cite(place),
      mitigation: written.length > 0 ? `${fix} Write \`${written.join("…")}\`.${again}` : fix,
    };
  });
}

function planRisks(blueprint: Blueprint): readonly Risk[] {
  const risks: Risk[] = [];
  for (const unit of blueprint.units) {
    const { recon } = unit;
    const services = appServices(blueprint, unit);
    const running = services.filter(service => runningOf(service).kind === "service");
    const kept = unit.dataFolders.filter(({ volume }) => volume !== null);
    if (kept.length > 0 && running.length > 0) {
      risks.push({
        what: "Files on a volume are seen by the containers of one machine only",
        evidence: kept.map(({ path, why }) => `\`${path}\` (${why})`).join(", "),
        mitigation: "Keep these containers on one machine, or move the files to an object store before scaling out.",
      });
    }
    const beat = unit.processes.find(isScheduler);
    if (beat) {
      risks.push({
        what: "Two schedulers would start every job twice",
        evidence: `service \`${beat.service}\``,
        mitigation: "Never scale it; a new version replaces the old one instead of running beside it.",
      });
    }
    if (recon.packageManager.lock === null && recon.dependencies.length > 0 && recon.packageManager.place) {
      risks.push({
        what: "No lock file: the same source builds another image tomorrow",
        evidence: cite(recon.packageManager.place),
        mitigation: "Write a lock (pip-tools, uv, Poetry); the plan takes it up by itself.",
      });
    }
    for (const group of bySameWords(recon.python.problems, ({ what, why, fix }) => [what, why, fix])) {
      const [{ what, why, fix }] = group;
      risks.push({
        what: `${what}. ${why}`,
        evidence: group.map(({ place }) => cite(place)).join(", "),
        mitigation: fix,
      });
    }
    for (const { ownPlace, port } of unit.forwards) {
      if (ownPlace === null) continue;
      risks.push({
        what: `The server listens on 127.0.0.1 in its own code, so its container passes port ${port} on to it`,
        evidence: cite(ownPlace),
        mitigation: "Listen on 0.0.0.0; `docker/forward_localhost.py` goes with the next `drydock scaffold`.",
      });
    }
    if (unit.isForeignDockerfile) {
      risks.push({
        what: "The Dockerfile is your own, so what the plan promises of users and folders is not known to hold",
        evidence: `\`${unit.dockerfile}\``,
        mitigation: "`drydock scaffold --diff` shows how far it is from the plan.",
      });
    }
  }
  for (const { name, fixed } of blueprint.services) {
    if (fixed === null) continue;
    risks.push(
      fixed.isUnsaid
        ? {
            what: `The code says no host of ${name}, so its client is told by variables of its own`,
            evidence: cite(fixed.place),
            mitigation: "Read the host from a variable.",
          }
        : isLoopback(fixed.host)
          ? {
              what: `The code has the address of ${name} written down as ${fixed.host}, so every container passes its port ${fixed.port} on`,
              evidence: cite(fixed.place),
              mitigation:
                "Read the host from a variable; `docker/forward_localhost.py` goes with the next `drydock scaffold`.",
            }
          : {
              what: `The code has the address of ${name} written down as ${fixed.host}, so it is found by no other name`,
              evidence: cite(fixed.place),
              mitigation: "Read the host from a variable.",
            },
    );
    if (fixed.password !== null)
      risks.push({
        what: `The password of ${name} stands in the code, and with it in every image`,
        evidence: cite(fixed.password.place),
        mitigation: "Read it from a variable, and change it on every server that has it.",
      });
  }
  if (blueprint.compose.secrets === "env" && envNeeds(blueprint).some(({ isSecret }) => isSecret)) {
    risks.push({
      what: "Secrets in the environment are shown by `docker inspect` to everybody who may use the engine",
      evidence: "`.env`",
      mitigation: "Set `secrets: files` in `.drydock.yaml` where that is too many people.",
    });
  }
  return risks;
}

function cell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/\|/g, "\\|").replace(/\.\. /g, ". ").trim();
}

export function writeQuestions(writer: LineWriter, blueprint: Blueprint): void {
  const questions = blueprint.plan.questions.map(
    ({ key, text, default: value }) =>
      `- ${text} Taken for now: \`${Array.isArray(value) ? value.join(" ") : String(value)}\` (\`${key}\`).`,
  );
  const stand = envNeeds(blueprint)
    .filter(({ value, isSecret }) => "text" in value && !isSecret)
    .map(({ name }) => `- Is the value of \`${name}\` in \`.env\` right for this machine?`);
  const open = [
    ...(blueprint.registry === null
      ? ["- Which registry are images pushed to? None is named (`image.registry`)."]
      : []),
    ...(blueprint.services.some(({ volume }) => volume !== null) && blueprint.personal.length === 0
      ? ["- Which volumes or tables hold personal data? None is named (`data.personal`)."]
      : []),
  ];
  const all = [...questions, ...stand, ...open];
  if (all.length > 0) writer.gap().add(["## Open questions", "", ...all]);
}

/** What else of the team's work this touches: scripts and pipelines that build, test or deploy today. */
export function writeLinks(writer: LineWriter, blueprint: Blueprint): void {
  const scripts = [blueprint.recon, ...blueprint.units.map(({ recon }) => recon)].flatMap(recon => recon.buildScripts);
  const hasMigration = blueprint.units.some(({ migrate }) => migrate !== null);
  const seen = new Map(scripts.map(script => [script.path, script]));
  const rows = [...seen.values()]
    .filter(({ uses }) => uses.length > 0)
    .map(({ path, uses }) => `- \`${path}\` ${inWords(uses)}: ${join(uses, hasMigration)}`);
  const neighbours = blueprint.recon.docker.devcontainers.map(
    path => `- \`${path}\` describes a development container of its own.`,
  );
  if (rows.length + neighbours.length === 0) return;
  writer
    .gap()
    .add([
      "## Links to other work",
      "",
      "What builds, tests or deploys today, and where the containers join:",
      "",
      ...rows,
      ...neighbours,
    ]);
}

function inWords(uses: readonly string[]): string {
  const known: Readonly<Record<string, string>> = {
    docker: "calls Docker",
    compose: "calls Compose",
    build: "builds",
    test: "tests",
    migrate: "migrates",
    deploy: "deploys",
  };
  return uses.map(use => known[use] ?? use).join(", ");
}

function join(uses: readonly string[], hasMigration: boolean): string {
  if (uses.includes("docker") || uses.includes("compose")) return "check that it builds the stages named here.";
  if (uses.includes("test")) return "run the tests in the image as well, so that what is shipped is what was tested.";
  if (uses.includes("migrate"))
    return hasMigration
      ? "the one-shot service of the stack takes over."
      : "no service of the stack does it, so what calls it today goes on to.";
  return "build the image there.";
}
