import type { Blueprint, HealthDesign, ServiceDesign } from "../blueprint";
import { appServices, type AppService } from "../compose/app-services";
import { backingEntries } from "../compose/backing-services";
import { envNeeds } from "../text/env-file";
import { slug } from "../text/slug";
import { plainOf, type Plain, type YamlEntry } from "../text/yaml-tree";
import { clusterPlan } from "./cluster-names";
import { environmentOf, memoryQuantity, probeCommand, seconds } from "./kubernetes-values";
import { releasedImage } from "./released-image";
import { keepsData, runningOf, userOf, type Running } from "./replicas";

type Objects = { readonly [key: string]: Plain | undefined };

export interface Manifest {
  /** File name below the folder of the manifests. */
  readonly name: string;
  /** The decision behind it. */
  readonly why: string;
  readonly objects: readonly Objects[];
}

export interface Kubernetes {
  readonly manifests: readonly Manifest[];
  /** What Compose does here and these manifests do not, one sentence each. */
  readonly lost: readonly string[];
}

/** One container with what it needs, as read from the entries of its Compose service. */
interface Container {
  readonly name: string;
  readonly image: string;
  readonly entries: Objects;
  readonly ports: readonly { readonly name: string; readonly port: number }[];
  readonly health: HealthDesign | null;
  readonly user: number | null;
  /** A database, whose disk comes with the pod. */
  readonly isBacking: boolean;
}

const NAME = "app.kubernetes.io/name";
const COMPONENT = "app.kubernetes.io/component";

/** Manifests of the same plan: what Compose starts, as Deployments, Jobs and StatefulSets that find each other by the same names. */
export function designKubernetes(plan: Blueprint): Kubernetes {
  const { blueprint, nameInCompose } = clusterPlan(plan);
  const apps = blueprint.units.flatMap(unit => appServices(blueprint, unit));
  const running = apps.filter(service => runningOf(service).kind !== "by-hand");
  const manifests: Manifest[] = running.map(service => ({
    name: `${service.name}.yaml`,
    why: service.unit.web?.service === service.name ? "web.command" : "worker.command",
    objects: appObjects(blueprint, service),
  }));
  const claims = sharedClaims(blueprint, running);
  if (claims.length > 0) manifests.push({ name: "volumes.yaml", why: "data.folders", objects: claims });
  for (const service of blueprint.services) {
    manifests.push({
      name: `${service.name}.yaml`,
      why: `services.${nameInCompose(service.name)}.image`,
      objects: backingObjects(blueprint, service, running),
    });
  }
  return { manifests, lost: lossesOf(blueprint, apps, running) };
}

/** Secrets of the stack: values for variables, and files. */
export function secretName(blueprint: Blueprint, kind: "env" | "files" = "env"): string {
  return `${blueprint.project}-${kind}`;
}

function appObjects(blueprint: Blueprint, service: AppService): readonly Objects[] {
  const { name, unit } = service;
  const isWeb = unit.web?.service === name;
  const pages = unit.processes.find(({ service: own }) => own === name)?.port ?? null;
  const port = isWeb && unit.web ? unit.web.port : pages;
  const container: Container = {
    name,
    // The kustomization gives it registry and tag.
    image: releasedImage({ ...blueprint, registry: null }, unit).name,
    entries: recordOf(service.entries),
    ports: port === null ? [] : [{ name: "http", port }],
    health: isWeb ? (unit.web?.health ?? null) : null,
    user: userOf(service),
    isBacking: false,
  };
  const running = runningOf(service);
  const workload = running.kind === "once" ? job(blueprint, container) : deployment(blueprint, container, running);
  return container.ports.length > 0 ? [workload, serviceObject(blueprint, container)] : [workload];
}

function deployment(blueprint: Blueprint, container: Container, running: Running): Objects {
  const replicas = running.kind === "service" ? running.replicas : 1;
  const isAlone = claimsOf(container).length > 0 || (running.kind === "service" && running.isPeriodic);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: container.name, labels: labels(blueprint, container.name) },
    spec: {
      replicas,
      // Two of them at once would plan every job twice, or write to one volume from two machines.
      strategy: isAlone ? { type: "Recreate" } : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } },
      selector: { matchLabels: labels(blueprint, container.name) },
      template: template(blueprint, container, "Always"),
    },
  };
}

