import type { FrontEndDesign } from "../blueprint";
import { cite, citeAll, inWords } from "../cite";
import { servicesOf } from "../layout/existing-compose";
import type { NodePackage } from "../layout/node-packages";
import type { FrontEnd } from "../../model/recon";
import { NODE_RELEASES, USUAL_NODE } from "../../recon/knowledge/node-releases";
import { isInside, joinPath } from "../../model/paths";
import { slug } from "../text/slug";
import { nodeInstall } from "../install/node";
import type { Decider } from "../decider";
import type { Layout } from "../layout/layout";
import type { Subject } from "./subject";

/** Front ends whose build the image takes in, each with a stage of its own; the others are told with why not. */
export function decideFrontEnds(subject: Subject, isForeign: boolean): readonly FrontEndDesign[] {
  const { recon, layout, decider } = subject;
  const all = recon.frontEnds.filter(one => !recon.frontEnds.some(other => builds(other, one)));
  if (all.length === 0) return [];
  const served = isForeign ? [] : all.filter(({ role }) => role === "served");
  const names = (list: readonly FrontEnd[]): readonly string[] => list.map(({ path }) => path || ".");
  const folders = decider.list({
    key: "frontend.folders",
    value: names(served),
    reason: isForeign
      ? "The Dockerfile that is there stays in use, and building the front end is its business."
      : all.map(one => sentenceOf(layout, one)).join(" "),
    places: all.flatMap(({ place, servedBy }) => [place, ...servedBy.slice(0, 1)]),
    alternatives: [names(all), []],
  });
  if (!isForeign && !decider.isSet("frontend.folders")) askAbout(subject, all);
  const chosen = all.filter(({ path }) => folders.includes(path || "."));
  if (chosen.length === 0) return [];
  const image = decideImage(subject, chosen);
  return chosen.flatMap(one => {
    const facts = layout.nodePackages.get(one.path);
    return facts ? [designFrontEnd(subject, one, facts, image, chosen.length > 1)] : [];
  });
}

/** The package above, whose own script builds what this one would: a workspace's root builds its members. */
function builds(other: FrontEnd, one: FrontEnd): boolean {
  return (
    isInside(other.path, one.path) &&
    other.path !== one.path &&
    other.command.length > 0 &&
    one.outputs.length > 0 &&
    one.outputs.every(output => other.outputs.some(whole => isInside(whole, output)))
  );
}

/** Front ends that belong to no service of a monorepo: told with why nothing builds them. */
export function explainFrontEnds(decider: Decider, layout: Layout, frontEnds: readonly FrontEnd[]): void {
  if (frontEnds.length === 0) return;
  decider.list({
    key: "frontend.folders",
    value: [],
    reason: frontEnds.map(one => sentenceOf(layout, one)).join(" "),
    places: frontEnds.map(({ place }) => place),
  });
}

function sentenceOf(layout: Layout, one: FrontEnd): string {
  const manifest = cite(one.place);
  const outputs = inWords(one.outputs.slice(0, 3));
  const tool = one.tool === null ? "" : ` with ${one.tool}`;
  const users = citeAll(one.servedBy);
  if (one.role === "served" && one.command.length === 0)
    return `The application hands out ${outputs} as they are${users}; ${manifest} says which.`;
  if (one.role === "served") {
    const why = users === "" ? "which lies among the Python code" : `which the application hands out${users}`;
    return `${manifest} builds ${outputs || "files"}${tool}, ${why}; Node is only there while the image is built.`;
  }
  if (one.role === "committed")
    return `${manifest} builds ${outputs}, which lies in the repository already, so nothing is built.`;
  const built = servicesOf(layout.compose, joinPath(one.path, "Dockerfile"))[0];
  if (built)
    return `${one.path} is the service ${built.name} of ${layout.compose?.path ?? "the Compose file"} already.`;
  return one.role === "separate"
    ? `${manifest} is an application of its own${tool}: no Python code hands out ${outputs || "what it builds"}, so it gets neither a stage nor a service.`
    : `${manifest} builds something${tool}, but nothing tells that Python hands it out.`;
}

/** A wrong guess here leaves pages without their scripts, and nothing else would say so. */
function askAbout({ decider, layout }: Subject, all: readonly FrontEnd[]): void {
  const open = all.filter(
    ({ path, role }) =>
      (role === "separate" || role === "unclear") &&
      servicesOf(layout.compose, joinPath(path, "Dockerfile")).length === 0,
  );
  if (open.length === 0) return;
  const served = all.filter(({ role }) => role === "served").map(({ path }) => path || ".");
  const names = open.map(({ path }) => path || ".");
  decider.ask({
    key: "frontend.folders",
    text: `Who hands out what ${inWords(names)} builds? If this application does, name the folder here; if a server of its own does, leave it out.`,
    default: served,
    candidates: [served, [...served, ...names]],
    places: open.map(({ place }) => place),
  });
}

function decideImage({ decider }: Subject, chosen: readonly FrontEnd[]): string {
  const asking = chosen.find(({ node }) => node !== null)?.node ?? null;
  const major = asking?.major ?? USUAL_NODE;
  const until = NODE_RELEASES[major];
  const support = until === undefined ? "" : ` It has long-term support until ${until}.`;
  return decider.text({
    key: "frontend.image",
    value: `node:${major}-slim`,
    reason: asking
      ? `Node ${major} is what ${cite(asking.place)} asks for.${support}`
      : `Nothing names a version of Node.${support}`,
    places: asking ? [asking.place] : [],
    alternatives: ["22", "24", "26"].filter(other => other !== major).map(other => `node:${other}-slim`),
  });
}

function designFrontEnd(
  { decider }: Subject,
  one: FrontEnd,
  facts: NodePackage,
  image: string,
  isOneOfSeveral: boolean,
): FrontEndDesign {
  const name = one.path === "" ? "root" : slug(one.path);
  const command = decider.list({
    key: `frontend.command.${name}`,
    value: one.command,
    reason:
      one.command.length === 0
        ? "Nothing is built: the packages are handed out as they are."
        : `The script that makes what is shipped (${cite(one.place)}).`,
    places: [one.place],
  });
  const outputs = decider.list({
    key: `frontend.output.${name}`,
    value: one.outputs,
    reason: `What the build makes, and all of it that the image gets${citeAll(one.servedBy)}.`,
    places: one.servedBy,
  });
  const major = Number(/^node:(\d+)/.exec(image)?.[1] ?? USUAL_NODE);
  const install = nodeInstall(one, facts, { major, isProductionOnly: command.length === 0 });
  const installCommand = decider.text({
    key: `frontend.install.${name}`,
    value: install.command,
    reason: install.reason,
    places: [one.place],
  });
  return {
    name,
    stage: isOneOfSeveral ? `assets-${name}` : "assets",
    path: one.path,
    image,
    install: { ...install, command: installCommand },
    manifests: facts.manifests,
    installFolder: facts.installFolder,
    needsSourceFirst: facts.installsFromSource,
    needsContext: one.path === "" || facts.reachesOut !== null || !isInside(one.path, facts.installFolder),
    environment: {
      ...(facts.needsLegacyHashes && major >= 17 ? { NODE_OPTIONS: "--openssl-legacy-provider" } : {}),
      ...(facts.usesHusky ? { HUSKY: "0" } : {}),
    },
    command,
    outputs: outputs.map(path => path.replace(/\/+$/, "")),
    isAlone: facts.isAlone,
    publicFiles: facts.publicFiles,
    sources: facts.sources,
  };
}
