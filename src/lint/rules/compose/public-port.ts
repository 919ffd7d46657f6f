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
        if (port.problem !== null || (port.hostIp !== null && port.hostIp !== "0.0.0.0" && port.hostIp !== "::"))
          continue;
        if (port.text.startsWith("${") && !port.isPublished) continue;
        const word = image.kind === "database" ? "the database" : image.product;
        const shown = shorten(port.text, 34);
        const bound = `127.0.0.1:${port.isPublished ? "" : ":"}${shown}`;
        const list = at(service.node, "ports");
        const node = portNode(service, port);
        const isOnly = list?.kind === "list" && list.items.length === 1;
        const removed =
          node === null || list === undefined || port.hostIp !== null
            ? null
            : isOnly
              ? removePorts(context.text, service.node)
              : removeLines(context.text, node.span);
        context.report(
          port.span,
          `\`${shown}\` opens ${word} on every network interface. ${port.isShort && port.hostIp === null ? `Write \`${bound}\`, or drop it.` : "Bind it to `127.0.0.1`, or drop it."}`,
          {
            fixes: [
              ...fixOf("Publish on 127.0.0.1 Only", false, bindTo(context.text, service, port, "127.0.0.1")),
              ...(removed === null ? [] : fixOf("Remove the Port", false, removed)),
            ],
          },
        );
      }
    }
  },
});

function removePorts(text: string, node: Parameters<typeof at>[0]): ReturnType<typeof removeEntry> {
  const own = node?.kind === "map" ? node.entries.find(each => each.key === "ports") : undefined;
  return node === null || node === undefined || own === undefined ? null : removeEntry(text, node, own);
}