function job(blueprint: Blueprint, container: Container): Objects {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: container.name, labels: labels(blueprint, container.name) },
    spec: { backoffLimit: 12, template: template(blueprint, container, "OnFailure") },
  };
}

function template(blueprint: Blueprint, container: Container, restartPolicy: "Always" | "OnFailure"): Objects {
  const { user } = container;
  return {
    metadata: { labels: labels(blueprint, container.name) },
    spec: {
      restartPolicy,
      automountServiceAccountToken: false,
      // Variables such as REDIS_PORT=tcp://… that Kubernetes would add hide those that the code means.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: seconds(container.entries["stop_grace_period"], 30),
      securityContext: {
        ...(user === null ? {} : { runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user }),
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [containerSpec(blueprint, container)],
      volumes: volumesOf(blueprint, container),
    },
  };
}

function containerSpec(blueprint: Blueprint, container: Container): Objects {
  const { entries, ports, name, image } = container;
  const environment = environmentOf(recordOfPlain(entries["environment"]), secretName(blueprint));
  const limits = recordOfPlain(recordOfPlain(recordOfPlain(entries["deploy"])["resources"])["limits"]);
  const memory = memoryQuantity(String(limits["memory"] ?? "512M"));
  const cpus = limits["cpus"];
  return {
    name,
    image,
    args: argsOf(entries),
    workingDir: entries["working_dir"],
    ports: ports.length === 0 ? undefined : ports.map(({ name: own, port }) => ({ name: own, containerPort: port })),
    envFrom:
      entries["env_file"] === undefined ? undefined : [{ secretRef: { name: secretName(blueprint), optional: true } }],
    env: environment.length === 0 ? undefined : environment,
    ...probes(container),
    resources: {
      requests: { cpu: "100m", memory: halfOf(memory) },
      limits: { memory, ...(cpus === undefined || cpus === null ? {} : { cpu: String(cpus) }) },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      ...(entries["read_only"] === true ? { readOnlyRootFilesystem: true } : {}),
      ...(entries["cap_drop"] === undefined ? {} : { capabilities: { drop: entries["cap_drop"] } }),
    },
    volumeMounts: mountsOf(container),
  };
}

/** Kubernetes completes an argument by a variable of the container alone, and takes `$$` for a dollar sign as Compose does. */
function argsOf({ command, environment }: Container["entries"]): Plain | undefined {
  if (!Array.isArray(command)) return command;
  const given = Object.entries(recordOfPlain(environment));
  return (command as readonly Plain[]).map(word => {
    const same = given.find(([, value]) => value === word && /^\$\{/.test(String(word)))?.[0];
    return same === undefined ? word : `$(${same})`;
  });
}

/** Half of the limit is asked for: what a container has at rest, so that a node is filled neither too much nor too little. */
function halfOf(memory: string): string {
  const match = /^(\d+)(Mi|Gi)$/.exec(memory);
  if (!match) return memory;
  const mebibytes = Number(match[1]) * (match[2] === "Gi" ? 1024 : 1);
  return `${Math.max(32, Math.round(mebibytes / 2))}Mi`;
}

/** The path that the application serves, else what Compose asks; what answers nothing is only kept alive. */
function probes({ entries, health, ports }: Container): Objects {
  const check = recordOfPlain(entries["healthcheck"]);
  const port = ports[0]?.name;
  const action: Objects | null =
    health?.kind === "http" && port !== undefined
      ? // The address of a pod is no name that an application allows.
        { httpGet: { path: health.path ?? "/", port, httpHeaders: [{ name: "Host", value: health.host }] } }
      : health?.kind === "tcp" && port !== undefined
        ? { tcpSocket: { port } }
        : commandProbe(check);
  if (action === null) return {};
  const timeoutSeconds = seconds(check["timeout"], 5);
  const periodSeconds = seconds(check["interval"], 10);
  const isCommand = "exec" in action;
  return {
    startupProbe: { ...action, timeoutSeconds, periodSeconds: isCommand ? 5 : 2, failureThreshold: 60 },
    readinessProbe: health === null ? undefined : { ...action, timeoutSeconds, periodSeconds: 10 },
    livenessProbe: { ...action, timeoutSeconds, periodSeconds: Math.max(30, periodSeconds), failureThreshold: 3 },
  };
}

function commandProbe(check: Objects): Objects | null {
  const command = check["disable"] === true ? null : probeCommand(check["test"]);
  return command === null ? null : { exec: { command } };
}

interface Mount {
  readonly name: string;
  readonly path: string;
  /** A volume that outlives the pod; else scratch space. */
  readonly isKept: boolean;
}

const SECRET_VOLUME = "secret-files";

/** Secrets that come as files: key in the Secret, and the name that the code knows. */
function secretItems({ entries }: Container): readonly Objects[] {
  const listed = entries["secrets"];
  return (Array.isArray(listed) ? (listed as readonly Plain[]) : []).map(item => {
    const { source, target } = recordOfPlain(item);
    return { key: source ?? String(item), path: target ?? String(item) };
  });
}

function mountsIn({ entries }: Container): readonly Mount[] {
  const kept = textsOf(entries["volumes"]).map(text => {
    const [name = "data", path = "/data"] = text.split(":");
    return { name: slug(name), path, isKept: true };
  });
  const scratch = textsOf(entries["tmpfs"]).map(text => {
    const path = text.split(":")[0] ?? "/tmp";
    return { name: `scratch-${slug(path)}`, path, isKept: false };
  });
  const shared = entries["shm_size"] === undefined ? [] : [{ name: "shared-memory", path: "/dev/shm", isKept: false }];
  return [...kept, ...scratch, ...shared];
}

function mountsOf(container: Container): Plain | undefined {
  const mounts: Plain[] = mountsIn(container).map(({ name, path, isKept }) =>
    // The root of a fresh disk holds `lost+found`, which databases take for data of another kind.
    isKept && container.isBacking ? { name, mountPath: path, subPath: "data" } : { name, mountPath: path },
  );
  if (secretItems(container).length > 0) {
    mounts.push({ name: SECRET_VOLUME, mountPath: "/run/secrets", readOnly: true });
  }
  return mounts.length === 0 ? undefined : mounts;
}

function volumesOf(
  blueprint: Blueprint,
  container: Container,
  templates: ReadonlySet<string> = new Set(),
): Plain | undefined {
  const volumes: Plain[] = mountsIn(container)
    .filter(({ name }) => !templates.has(name))
    .map(({ name, isKept }) =>
      isKept
        ? { name, persistentVolumeClaim: { claimName: name } }
        : { name, emptyDir: name === "shared-memory" ? { medium: "Memory" } : {} },
    );
  const items = secretItems(container);
  if (items.length > 0) {
    volumes.push({ name: SECRET_VOLUME, secret: { secretName: secretName(blueprint, "files"), items } });
  }
  return volumes.length === 0 ? undefined : volumes;
}

function claimsOf(container: Container): readonly string[] {
  return mountsIn(container).flatMap(({ name, isKept }) => (isKept ? [name] : []));
}

/** Volumes of the application; those of backing services come with their StatefulSets. */
function sharedClaims(blueprint: Blueprint, services: readonly AppService[]): readonly Objects[] {
  const names = new Set(
    services.flatMap(({ entries }) =>
      textsOf(recordOf(entries)["volumes"]).map(text => slug(text.split(":")[0] ?? "data")),
    ),
  );
  return [...names].map(name => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, labels: { [NAME]: blueprint.project } },
    spec: claimSpec(),
  }));
}

