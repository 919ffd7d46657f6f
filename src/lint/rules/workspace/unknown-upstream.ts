import { joinPath, parentOf } from "../../../model/paths";
import type { ServicePart } from "../../../docker/compose/project";
import { entries, asText, at } from "../../../workspace/data-node";
import { nearest } from "../../../model/nearest";
import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import { effective } from "../../../docker/compose/project";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { allServices, servicesOf } from "../../query/projects";
import type { RunService } from "../../query/projects";
import type { WorkspaceContext } from "../../workspace-context";
import { filesBelow } from "../../query/workspace-paths";

/** A host that a configuration of nginx sends requests to, with its place. */
interface Upstream {
  readonly host: string;
  readonly start: number;
  readonly end: number;
}

const UPSTREAM = /\bupstream\s+([\w.-]+)\s*\{/g;

/** A configuration without its comments, each character where it was. */
function withoutComments(text: string): string {
  return text.replace(/#[^\n]*/g, comment => " ".repeat(comment.length));
}

/** Hosts of `proxy_pass` and the like, and of `server` in an `upstream`: single words, since others lie outside. */
function upstreamsOf(plain: string): readonly Upstream[] {
  const found: Upstream[] = [];
  const add = (match: RegExpExecArray | RegExpMatchArray, from = 0): void => {
    const host = match[1] ?? "";
    const start = from + (match.index ?? 0) + match[0].lastIndexOf(host);
    if (/^[a-z][\w-]*$/i.test(host) && host !== "localhost") found.push({ host, start, end: start + host.length });
  };
  for (const match of plain.matchAll(/\b(?:proxy|grpc)_pass\s+(?:https?|grpcs?):\/\/(?!unix:)([\w.-]+)(?=[:/;])/g))
    add(match);
  for (const match of plain.matchAll(/\b(?:uwsgi|fastcgi)_pass\s+(?:uwsgi:\/\/)?(?!unix:)([\w.-]+)(?=[:;])/g))
    add(match);
  for (const block of plain.matchAll(/\bupstream\s+[\w.-]+\s*\{([^}]*)\}/g)) {
    const from = (block.index ?? 0) + block[0].indexOf("{") + 1;
    for (const match of (block[1] ?? "").matchAll(/\bserver\s+(?!unix:)([\w.-]+)(?=[:;\s])/g)) add(match, from);
  }
  return found;
}

/** All names under which a container of the project can be reached. */
function hostNames(services: readonly RunService[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (text: string | undefined): void => {
    if (text !== undefined) names.add(text);
  };
  for (const service of services) {
    names.add(service.name);
    for (const { service: part } of service.parts) {
      add(part.containerName?.text);
      add(asText(at(part.node, "hostname")));
      for (const link of part.links) names.add(link.name);
      // Behind the colon stands the name that a link gives.
      const links = at(part.node, "links");
      if (links?.kind === "list") for (const link of links.items) add(asText(link)?.split(":").at(-1));
      for (const network of entries(at(part.node, "networks"))) {
        const aliases = at(network.value, "aliases");
        if (aliases?.kind === "list") for (const alias of aliases.items) add(asText(alias));
      }
    }
  }
  return names;
}

function isNginx({ parts }: RunService): boolean {
  const image = effective(parts, each => each.image)?.value.text ?? "$";
  return (
    /(?:^|\/)nginx(?:-unprivileged)?$/.test(parseImageReference(image).repository) &&
    effective(parts, each => each.build) === null
  );
}

/** The configuration files that a part mounts, with the mount. */
function configurations(
  context: WorkspaceContext,
  { file, service }: ServicePart,
): readonly { readonly path: string; readonly mount: ServicePart["service"]["volumes"][number] }[] {
  return service.volumes.flatMap(mount => {
    const { source, target } = mount;
    if (source === null || target?.startsWith("/etc/nginx") !== true || !source.startsWith(".") || source.includes("$"))
      return [];
    const path = joinPath(parentOf(file.path), source);
    if (path.startsWith("..")) return [];
    const files = context.paths.has(path) ? [path] : filesBelow(context, path).filter(each => each.endsWith(".conf"));
    return files.filter(each => each.endsWith(".conf")).map(each => ({ path: each, mount }));
  });
}

/** True where a service may reach more than its siblings: a host that is added by hand, or another project's network. */
function reachesOutside({ file, service }: ServicePart): boolean {
  if (at(service.node, "extra_hosts") !== undefined || service.networkMode !== null) return true;
  const isJoined = (network: string): boolean =>
    network === "default" || service.networks.some(({ name }) => name === network);
  return file.document.networks.some(each => each.isExternal && isJoined(each.name));
}

export const rule = defineRule({
  target: "workspace",
  id: "unknown-upstream",
  code: "DD3037",
  severity: "error",
  mirrors: [],
  what: "A configuration of nginx that a service mounts sends requests to a host that no service is called.",
  why: "nginx resolves the names at its start and stops with `host not found in upstream`.",
  todo: "Write the service's name in the configuration.",
  bad: {
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n  proxy:\n    image: nginx:1.29\n    volumes:\n      - «./nginx.conf:/etc/nginx/conf.d/default.conf»\n",
    "nginx.conf": "server {\n  location / {\n    proxy_pass http://app:8000;\n  }\n}\n",
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n  proxy:\n    image: nginx:1.29\n    volumes:\n      - ./nginx.conf:/etc/nginx/conf.d/default.conf\n",
    "nginx.conf": "server {\n  location / {\n    proxy_pass http://web:8000;\n  }\n}\n",
  },
  check: context => {
    for (const service of allServices(context).filter(isNginx)) {
      const names = hostNames(servicesOf(service.project));
      if ([...names].some(name => name.includes("$")) || service.parts.some(reachesOutside)) continue;
      const mounted = service.parts.flatMap(part => configurations(context, part).map(each => ({ part, ...each })));
      const texts = new Map(mounted.map(({ path }) => [path, withoutComments(context.read(path) ?? "")]));
      const all = [...texts.values()];
      if (all.some(text => /\bresolver\s/.test(text))) continue;
      // nginx reads its files as one: what a file calls an upstream the others may name.
      const known = new Set([
        ...names,
        ...all.flatMap(text => [...text.matchAll(UPSTREAM)].flatMap(match => match[1] ?? [])),
      ]);
      for (const { part, path, mount } of mounted) {
        const wrong = upstreamsOf(texts.get(path) ?? "").find(each => !known.has(each.host));
        if (wrong === undefined) continue;
        const hint = nearest(wrong.host, [...names]);
        context.report(
          part.file.path,
          mount.span,
          `\`${shorten(path, 34)}\` sends requests to \`${shorten(wrong.host, 24)}\`, which no service is called, so nginx stops. ${hint === null ? "Write the service's name." : `Write \`${shorten(hint, 24)}\`.`}`,
          { related: [context.placeOf(path, { start: wrong.start, end: wrong.end })] },
        );
      }
    }
  },
});
