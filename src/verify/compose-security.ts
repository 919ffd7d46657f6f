import type { SecurityItem, SecurityReport, ServiceRights } from "../model/verification";
import { isCredentialUrl, isSecretName } from "../workspace/mask";
import type { ServicePlaces } from "./service-places";

type Json = Readonly<Record<string, unknown>>;

interface Check {
  readonly id: string;
  readonly title: string;
  /** Null where the service meets it, else what stands against it. */
  readonly problem: (service: Json) => string | null;
}

/** The recommendations of section 5 that a Compose file decides. Numbers are those of the CIS Docker Benchmark 1.6.0. */
const CHECKS: readonly Check[] = [
  {
    id: "5.4",
    title: "Linux kernel capabilities are restricted",
    problem: ({ cap_drop: drop, cap_add: add }) =>
      !texts(drop).some(name => name.toUpperCase() === "ALL")
        ? "cap_drop does not name ALL"
        : texts(add).length > 0
          ? `cap_add gives back ${texts(add).join(", ")}`
          : null,
  },
  {
    id: "5.5",
    title: "Privileged containers are not used",
    problem: ({ privileged }) => (privileged === true ? "privileged is true" : null),
  },
  {
    id: "5.6",
    title: "Sensitive host folders are not mounted",
    problem: service => {
      const mounted = binds(service).find(source =>
        /^\/(?:$|boot|dev|etc|lib|proc|sys|usr|var\/lib\/docker)/.test(source),
      );
      return mounted === undefined ? null : `${mounted} of the host is mounted`;
    },
  },
  {
    id: "5.8",
    title: "Privileged ports are not mapped",
    problem: service => {
      const port = ports(service).find(({ published }) => published > 0 && published < 1024);
      return port ? `port ${port.published} of the host is taken` : null;
    },
  },
  {
    id: "5.10",
    title: "The host's network is not shared",
    problem: ({ network_mode: mode }) => (mode === "host" ? "network_mode is host" : null),
  },
  {
    id: "5.11",
    title: "Memory is limited",
    problem: service => ((limit(service, "memory") ?? service["mem_limit"]) ? null : "no memory limit is set"),
  },
  {
    id: "5.12",
    title: "CPU is limited",
    problem: service =>
      (limit(service, "cpus") ?? service["cpus"] ?? service["cpu_shares"]) ? null : "no CPU limit is set",
  },
  {
    id: "5.13",
    title: "The root file system is mounted read-only",
    problem: ({ read_only: readOnly }) => (readOnly === true ? null : "read_only is not true"),
  },
  {
    id: "5.14",
    title: "Ports are bound to one host interface",
    problem: service => {
      const open = ports(service).find(({ address }) => address === "" || address === "0.0.0.0" || address === "::");
      return open ? `port ${open.target} is published on every interface` : null;
    },
  },
  {
    id: "5.16",
    title: "The host's process namespace is not shared",
    problem: ({ pid }) => (pid === "host" ? "pid is host" : null),
  },
  {
    id: "5.17",
    title: "The host's IPC namespace is not shared",
    problem: ({ ipc }) => (ipc === "host" ? "ipc is host" : null),
  },
  {
    id: "5.18",
    title: "Host devices are not exposed",
    problem: ({ devices }) => (Array.isArray(devices) && devices.length > 0 ? "devices are handed over" : null),
  },
  {
    id: "5.22",
    title: "The default seccomp profile is not disabled",
    problem: ({ security_opt: options }) =>
      texts(options).some(option => /^seccomp[:=]unconfined/.test(option)) ? "seccomp is unconfined" : null,
  },
  {
    id: "5.26",
    title: "Containers cannot gain privileges",
    problem: ({ security_opt: options }) =>
      texts(options).some(option => /^no-new-privileges(?:[:=]true)?$/.test(option))
        ? null
        : "no-new-privileges is not set",
  },
  {
    id: "5.29",
    title: "The number of processes is limited",
    problem: service => ((service["pids_limit"] ?? limit(service, "pids")) ? null : "no pids_limit is set"),
  },
  {
    id: "5.31",
    title: "The host's user namespace is not shared",
    problem: ({ userns_mode: mode }) => (mode === "host" ? "userns_mode is host" : null),
  },
  {
    id: "5.32",
    title: "The Docker socket is not mounted",
    problem: service => (binds(service).some(source => /docker\.sock$/.test(source)) ? "docker.sock is mounted" : null),
  },
];