function claimSpec(): Objects {
  return { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } } };
}

function backingObjects(blueprint: Blueprint, service: ServiceDesign, apps: readonly AppService[]): readonly Objects[] {
  const container: Container = {
    name: service.name,
    image: service.image,
    entries: recordOf(backingEntries(service, blueprint.compose)),
    ports: [{ name: "main", port: service.definition.port }],
    health: null,
    user: null,
    isBacking: true,
  };
  const own = labels(blueprint, service.name);
  const spec = recordOfPlain(template(blueprint, container, "Always")["spec"]);
  const [main] = Array.isArray(spec["containers"]) ? (spec["containers"] as readonly Objects[]) : [];
  const check = commandProbe(recordOfPlain(container.entries["healthcheck"]));
  const pod = {
    metadata: { labels: own },
    spec: {
      ...spec,
      // A database that is slow is not to be killed for it, so it is only kept out of service.
      containers: [
        {
          ...main,
          livenessProbe: undefined,
          readinessProbe: check === null ? undefined : { ...check, timeoutSeconds: 5, periodSeconds: 10 },
        },
      ],
      volumes: volumesOf(blueprint, container, new Set(claimsOf(container))),
    },
  };
  const workload: Objects = keepsData(service)
    ? {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name: service.name, labels: own },
        spec: {
          serviceName: service.name,
          replicas: 1,
          selector: { matchLabels: own },
          template: pod,
          volumeClaimTemplates: claimsOf(container).map(name => ({ metadata: { name }, spec: claimSpec() })),
        },
      }
    : {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: service.name, labels: own },
        spec: { replicas: 1, selector: { matchLabels: own }, template: pod },
      };
  return [workload, serviceObject(blueprint, container), policy(blueprint, service, apps)];
}

