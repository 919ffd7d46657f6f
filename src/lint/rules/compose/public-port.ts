import type { ComposePort } from "../../../docker/compose/ports";
import type { ComposeService } from "../../../docker/compose/types";
import { defineRule } from "../../define-rule";
import { fixOf, isHidden, merged, removeEntry, removeLines } from "../../query/compose";
import { bindTo, portNode } from "../../query/compose-ports";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";
import { at } from "../../../workspace/data-node";

export const rule = defineRule({
  target: "compose",
  id: "public-port",
  code: "DD2032",
  severity: "warning",
  mirrors: ["no-unbound-port-interfaces"],
  what: "A database, cache or queue published on every network interface.",
  why: "Docker opens the port past the host's firewall, so whoever reaches the machine reaches the data.",
  todo: "Publish on `127.0.0.1`, or leave the port out: services reach each other without it.",
  bad: 'services:\n  db:\n    image: postgres:17\n    ports:\n      - «"5432:5432"»\n',
  good: 'services:\n  db:\n    image: postgres:17\n    ports:\n      - "127.0.0.1:5432:5432"\n',
  check: context => {
    for (const service of context.document.services) {
      const image = knownImage(merged(context, service, each => each.image)?.text);
      if (image === null || merged(context, service, each => each.networkMode)?.text === "host") continue;
      if (isHidden(context, service) && service.image === null) continue;
      for (const port of service.ports) {
        if (!isOnEveryInterface(port)) continue;
        const word = image.kind === "database" ? "the database" : image.product;
        const shown = shorten(port.text, 34);
        const bound = `127.0.0.1:${port.isPublished ? "" : ":"}${shown}`;
        const todo = port.isShort && port.hostIp === null ? `Write \`${bound}\`` : "Bind it to `127.0.0.1`";
        context.report(port.span, `\`${shown}\` opens ${word} on every network interface. ${todo}, or drop it.`, {
          fixes: [
            ...fixOf("Publish on 127.0.0.1 Only", false, bindTo(context.text, service, port, "127.0.0.1")),
            ...fixOf("Remove the Port", false, removalOf(context.text, service, port)),
          ],
        });
      }
    }
  },
});

function isOnEveryInterface({ problem, hostIp, text, isPublished }: ComposePort): boolean {
  if (problem !== null || (text.startsWith("${") && !isPublished)) return false;
  return hostIp === null || hostIp === "0.0.0.0" || hostIp === "::";
}

/** Takes the port out of its list, or the list away with its only port. */
function removalOf(text: string, service: ComposeService, port: ComposePort): ReturnType<typeof removeEntry> {
  const list = at(service.node, "ports");
  const node = portNode(service, port);
  if (node === null || list === undefined || port.hostIp !== null) return null;
  if (list.kind !== "list" || list.items.length > 1) return removeLines(text, node.span);
  const own = service.node?.kind === "map" ? service.node.entries.find(({ key }) => key === "ports") : undefined;
  return service.node === null || own === undefined ? null : removeEntry(text, service.node, own);
}
