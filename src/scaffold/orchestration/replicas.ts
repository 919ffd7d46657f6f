import type { AppService } from "../compose/app-services";
import type { ProcessDesign, ServiceDesign } from "../blueprint";
import { plansJobs } from "../../recon/commands/celery-beat";

/** How a service is run on several machines: for good and how often, once to its end, or only when a person calls it. */
export type Running =
  | { readonly kind: "service"; readonly replicas: number; readonly isPeriodic: boolean }
  | { readonly kind: "once" }
  | { readonly kind: "by-hand" };

/** Two of what answers requests, so that one may fail or be replaced; one of what keeps files or plans jobs. */
export function runningOf({ name, unit }: AppService): Running {
  const process = unit.processes.find(({ service }) => service === name);
  if (process?.role === "cli" || process?.profile) return { kind: "by-hand" };
  if (process?.role === "job") return { kind: "once" };
  if (process === undefined && unit.web?.service !== name) return { kind: "once" };
  const keepsFiles = unit.dataFolders.some(({ volume }) => volume !== null);
  const isWeb = unit.web?.service === name;
  return {
    kind: "service",
    replicas: isWeb && !keepsFiles && !unit.isForeignDockerfile ? 2 : 1,
    isPeriodic: process !== undefined && isScheduler(process),
  };
}

/** What plans jobs, also beside other work: two of them would plan each twice. */
export function isScheduler({ role, command }: ProcessDesign): boolean {
  return role === "beat" || plansJobs(command);
}

/** The user as a number in the image; a person's own Dockerfile decides for itself. */
export function userOf({ unit }: AppService): number | null {
  return unit.isForeignDockerfile ? null : unit.user.id;
}

export function keepsData({ data, volume }: ServiceDesign): boolean {
  return data !== null && volume !== null;
}
