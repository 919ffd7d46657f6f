import type { PackageManagerName } from "../../model/recon";

export interface BindMount {
  /** Path in the build context. */
  readonly source: string;
  /** Path in the stage, relative to the working folder. */
  readonly target: string;
  /** The install writes beside the sources (egg-info); what it writes is dropped. */
  readonly isWritable?: boolean;
}

/** A file or a variable of this machine that a build may read and that stays in no layer. */
export interface BuildSecret {
  readonly id: string;
  /** Where the file is mounted while a RUN needs it; null for a variable, which has the name of the secret. */
  readonly target: string | null;
  /** Where it lies on the machine that builds, as Compose writes it; null for a variable. */
  readonly file: string | null;
  /** What reads it. */
  readonly reader: "python" | "node";
}

/** The mount of a RUN that reads it. */
export function secretMount({ id, target }: BuildSecret): string {
  return `--mount=type=secret,id=${id},${target === null ? `env=${id}` : `target=${target}`}`;
}

/** One RUN of the Dockerfile. */
export interface InstallStep {
  readonly comment: string | null;
  readonly cache: string | null;
  readonly mounts: readonly BindMount[];
  /** Joined by `&&`. */
  readonly commands: readonly string[];
  /** What the step follows from, where that is not the tool. */
  readonly decision?: string;
}

/** How the dependencies and the project get into `/opt/venv`. */
export interface InstallDesign {
  readonly manager: PackageManagerName;
  /** The tool and its version, such as `uv==0.13.9` or an image to copy it from; null where pip does it alone. */
  readonly tool: string | null;
  readonly environment: Readonly<Record<string, string>>;
  /** Build arguments with their usual values. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** Puts the tool into the build stage. */
  readonly toolSteps: readonly InstallStep[];
  /** `COPY --from=` of the tool, instead of a step. */
  readonly toolCopy: string | null;
  /** Dependencies of the running program, before any source is there. */
  readonly mainSteps: readonly InstallStep[];
  /** Development and test dependencies on top. */
  readonly devSteps: readonly InstallStep[];
  /** The project itself, once the source is there: not editable, for the runtime. */
  readonly projectSteps: readonly InstallStep[];
  /** The project itself, editable, for the dev and test stages. */
  readonly devProjectSteps: readonly InstallStep[];
  /** Distributions that the plan adds, such as the server. */
  readonly added: readonly string[];
  readonly secrets: readonly BuildSecret[];
  /** conda brings its own interpreter, so stages start from another image. */
  readonly isConda: boolean;
  /** Files and folders of the context that the install needs, beyond the unit's own folder. */
  readonly needs: readonly string[];
}