/** The same name and port as in Compose, so that every address of the plan holds. */
function serviceObject(blueprint: Blueprint, { name, ports }: Container): Objects {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, labels: labels(blueprint, name) },
    spec: {
      selector: labels(blueprint, name),
      ports: ports.map(({ name: own, port }) => ({ name: own, port, targetPort: own })),
    },
  };
}

/** Only what uses a database reaches it, as on the networks of the Compose file. */
function policy(blueprint: Blueprint, service: ServiceDesign, apps: readonly AppService[]): Objects {
  const users = apps.filter(({ unit }) => service.units.includes(unit.unit)).map(({ name }) => name);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: service.name, labels: labels(blueprint, service.name) },
    spec: {
      podSelector: { matchLabels: labels(blueprint, service.name) },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              podSelector: {
                matchLabels: { [NAME]: blueprint.project },
                matchExpressions: [{ key: COMPONENT, operator: "In", values: users }],
              },
            },
          ],
          ports: [{ port: service.definition.port }],
        },
      ],
    },
  };
}

function labels(blueprint: Blueprint, component: string): Objects {
  return { [NAME]: blueprint.project, [COMPONENT]: component };
}

function recordOf(entries: readonly YamlEntry[]): Objects {
  return Object.fromEntries(entries.map(({ key, value }) => [key, plainOf(value) as Plain]));
}

function recordOfPlain(value: Plain | undefined): { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Plain })
    : {};
}

function textsOf(value: Plain | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Plain[]).map(String) : [];
}

function lossesOf(blueprint: Blueprint, all: readonly AppService[], running: readonly AppService[]): readonly string[] {
  const once = running.filter(service => runningOf(service).kind === "once").map(({ name }) => name);
  const called = all.filter(service => !running.includes(service)).map(({ name }) => name);
  const web = running.filter(({ name, unit }) => unit.web?.service === name).map(({ name }) => name);
  const shared = sharedClaims(blueprint, running).length > 0;
  const foreign = blueprint.units.some(({ isForeignDockerfile }) => isForeignDockerfile);
  return [
    "Nothing is built: push the images first and name registry and tag in kustomization.yaml.",
    "No start order: a container that starts before its database ends and is started again until it is there.",
    ...(once.length > 0
      ? [
          `Nothing waits for ${once.join(", ")}: apply it, then \`kubectl wait --for=condition=complete job/${once[0] ?? ""}\`. A Job cannot be changed, so delete it before the next release.`,
        ]
      : []),
    ...(web.length > 0
      ? [
          `${web.join(", ")} is reached inside the cluster only: host name, certificate and Ingress or Gateway are yours.`,
        ]
      : []),
    ...(shared
      ? [
          "Volumes of the application are ReadWriteOnce: containers that share one have to run on one node, or need another storage class.",
        ]
      : []),
    ...(called.length > 0 ? [`${called.join(", ")}: called by hand, so no workload; \`kubectl run\` starts it.`] : []),
    ...(foreign ? ["Your own Dockerfile decides its user, so nothing here asserts that it is not root."] : []),
    ...(blueprint.units.some(({ gpu }) => gpu?.isWanted)
      ? ["No graphics card is asked for: build the variant, then set `nvidia.com/gpu: 1` among the limits."]
      : []),
    "Limits on processes and the rotation of logs belong to the kubelet; `init` has no counterpart.",
    "Network policies need a network plugin that applies them.",
    ...(envNeeds(blueprint).length > 0
      ? [`Values of .env become the Secret ${secretName(blueprint)} by hand; nothing secret stands in these files.`]
      : []),
  ];
}
