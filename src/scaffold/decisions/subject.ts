import { bringsServer as brings } from "../../recon/web/serve-command";
import type { Place } from "../../model/place";
import type { EntryPoint, EntryPointKind, Recon } from "../../model/recon";
import type { Decider } from "../decider";
import type { Layout } from "../layout/layout";

/** What every topic decides about: one unit with its facts, and where the answers go. */
export interface Subject {
  readonly recon: Recon;
  /** Functions of AWS Lambda, which no container starts; absent where there are none. */
  readonly functions?: readonly EntryPoint[];
  readonly layout: Layout;
  readonly decider: Decider;
  /** Name of the unit, null for the analysed folder itself. */
  readonly unit: string | null;
  readonly path: string;
}

/** A distribution with what shows that it is needed. */
export interface AddedDistribution {
  readonly name: string;
  readonly place: Place;
}

/** Kinds of programs that answer on a port, the likeliest first. */
export const SERVING: readonly EntryPointKind[] = [
  "asgi",
  "wsgi",
  "dash",
  "streamlit",
  "gradio",
  "server",
  "grpc",
  "notebook",
];

const SIDE_GROUPS = new Set([
  "dev",
  "develop",
  "development",
  "test",
  "tests",
  "testing",
  "docs",
  "doc",
  "lint",
  "typing",
]);

export function isSideGroup(group: string): boolean {
  return SIDE_GROUPS.has(group);
}

/** Whether a distribution is among what runs: declared or locked, development groups left out. */
export function runs(recon: Recon, name: string): boolean {
  return recon.dependencies.some(dependency => dependency.name === name && !isSideGroup(dependency.group));
}

/** Whether what runs brings a server, itself or by an extra. */
export function bringsServer({ dependencies }: Recon, name: string): boolean {
  return brings(
    dependencies.filter(({ group }) => !isSideGroup(group)),
    name,
  );
}

export function hasFramework(recon: Recon, name: string): boolean {
  return recon.frameworks.some(framework => framework.name === name) || runs(recon, name);
}
