import type { Span } from "../../model/place";
import type { DataNode } from "../../workspace/data-node";
import type { ComposeMount } from "./mounts";
import type { ComposePort } from "./ports";
import type { DuplicateKey, YamlProblem } from "../../workspace/yaml";

/** A text with its place. */
export interface Located {
  readonly text: string;
  readonly span: Span;
  readonly node: DataNode;
}

export interface ComposeVariable {
  readonly name: string;
  readonly nameSpan: Span;
  /** Null where Compose takes it from its own environment. */
  readonly value: string | null;
  readonly valueSpan: Span;
  /** The whole entry: `KEY=value`, or key to value. */
  readonly span: Span;
  readonly node: DataNode;
  readonly isList: boolean;
}

export interface ComposeDependency {
  readonly name: string;
  readonly span: Span;
  /** `service_started` for the short form. */
  readonly condition: string;
  /** The condition's value, the name's span for the short form. */
  readonly conditionSpan: Span;
  readonly isRequired: boolean;
  readonly isShort: boolean;
  /** The map of the long form. */
  readonly node: DataNode | null;
}

export interface ComposeEnvFile {
  readonly path: string;
  readonly span: Span;
  readonly isRequired: boolean;
  readonly isShort: boolean;
}

export interface ComposeBuild {
  readonly span: Span;
  /** `.` by default; null where only an inline Dockerfile is given. */
  readonly context: Located | null;
  readonly dockerfile: Located | null;
  readonly inline: Located | null;
  readonly target: Located | null;
  readonly arguments: readonly ComposeVariable[];
  /** `additional_contexts` by name. */
  readonly contexts: readonly ComposeVariable[];
  readonly secrets: readonly ComposeGrant[];
}

/** A name that refers to something defined at the top level. */
export interface ComposeReference {
  readonly name: string;
  readonly span: Span;
}

/** A config or secret that a service is given. */
export interface ComposeGrant extends ComposeReference {
  /** Where its file lies in the container, null where only the name says it. */
  readonly target: string | null;
}

export interface ComposeHealthcheck {
  readonly keySpan: Span;
  readonly span: Span;
  readonly test: DataNode | null;
  /** `disable: true` or `test: NONE`. */
  readonly isDisabled: boolean;
  readonly node: DataNode;
}

/** `command` or `entrypoint`. */
export interface ComposeCommand {
  /** The words of the list form, null for the string form. */
  readonly words: readonly Located[] | null;
  /** The string form; the words joined by blanks otherwise. */
  readonly text: string;
  readonly span: Span;
  readonly keySpan: Span;
  readonly node: DataNode;
}

export interface ComposeExtends {
  readonly service: string;
  readonly serviceSpan: Span;
  readonly file: Located | null;
}

export interface ComposeService {
  readonly name: string;
  readonly keySpan: Span;
  readonly node: DataNode;
  readonly image: Located | null;
  readonly build: ComposeBuild | null;
  readonly command: ComposeCommand | null;
  readonly entrypoint: ComposeCommand | null;
  readonly ports: readonly ComposePort[];
  readonly expose: readonly ComposePort[];
  readonly volumes: readonly ComposeMount[];
  readonly environment: readonly ComposeVariable[];
  readonly envFiles: readonly ComposeEnvFile[];
  readonly dependsOn: readonly ComposeDependency[];
  readonly links: readonly ComposeReference[];
  readonly networks: readonly ComposeReference[];
  readonly secrets: readonly ComposeGrant[];
  readonly configs: readonly ComposeGrant[];
  readonly models: readonly ComposeReference[];
  /** The services whose network, processes or memory this one shares: `network_mode: service:NAME`, and the same of `ipc`, `pid`. */
  readonly shares: readonly ComposeReference[];
  readonly volumesFrom: readonly ComposeReference[];
  readonly healthcheck: ComposeHealthcheck | null;
  readonly extends: ComposeExtends | null;
  readonly profiles: readonly Located[];
  readonly networkMode: Located | null;
  readonly containerName: Located | null;
  readonly restart: Located | null;
  readonly workingDirectory: Located | null;
  /** `scale` or `deploy.replicas`, null where absent or no number. */
  readonly replicas: { readonly count: number; readonly span: Span } | null;
}

/** A top-level network, volume, secret or config. */
export interface ComposeResource {
  readonly name: string;
  readonly keySpan: Span;
  readonly node: DataNode;
  readonly isExternal: boolean;
}

export interface ComposeInclude {
  readonly paths: readonly Located[];
}

/** A Compose file as written. A part with a wrong shape is left out; the schema says what is wrong with it. */
export interface ComposeDocument {
  readonly text: string;
  readonly root: DataNode | null;
  readonly problems: readonly YamlProblem[];
  readonly duplicates: readonly DuplicateKey[];
  readonly tags: ReadonlyMap<DataNode, string>;
  readonly name: Located | null;
  readonly services: readonly ComposeService[];
  readonly networks: readonly ComposeResource[];
  readonly volumes: readonly ComposeResource[];
  readonly secrets: readonly ComposeResource[];
  readonly configs: readonly ComposeResource[];
  readonly models: readonly ComposeResource[];
  readonly includes: readonly ComposeInclude[];
}
