import type { ServicePart } from "../../../docker/compose/project";
import { overlap } from "../../../docker/compose/ports";
import type { ComposePort } from "../../../docker/compose/ports";
import { defineRule } from "../../define-rule";
import { profilesOf, runTogether } from "../../query/compose";
import { publishedText } from "../../query/compose-ports";
import { shorten } from "../../query/fixing";

interface Published {
  readonly port: ComposePort;
  readonly part: ServicePart;
  readonly profiles: readonly string[];
}

/** Docker binds all addresses where none is given, and the unspecified ones alike. */
function addressOf(port: ComposePort): string {
  const address = port.hostIp ?? "";
  return address === "" || address === "0.0.0.0" || address === "::" ? "*" : address;
}

function clash(left: Published, right: Published): boolean {
  const [first, second] = [left.port, right.port];
  if (first.published === null || second.published === null || first.protocol !== second.protocol) return false;
  if (!overlap(first.published, second.published)) return false;
  const [one, other] = [addressOf(first), addressOf(second)];
  return one === other || one === "*" || other === "*";
}

/** A host range for one container port means "any free one of them". */
function isChoice(port: ComposePort): boolean {
  return (
    port.published !== null &&
    port.target !== null &&
    port.published.last > port.published.first &&
    port.target.last === port.target.first
  );
}

export const rule = defineRule({
  target: "compose",
  id: "duplicate-published-port",
  code: "DD2031",
  severity: "error",
  mirrors: ["no-duplicate-exported-ports"],
  what: "The same port of the host is published twice.",
  why: "The second container does not start, since the port is taken.",
  todo: "Publish one of them on another port.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["8000:80"]\n  api:\n    image: nginx:1.26\n    ports: [«"8000:8000"»]\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["8000:80"]\n  api:\n    image: nginx:1.26\n    ports: ["8001:8000"]\n',
  check: context => {
    const seen: Published[] = [];
    for (const parts of context.project.services.values()) {
      // A service that extends another does not run together with a mere template; its base counts where it is a service of its own.
      const own = parts.filter(part => part.service.name === parts.at(-1)?.service.name);
      const profiles = profilesOf(parts);
      for (const part of own) {
        for (const port of part.service.ports) {
          if (port.published === null || port.isVariable || isChoice(port)) continue;
          const published = { port, part, profiles };
          const other = seen.find(
            each =>
              clash(each, published) &&
              runTogether(each.profiles, profiles) &&
              // Compose joins equal entries of several files into one.
              !(
                each.part.service.name === part.service.name &&
                (each.port.text === port.text || each.part.file !== part.file)
              ),
          );
          seen.push(published);
          if (other === undefined || part.file.path !== context.path) continue;
          const name = shorten(other.part.service.name, 24);
          context.report(
            port.span,
            `Port ${publishedText(port)} of the host is published by \`${name}\` too, so the second container does not start. Change one.`,
            { related: [context.placeOf(other.port.span, other.part.file.path)] },
          );
        }
      }
    }
  },
});
