import type { ContainerInfo, ContainerInspectInfo, Port } from "dockerode";
import { endingException } from "../model/last-exception";
import type { ContainerDetail, ContainerState, ContainerSummary, Engine, PublishedPort } from "../model/ports";
import { LABELS } from "../model/ports";
import { statusOf } from "./failure";
import { isRecord, numberField, textField } from "./json-lines";
import type { Link } from "./link";
import { ask, dial, shortName } from "./link";

const PROJECT = "com.docker.compose.project";
const SERVICE = "com.docker.compose.service";

type ContainerCalls = Pick<
  Engine,
  | "containers"
  | "inspect"
  | "volumes"
  | "volumeBytes"
  | "networks"
  | "start"
  | "stop"
  | "restart"
  | "pause"
  | "unpause"
  | "kill"
  | "rename"
  | "remove"
>;

/** Starting copies an image's files into new volumes, and removing deletes what the container wrote. */
export const ACT_MS = 120_000;
/** The longest grace that people give a container by its own settings. */
const LONGEST_GRACE = 300;

function stopMs(grace = LONGEST_GRACE): number {
  return grace * 1000 + ACT_MS;
}

/** Listing and steering containers, volumes and networks. */
export function createContainers(link: Link): ContainerCalls {
  const { docker } = link;
  const act = async (
    doing: string,
    container: string,
    request: (options: { readonly abortSignal: AbortSignal }) => Promise<unknown>,
    limitMs = ACT_MS,
    signal?: AbortSignal,
  ): Promise<void> => {
    const accept: typeof request = async options => {
      try {
        await request(options);
      } catch (error) {
        // "Not modified" says that the container is in that state already.
        if (statusOf(error) !== 304) throw error;
      }
    };
    await ask(link, `${doing} ${shortName(container)}`, accept, { limitMs, signal });
  };
  return {
    async containers(filter) {
      const filters = labelFilter(filter?.labels);
      const list = await ask(link, "listing containers", options =>
        docker.listContainers({ all: filter?.all ?? false, ...filters, ...options }),
      );
      const now = link.clock.now();
      return list.map(info => readSummary(info, now));
    },
    async inspect(container) {
      const doing = `inspecting ${shortName(container)}`;
      return readDetail(await ask(link, doing, options => docker.getContainer(container).inspect(options)));
    },
    async volumes(labels) {
      const answer = await ask(link, "listing volumes", options =>
        docker.listVolumes({ ...labelFilter(labels), ...options }),
      );
      // The engine says null, not an empty list, where there are none.
      return ((answer.Volumes as typeof answer.Volumes | null) ?? []).map(volume => {
        const created = Date.parse(textField(volume, "CreatedAt"));
        return {
          name: volume.Name,
          labels: volume.Labels ?? {},
          created: Number.isFinite(created) ? Math.floor(created / 1000) : null,
        };
      });
    },
    volumeBytes: name => volumeBytes(link, name),
    async networks(labels) {
      const list = await ask(link, "listing networks", options =>
        docker.listNetworks({ ...labelFilter(labels), ...options }),
      );
      return list.map(({ Id, Name, Labels }) => ({ id: Id, name: Name, labels: Labels ?? {} }));
    },
    start: id => act("starting", id, () => docker.getContainer(id).start()),
    stop: (id, grace, signal) => {
      const given = grace === undefined ? {} : { t: grace };
      return act(
        "stopping",
        id,
        options => docker.getContainer(id).stop({ ...given, ...options }),
        stopMs(grace),
        signal,
      );
    },
    restart: id => act("restarting", id, () => docker.getContainer(id).restart(), stopMs()),
    pause: id => act("pausing", id, () => docker.getContainer(id).pause()),
    unpause: id => act("resuming", id, () => docker.getContainer(id).unpause()),
    kill: id => act("killing", id, () => docker.getContainer(id).kill()),
    rename: (id, name) => act("renaming", id, () => docker.getContainer(id).rename({ name })),
    remove: (kind, id) => act("removing", id, () => remove(link, kind, id)),
  };
}

/** The engine adds up all volumes for this, which may take it long on a slow disk: a question need not wait for that. */
const MEASURE_MS = 5000;

