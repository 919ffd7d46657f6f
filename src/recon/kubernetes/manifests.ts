import { holdsSecret } from "../../workspace/mask";
import { isInside, joinPath, nameOf, parentOf } from "../../model/paths";
import type { PythonProject } from "../../python/project";
import { asText, at, items, type DataNode } from "../../workspace/data-node";
import { fillTemplate, hasAction, valueNode } from "../../workspace/go-templates";
import type { Workspace } from "../../workspace/workspace";
import { portOf } from "../commands/arguments";
import type { CommandForm } from "../docker/image-facts";

/** Folders and names that hold manifests; what a file says decides. */
export const MANIFEST_GLOBS = [
  "**/{k8s,kubernetes,kube,helm,chart,charts,manifests,kustomize,deploy,deployment,deployments,infra}/**/*.{yml,yaml}",
  "*{k8s,kubernetes,deployment,statefulset,cronjob,configmap}*.{yml,yaml}",
  // What fills the templates in, and what builds the images.
  "{values,Chart,skaffold}.{yml,yaml}",
] as const;

/** A variable that a manifest gives to a container; null where its value is none that is written down. */
export interface ManifestVariable {
  readonly name: string;
  readonly value: string | null;
  readonly isSecret: boolean;
  readonly path: string;
  readonly offset: number;
}

/** One container of a pod, as far as recon needs it. What only a release of a chart knows is left out. */
export interface ManifestContainer {
  readonly path: string;
  readonly offset: number;
  readonly name: string;
  readonly role: "main" | "init" | "job" | "cron";
  readonly image: string;
  readonly command: CommandForm | null;
  readonly arguments: CommandForm | null;
  readonly workdir: string | null;
  readonly ports: readonly { readonly port: number; readonly path: string; readonly offset: number }[];
  readonly variables: readonly ManifestVariable[];
  /** Paths that probes ask by HTTP. */
  readonly probes: readonly { readonly probed: string; readonly path: string; readonly offset: number }[];
}

/** A node with the file that holds it: a template's values stand in another one. */
interface Located {
  readonly path: string;
  readonly node: DataNode;
}

const WORKLOADS: Readonly<Record<string, ManifestContainer["role"]>> = {
  Deployment: "main",
  StatefulSet: "main",
  DaemonSet: "main",
  ReplicaSet: "main",
  Rollout: "main",
  DeploymentConfig: "main",
  Pod: "main",
  Job: "job",
  CronJob: "cron",
};
/** Definitions of resources of one's own are long and hold no pod. */
const MAX_CHARACTERS = 300_000;

/** The containers of all manifests, and what their maps and secrets hold, of which `envFrom` makes variables. */
export interface Manifests {
  readonly containers: readonly ManifestContainer[];
  readonly maps: readonly ManifestVariable[];
}

export function manifestsOf(workspace: Workspace, project: PythonProject): Manifests {
  return project.keep("kubernetes manifests", [workspace.contents], () => {
    const objects = workspace.paths(...MANIFEST_GLOBS).flatMap(path => objectsIn(workspace, path));
    return {
      containers: objects.flatMap(object => containersOf(workspace, object)),
      maps: objects.flatMap(object => mapVariables(workspace, object)),
    };
  });
}

function objectsIn(workspace: Workspace, path: string): readonly Located[] {
  const text = workspace.text(path) ?? "";
  if (text.length > MAX_CHARACTERS || !/^[ \t-]*"?kind"?:/m.test(text) || !/^\s*"?apiVersion"?:/m.test(text)) return [];
  return workspace.documents(path).flatMap(node => {
    const inner = asText(at(node, "kind")) === "List" ? items(at(node, "items")) : [node];
    return inner.map(one => ({ path, node: one }));
  });
}

function containersOf(workspace: Workspace, { path, node }: Located): readonly ManifestContainer[] {
  const role = WORKLOADS[asText(at(node, "kind")) ?? ""];
  if (role === undefined) return [];
  const spec = at(node, "spec");
  const pod =
    at(spec, "jobTemplate", "spec", "template", "spec") ?? at(spec, "template", "spec") ?? (role === "main" && spec);
  if (!pod) return [];
  const list = (key: string): readonly Located[] => listIn(workspace, path, at(pod, key));
  return [
    ...list("initContainers").flatMap(one => containerOf(workspace, one, "init")),
    ...list("containers").flatMap(one => containerOf(workspace, one, role)),
  ];
}

