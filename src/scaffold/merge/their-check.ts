import type { UnitDesign } from "../blueprint";
import { httpCheck, tcpCheck } from "../decisions/health";
import type { ExistingService } from "../layout/existing-compose";
import type { StartLine } from "../layout/existing-start";
import { listeningOf } from "../layout/listening";

/** What a container of the person's own may be asked: at the port that its own start names, by the protocol of its server. */
export function theirCheck(unit: UnitDesign, service: ExistingService): readonly string[] | null {
  const [image] = unit.layout.starts.filter(({ path }) => path === unit.dockerfile);
  const entrypoint = service.hasOwnEntrypoint ? [] : (image?.entrypoint ?? []);
  const lines = [...entrypoint, ...(service.start ?? image?.command ?? [])];
  const variables = [...(image?.variables ?? []), ...service.environment.keys()];
  return byTheirPython(unit, checkOf(unit, lines, service.containerPorts, variables));
}

/** A check of ours with what runs Python in the person's image. */
export function byTheirPython<Check extends readonly string[] | null>(
  unit: UnitDesign,
  check: Check,
): Check | readonly string[] {
  const image = unit.layout.starts.find(({ path }) => path === unit.dockerfile);
  return image && check?.[0] === "python" ? [...image.python, ...check.slice(1)] : check;
}

const BY_HAND =
  /^(?:[\w/]*\/)?(?:(?:ba|da|a|z|fi|k)?sh(?:\s+-[il]+)*|sleep\s+inf(?:inity)?|tail\s+-[fF]\s+\/dev\/null)$/;

/** A container to work in by hand, which starts a shell or waits: it answers nobody, and started again it would only end again. */
export function isByHand({ start }: ExistingService): boolean {
  const [first, ...others] = start ?? [];
  return first !== undefined && others.length === 0 && BY_HAND.test(first.text.trim());
}

/** The same for the image itself, whose ports nobody has to publish. */
export function imageCheck(unit: UnitDesign): readonly string[] | null {
  const [image] = unit.layout.starts.filter(({ path }) => path === unit.dockerfile);
  const lines = [...(image?.entrypoint ?? []), ...(image?.command ?? [])];
  return byTheirPython(unit, checkOf(unit, lines, [], image?.variables ?? []));
}

function checkOf(
  { web, layout }: UnitDesign,
  lines: readonly StartLine[],
  published: readonly number[],
  variables: readonly string[],
): readonly string[] | null {
  if (web === null || web.health.command === null) return null;
  const { health, port } = web;
  const fits = (number: number): boolean => published.length === 0 || published.includes(number);
  const heard = listeningOf(lines, { variables, files: layout.allFiles });
  // Another server in front of it may be what is published.
  if (heard?.port === undefined || heard.port === null || !fits(heard.port))
    return fits(port) && heard?.speaksHttp !== false ? health.command : null;
  if (!heard.speaksHttp || health.path === null) return tcpCheck(heard.port);
  return httpCheck(heard.port, health.path, health.host);
}