/** Docker Engine API, SystemDataUsage: a size of -1 says that the volume's driver does not tell. */
async function volumeBytes(link: Link, name: string): Promise<number | null> {
  const request = { path: "/system/df?", method: "GET", options: { type: "volume" }, statusCodes: { 200: true } };
  try {
    const answer = await ask(link, `measuring ${name}`, ({ abortSignal }) => dial(link, { ...request, abortSignal }), {
      limitMs: MEASURE_MS,
    });
    const volumes: unknown = isRecord(answer) ? answer["Volumes"] : null;
    const own = Array.isArray(volumes) ? (volumes as unknown[]).find(each => textField(each, "Name") === name) : null;
    const usage = isRecord(own) ? own["UsageData"] : null;
    return isRecord(usage) && numberField(usage, "Size") >= 0 ? numberField(usage, "Size") : null;
  } catch (error) {
    link.log.debug(`${name} was not measured: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** What is gone already counts as removed. */
async function remove(link: Link, kind: "container" | "volume" | "network", id: string): Promise<void> {
  try {
    switch (kind) {
      case "container": {
        // Anonymous volumes bear no label: those of our own containers go with them, a person's stay.
        const container = link.docker.getContainer(id);
        const labels = (await container.inspect()).Config.Labels as Readonly<Record<string, string>> | null;
        await container.remove({ force: true, v: labels?.[LABELS.owner] !== undefined });
        return;
      }
      case "volume":
        await link.docker.getVolume(id).remove();
        return;
      case "network":
        await link.docker.getNetwork(id).remove();
    }
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/** Filters of a list request by labels, each `key` or `key=value`; all must hold. */
export function labelFilter(labels: readonly string[] | undefined): { filters?: { label: string[] } } {
  return labels === undefined || labels.length === 0 ? {} : { filters: { label: [...labels] } };
}

const STATES: readonly ContainerState[] = ["created", "running", "paused", "restarting", "removing", "exited", "dead"];

function readState(text: string): ContainerState {
  return STATES.find(state => state === text) ?? "dead";
}

/** Reads one row of the list of containers. The list has no fields for health and times: the status says them in words. */
export function readSummary(info: ContainerInfo, now: number): ContainerSummary {
  const labels = info.Labels;
  const status = info.Status;
  return {
    id: info.Id,
    name: (info.Names[0] ?? "").replace(/^\//, ""),
    image: info.Image,
    project: labels[PROJECT] ?? null,
    service: labels[SERVICE] ?? null,
    state: readState(info.State),
    health: healthOf(status),
    // The engine lists them in no order; a person expects the same one first every time.
    ports: info.Ports.map(readPort).sort((left, right) => left.privatePort - right.privatePort),
    created: info.Created,
    since: sinceOf(status, now),
    labels,
    status,
  };
}

const unitMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
};

/** `Up About an hour (healthy)` and `Exited (1) 2 minutes ago`, as HumanDuration of Docker's go-units writes times. */
function sinceOf(status: string, now: number): number | null {
  const match = /^(?:Up|\w+ \(\d+\)) (?:About |Less than )?(an?|\d+) ([a-z]+?)s?\b/.exec(status);
  const unit = unitMs[match?.[2] ?? ""];
  return match?.[1] === undefined || unit === undefined ? null : now - (Number(match[1]) || 1) * unit;
}

function healthOf(status: string): ContainerSummary["health"] {
  if (status.includes("(healthy)")) return "healthy";
  if (status.includes("(unhealthy)")) return "unhealthy";
  return status.includes("(health: starting)") ? "starting" : null;
}

function readPort(port: Port): PublishedPort {
  const bound = port as Partial<Port>;
  return {
    privatePort: port.PrivatePort,
    publicPort: bound.PublicPort ?? null,
    address: bound.IP ?? null,
    protocol: port.Type,
  };
}

/** Reads one inspected container. Times that the engine gives as the year 1 mean that it never came to that. */
export function readDetail(info: ContainerInspectInfo): ContainerDetail {
  const labels = (info.Config.Labels as Readonly<Record<string, string>> | null) ?? {};
  const { State: state } = info;
  const health = isRecord(state.Health) ? textField(state.Health, "Status") : "";
  const started = timeOf(state.StartedAt);
  const finished = timeOf(state.FinishedAt);
  const isOver = state.Status === "exited" || state.Status === "dead" || state.Status === "restarting";
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ""),
    image: info.Config.Image,
    project: labels[PROJECT] ?? null,
    service: labels[SERVICE] ?? null,
    state: readState(state.Status),
    health: health === "starting" || health === "healthy" || health === "unhealthy" ? health : null,
    ports: publishedPorts(info.NetworkSettings.Ports),
    created: Math.floor(Date.parse(info.Created) / 1000),
    since: isOver ? finished : started,
    labels,
    status: state.Error === "" ? state.Status : `${state.Status}: ${state.Error}`,
    exitCode: isOver ? state.ExitCode : null,
    outOfMemory: state.OOMKilled,
    restarts: numberField(info, "RestartCount"),
    startedAt: started,
    finishedAt: finished,
    lastProbe: lastProbe(state.Health),
    raw: info,
  };
}

function timeOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isFinite(time) && time > 0 ? time : null;
}

/** What the last health check printed: of a traceback, whose lines are those of the check itself, only what it ends with. */
function lastProbe(health: unknown): string | null {
  const log = isRecord(health) ? health["Log"] : null;
  if (!Array.isArray(log) || log.length === 0) return null;
  const output = textField((log as unknown[]).at(-1), "Output").trim();
  return endingException(output) ?? output;
}

/** `{"8000/tcp": [{"HostIp": "0.0.0.0", "HostPort": "49153"}], "9000/tcp": null}` of an inspected container. */
function publishedPorts(ports: unknown): readonly PublishedPort[] {
  if (!isRecord(ports)) return [];
  return Object.entries(ports).flatMap(([key, bindings]): PublishedPort[] => {
    const [number = "", protocol = "tcp"] = key.split("/");
    const privatePort = Number(number);
    if (!Array.isArray(bindings) || bindings.length === 0) {
      return [{ privatePort, publicPort: null, address: null, protocol }];
    }
    return (bindings as unknown[]).map(binding => ({
      privatePort,
      publicPort: Number(textField(binding, "HostPort")) || null,
      address: textField(binding, "HostIp") || null,
      protocol,
    }));
  });
}