function containerOf(
  workspace: Workspace,
  { path, node }: Located,
  role: ManifestContainer["role"],
): readonly ManifestContainer[] {
  const image = textOf(workspace, path, at(node, "image"), "");
  if (image === null || image === "") return [];
  const probes = ["livenessProbe", "readinessProbe", "startupProbe"].flatMap(key => {
    const probe = locate(workspace, path, at(node, key));
    const asked = at(probe?.node, "httpGet", "path");
    const probed = probe && asked ? textOf(workspace, probe.path, asked, null) : null;
    return probe && asked && probed?.startsWith("/") ? [{ probed, path: probe.path, offset: asked.span.start }] : [];
  });
  const variables = listIn(workspace, path, at(node, "env")).flatMap(one => variableOf(workspace, one));
  const listed = listIn(workspace, path, at(node, "ports")).flatMap(one => {
    const given = at(one.node, "containerPort");
    // What is measured at a port of its own is no page.
    const isOther =
      asText(at(one.node, "protocol")) === "UDP" || /metrics|prometheus/.test(asText(at(one.node, "name")) ?? "");
    const port = given && !isOther ? portOf(textOf(workspace, one.path, given, null)) : null;
    return given && port !== null ? [{ port, path: one.path, offset: given.span.start }] : [];
  });
  // Ports need not be listed: what listens is then told where by a variable.
  const told = variables.flatMap(variable => {
    const port = variable.name === "PORT" ? portOf(variable.value) : null;
    return port === null ? [] : [{ port, path: variable.path, offset: variable.offset }];
  });
  return [
    {
      path,
      offset: node.span.start,
      name: textOf(workspace, path, at(node, "name"), null) ?? fileName(path),
      role,
      image,
      command: formOf(workspace, path, at(node, "command")),
      arguments: formOf(workspace, path, at(node, "args")),
      workdir: textOf(workspace, path, at(node, "workingDir"), null),
      ports: listed.length > 0 ? listed : told,
      variables,
      probes,
    },
  ];
}

/** What a template's file is called, where that tells more than what is in it. */
function fileName(path: string): string {
  const base = nameOf(path)
    .replace(/\.ya?ml$/, "")
    .replace(/[._-]?(?:deployment|statefulset|daemonset|cronjob|job|pod)$/, "");
  return base.replace(/^_+/, "");
}

function variableOf(workspace: Workspace, { path, node }: Located): readonly ManifestVariable[] {
  const name = textOf(workspace, path, at(node, "name"), null);
  if (name === null) return [];
  const isSecret = at(node, "valueFrom", "secretKeyRef") !== undefined;
  const value = plainValue(name, textOf(workspace, path, at(node, "value"), null));
  return [{ name, value, isSecret, path, offset: node.span.start }];
}

/** A value that may be shown: commands are filled in with it, and stand in files that are committed. */
function plainValue(name: string, value: string | null): string | null {
  return value === null || holdsSecret(name, value) ? null : value;
}

/** The keys of a ConfigMap or Secret. */
function mapVariables(workspace: Workspace, { path, node }: Located): readonly ManifestVariable[] {
  const kind = asText(at(node, "kind"));
  if (kind !== "ConfigMap" && kind !== "Secret") return [];
  return ["data", "stringData"].flatMap(key => {
    const map = locate(workspace, path, at(node, key));
    if (map?.node.kind !== "map") return [];
    return map.node.entries.map(({ key: name, keySpan, value }) => ({
      name,
      value: kind === "Secret" ? null : plainValue(name, textOf(workspace, map.path, value, null)),
      isSecret: kind === "Secret",
      path: map.path,
      offset: keySpan.start,
    }));
  });
}

/** Words of a command; null where one of them is only known to a release. `$(NAME)` is Kubernetes' own form of a variable. */
function formOf(workspace: Workspace, path: string, given: DataNode | undefined): CommandForm | null {
  const located = locate(workspace, path, given);
  if (located?.node.kind !== "list") return null;
  const words = located.node.items.map(item => textOf(workspace, located.path, item, null));
  const known = words.flatMap(word => (word === null ? [] : [word.replace(/\$\(([A-Za-z_]\w*)\)/g, "$${$1}")]));
  if (known.length < words.length || known.length === 0) return null;
  return { words: known, shell: null, offset: located.node.span.start };
}

function listIn(workspace: Workspace, path: string, node: DataNode | undefined): readonly Located[] {
  const located = locate(workspace, path, node);
  return items(located?.node).map(item => ({ path: located?.path ?? path, node: item }));
}

/** A node, or what the chart's values have in its place. */
function locate(workspace: Workspace, path: string, node: DataNode | undefined): Located | null {
  if (!node) return null;
  if (node.kind !== "scalar") return { path, node };
  const values = valuesFor(workspace, path);
  const found = valueNode(writtenAs(workspace, path, node), values.root);
  return found ? { path: values.path, node: found } : { path, node };
}

/** A scalar's text with its actions filled in; null where a part is not known and nothing is to stand for it. */
function textOf(workspace: Workspace, path: string, node: DataNode | undefined, unknown: string | null): string | null {
  const text = asText(node);
  if (text === undefined || !node) return null;
  const written = writtenAs(workspace, path, node);
  if (!hasAction(written)) return text;
  return fillTemplate(written.replace(/^(["'])(.*)\1$/s, "$2"), valuesFor(workspace, path).root, unknown);
}

function writtenAs(workspace: Workspace, path: string, { span }: DataNode): string {
  return (workspace.text(path) ?? "").slice(span.start, span.end);
}

/** `values.yaml` of the chart that a template belongs to. */
function valuesFor(workspace: Workspace, path: string): { readonly path: string; readonly root: DataNode | null } {
  const charts = workspace.named("Chart.yaml").map(parentOf);
  const chart = charts.filter(folder => isInside(folder, path)).sort((left, right) => right.length - left.length)[0];
  const values = joinPath(chart ?? parentOf(path), "values.yaml");
  return { path: values, root: values === path ? null : workspace.data(values).root };
}
