import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

const SOCKETS: readonly string[] = [
  "/var/run/docker.sock",
  "/run/docker.sock",
  "/var/run/containerd/containerd.sock",
  "/run/containerd/containerd.sock",
  "/run/podman/podman.sock",
  "/var/run/crio/crio.sock",
];

/** Folders that hold the engine's socket: read-only, they let every command through all the same. */
const HOLDING: readonly string[] = ["/run", "/var/run"];

export const rule = defineRule({
  target: "compose",
  id: "docker-socket-mount",
  code: "DD2042",
  severity: "warning",
  mirrors: [],
  what: "The engine's socket mounted into a container.",
  why: "Who controls the engine is root on the host; read-only changes nothing, as the socket takes commands all the same.",
  todo: "Put a socket proxy between them that allows the needed calls only.",
  bad: "services:\n  proxy:\n    image: traefik:3.3\n    volumes:\n      - «/var/run/docker.sock»:/var/run/docker.sock:ro\n",
  good: "services:\n  proxy:\n    image: traefik:3.3\n    environment:\n      DOCKER_HOST: tcp://socket-proxy:2375\n",
  check: context => {
    for (const service of context.document.services) {
      if (service.image?.text.includes("socket-proxy") === true) continue;
      for (const mount of service.volumes) {
        if (mount.source === null) continue;
        // A folder that may be written to is told by sensitive-host-mount.
        const isFolder = mount.readOnly && HOLDING.includes(mount.source.replace(/\/$/, ""));
        if (!isFolder && !SOCKETS.includes(mount.source)) continue;
        context.report(
          mount.sourceSpan,
          `\`${shorten(service.name, 30)}\` controls the engine through ${isFolder ? "the socket in this folder" : "this socket"}, so it is root on the host. Use a socket proxy.`,
        );
      }
    }
  },
});