/** What a Compose file decides about the safety of what it starts, from its configuration as Compose itself resolved it. */
export function composeSecurity(
  config: unknown,
  places: ServicePlaces,
): Required<Pick<SecurityReport, "items" | "rights" | "ports" | "networks" | "secrets">> {
  const services = Object.entries(object(object(config)["services"])).filter(
    ([, value]) => list(object(value)["profiles"]).length === 0,
  );
  const started = new Set(services.flatMap(([, value]) => networksOf(object(value))));
  const networks = Object.entries(object(object(config)["networks"])).filter(([name]) => started.has(name));
  return {
    items: services.flatMap(([name, value]): SecurityItem[] =>
      CHECKS.map(({ id, title, problem }) => {
        const why = problem(object(value));
        return { id, title, subject: name, met: why === null, why: why ?? "", place: places.get(name) ?? null };
      }),
    ),
    rights: services.map(([name, value]) => rightsOf(name, object(value))),
    ports: services.flatMap(([name, value]) =>
      ports(object(value)).map(({ target, address }) => ({
        service: name,
        port: target,
        address: address === "" ? "every interface" : address,
        place: places.get(name) ?? null,
      })),
    ),
    networks: networks.map(([name, value]) => ({
      name,
      isInternal: object(value)["internal"] === true,
      services: services.flatMap(([service, own]) => (networksOf(object(own)).includes(name) ? [service] : [])),
    })),
    secrets: services.flatMap(([name, value]) => [
      ...Object.entries(object(object(value)["environment"])).flatMap(([variable, text]) =>
        isSecretName(variable) || isCredentialUrl(String(text))
          ? [
              {
                service: name,
                name: variable,
                via: /_FILE$/.test(variable) ? ("file" as const) : ("environment" as const),
              },
            ]
          : [],
      ),
      ...list(object(value)["secrets"]).map(secret => ({
        service: name,
        name: typeof secret === "string" ? secret : String(object(secret)["source"] ?? ""),
        via: "file" as const,
      })),
    ]),
  };
}

function rightsOf(name: string, service: Json): ServiceRights {
  const capabilities = (value: unknown): readonly string[] =>
    texts(value).map(each => each.toUpperCase().replace(/^CAP_/, ""));
  const { user, privileged, cap_drop: dropped, cap_add: added } = service;
  return {
    service: name,
    user: typeof user === "string" && user !== "" ? user : null,
    isPrivileged: privileged === true,
    dropped: capabilities(dropped),
    added: capabilities(added),
  };
}

function ports(service: Json): readonly { target: number; published: number; address: string }[] {
  return list(service["ports"]).map(port => {
    const { target, published, host_ip: address } = object(port);
    return {
      target: Number(target),
      published: Number(published ?? 0),
      address: typeof address === "string" ? address : "",
    };
  });
}

function binds(service: Json): readonly string[] {
  return list(service["volumes"]).flatMap(volume => {
    const { type, source } = object(volume);
    return type === "bind" && typeof source === "string" ? [source] : [];
  });
}

function networksOf(service: Json): readonly string[] {
  return Object.keys(object(service["networks"]));
}

function limit(service: Json, name: string): unknown {
  return object(object(object(service["deploy"])["resources"])["limits"])[name];
}

function texts(value: unknown): readonly string[] {
  return list(value).filter((each): each is string => typeof each === "string");
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
