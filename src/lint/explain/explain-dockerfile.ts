import { findStage, stageReferences } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { CopyInstruction, FromInstruction, Instruction, PairsInstruction } from "../../docker/dockerfile/types";
import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { DockerfileView } from "../dockerfile-context";
import { instructionAt } from "../ignore";
import { buildsOf } from "../query/builds";
import { installedBy, projectInstalls } from "../query/installs";
import type { WorkspaceContext } from "../workspace-context";
import { copiedPaths } from "./copied-files";
import { explainVariable } from "./explain-variable";
import type { Explanation, Sizes } from "./explanation";

/** What one explanation is made of, before it is known whether there is anything to say. */
interface Facts {
  readonly sentences: string[];
  readonly places: Place[];
}

/** What the instruction at an offset does in this project; null where nothing is known that the line does not say itself. */
export function explainDockerfile(
  context: WorkspaceContext,
  view: DockerfileView,
  offset: number,
  sizes: Sizes,
): Explanation | null {
  const instruction = instructionAt(view, offset);
  if (instruction === null) return null;
  if (instruction.kind === "ENV" || instruction.kind === "ARG") return explainPair(context.recon, instruction, offset);
  const facts: Facts = { sentences: [], places: [] };
  explainInstruction(context, view, instruction, sizes, facts);
  return facts.sentences.length === 0 ? null : { span: instruction.span, ...facts };
}

function explainPair(recon: Recon | null, instruction: PairsInstruction, offset: number): Explanation | null {
  const pair = instruction.pairs.find(({ span }) => span.start <= offset && offset <= span.end);
  const explained = pair === undefined ? null : explainVariable(recon, pair.key.value);
  return pair === undefined || explained === null ? null : { span: pair.key.span, ...explained };
}

function explainInstruction(
  context: WorkspaceContext,
  view: DockerfileView,
  instruction: Instruction,
  sizes: Sizes,
  facts: Facts,
): void {
  switch (instruction.kind) {
    case "FROM":
      return explainStage(context, view, instruction, facts);
    case "COPY":
    case "ADD":
      return explainCopy(context, view, instruction, sizes, facts);
    case "RUN":
      return explainInstall(context, view, instruction, facts);
    case "EXPOSE":
      return explainPort(context.recon, instruction, facts);
    case "CMD":
    case "ENTRYPOINT":
      return explainStart(context.recon, instruction, facts);
    default:
      return;
  }
}

function explainStage(
  context: WorkspaceContext,
  view: DockerfileView,
  from: FromInstruction,
  { sentences, places }: Facts,
): void {
  const stage = view.stageOf(from);
  if (stage === null || stage.from !== from) return;
  if (stage.final && view.graph.stages.length > 1)
    sentences.push("The last stage: what a build without a target makes.");
  const users = stage.usedBy.map(user => context.placeOf(view.path, user.span));
  if (users.length > 0) {
    const lines = [...new Set(users.map(({ line }) => line))];
    const where = lines.length === 1 ? `Line ${String(lines[0])} takes` : `Lines ${lines.join(", ")} take`;
    sentences.push(`${where} from this stage; what they leave behind is in no image.`);
    places.push(...users);
  } else if (!stage.reachable) sentences.push("No other stage takes anything from this one.");
  const requires = context.recon?.python.requires ?? null;
  if (requires !== null && /python/i.test(from.image?.value ?? "")) {
    sentences.push(`The code asks for Python \`${requires.specifier}\`.`);
    places.push(requires.place);
  }
}

function explainCopy(
  context: WorkspaceContext,
  view: DockerfileView,
  copy: CopyInstruction,
  sizes: Sizes,
  { sentences, places }: Facts,
): void {
  const stage = view.stageOf(copy);
  const [reference] = stageReferences(copy);
  if (reference !== undefined) {
    const source = stage === null ? null : findStage(view.graph, reference, stage);
    if (source?.from == null) return;
    sentences.push(
      `Copies from the stage that line ${String(lineOf(context, view, source))} begins; nothing else of it is kept.`,
    );
    places.push(context.placeOf(view.path, source.from.span));
    return;
  }
  const build = buildsOf(context).find(each => each.view.path === view.path);
  const paths = build === undefined ? null : copiedPaths(context, build, copy);
  if (paths === null || paths.length === 0) return;
  const bytes = paths.reduce((sum, path) => sum + (sizes.of(path) ?? 0), 0);
  const files = paths.length === 1 ? "1 file" : `${String(paths.length)} files`;
  const steps = (stage?.instructions ?? []).filter(
    each => each.index > copy.index && (each.kind === "RUN" || each.kind === "COPY" || each.kind === "ADD"),
  ).length;
  const changed = paths.length === 1 ? "it" : "them";
  sentences.push(
    `Copies ${files}, ${sizes.format(bytes)}.`,
    steps === 0
      ? `No step of this stage comes after it, so a change of ${changed} builds nothing else again.`
      : `A change of ${changed} builds ${steps === 1 ? "the step" : `the ${String(steps)} steps`} below again.`,
  );
}

function lineOf(context: WorkspaceContext, view: DockerfileView, stage: Stage): number {
  return stage.from === null ? 1 : context.placeOf(view.path, stage.from.span).line;
}

function explainInstall(
  context: WorkspaceContext,
  view: DockerfileView,
  run: Instruction,
  { sentences, places }: Facts,
): void {
  if (context.recon === null) return;
  for (const install of projectInstalls(view)) {
    if (install.run.instruction !== run) continue;
    const packages = installedBy(install, context.recon.dependencies, view.path, context.paths);
    const direct = packages.filter(each => each.direct);
    const [first] = direct;
    if (first === undefined) continue;
    const count = direct.length === 1 ? "1 package" : `${String(direct.length)} packages`;
    const others = packages.length - direct.length;
    const more = others === 0 ? "" : `, and ${String(others)} that those need`;
    sentences.push(`Installs ${count} that \`${first.place.path}\` names${more}.`);
    const libraries = [...new Set(packages.flatMap(each => each.systemPackages.runtime))];
    if (libraries.length > 0)
      sentences.push(`At run time they need ${libraries.map(name => `\`${name}\``).join(", ")}.`);
    places.push(first.place);
  }
}

function explainPort(recon: Recon | null, expose: Instruction, { sentences, places }: Facts): void {
  for (const word of expose.words) {
    const port = Number(word.value.split("/")[0]);
    const known = recon?.ports.find(each => each.port === port);
    if (known === undefined) continue;
    sentences.push(`\`${known.place.path}\` says that the server listens on ${String(port)}.`);
    places.push(known.place);
  }
}

function explainStart(recon: Recon | null, start: Instruction, { sentences, places }: Facts): void {
  const words = start.json === null ? start.body.text.split(/\s+/) : start.words.map(word => word.value);
  const entry = [...(recon?.entryPoints ?? []), ...(recon?.units ?? []).flatMap(unit => unit.recon.entryPoints)].find(
    each => each.target !== "" && words.includes(each.target),
  );
  if (entry === undefined) return;
  sentences.push(`Starts \`${entry.target}\`, which \`${entry.place.path}\` line ${String(entry.place.line)} defines.`);
  places.push(entry.place);
}
