import type { EntryPoint, Recon } from "../model/recon";
import type { Blueprint } from "./blueprint";
import { createDecider, type Decider, type PlanSettings } from "./decider";
import { explainFrontEnds } from "./decisions/front-ends";
import { decideServices } from "./decisions/services";
import { decideStack } from "./decisions/stack";
import type { Subject } from "./decisions/subject";
import { loadedVariables } from "./secret-files";
import { withSharedMigrations } from "./layout/shared-migrations";
import { designUnit, startUnit, type UnitStart } from "./design-unit";
import { withoutUnusedSettings } from "./layout/unused-settings";
import type { Layout } from "./layout/layout";
import { decideBuild } from "./unit-build";
import { withTheirNames } from "./decisions/their-names";

/** Everything that the plan is made from. */
export interface PlanInput {
  readonly recon: Recon;
  /** Functions of AWS Lambda that are no part of `recon`: no container starts them. */
  readonly functions: readonly EntryPoint[];
  readonly settings: PlanSettings;
  /** What the files of a folder say beyond Recon; "" is the analysed folder, else a unit's path. */
  readonly layoutOf: (recon: Recon, path: string) => Layout;
  /** Paths whose bytes are as Drydock last wrote them: files of ours, to be renewed rather than respected. */
  readonly ours: ReadonlySet<string>;
}

/** The plan together with the shape that the artefacts are written from. */
export function makeBlueprint({ recon, functions, settings, layoutOf, ours }: PlanInput): Blueprint {
  const root = createDecider(null, settings);
  const layout = respectOnly(layoutOf(recon, ""), ours);
  const all: readonly Subject[] =
    recon.units.length === 0
      ? [{ recon, functions, layout, decider: root, unit: null, path: "" }]
      : withSharedMigrations(recon).map(unit => ({
          recon: unit.recon,
          layout: respectOnly(layoutOf(unit.recon, unit.path), ours),
          decider: createDecider(unit.name, settings),
          unit: unit.name,
          path: unit.path,
        }));
  const subjects = all.map(subject => ({
    ...subject,
    recon: subject.decider.isSet("django.settings")
      ? subject.recon
      : withoutUnusedSettings(subject.recon, subject.layout.djangoSettings?.value ?? null),
  }));
  const services = decideServices(root, subjects);
  const starts: UnitStart[] = [];
  for (const subject of subjects) starts.push(startUnit(subject, starts.flatMap(publishedBy)));
  const wanted = starts.filter(({ subject, kind }) => subject.unit === null || kind !== "library");
  const named = layout.compose === null ? wanted : calledAsTheirs(wanted, { layout, services, settings, ours });
  const neighbours = named.flatMap(({ subject, web }) =>
    subject.unit !== null && web ? [{ unit: subject.unit, service: web.service, port: web.port }] : [],
  );
  const units = named.map(start => designUnit(start, { services, neighbours, ours }));
  // What no service of a monorepo hands out is told beside them.
  if (recon.units.length > 0) {
    const owned = recon.units.flatMap(({ recon: own }) => own.frontEnds.map(({ path }) => path));
    const rest = recon.frontEnds.filter(({ path }) => !owned.includes(path));
    explainFrontEnds(root, layout, rest);
  }
  const stack = decideStack(root, { recon, layout, units, services });
  const running = new Set([...services.map(({ name }) => name), ...units.flatMap(unit => unit.web?.service ?? [])]);
  const deciders: readonly Decider[] = [
    root,
    ...subjects.map(({ decider }) => decider).filter(decider => decider !== root),
  ];
  return {
    plan: {
      // What is decided about a service that is left out holds for nothing.
      decisions: deciders
        .flatMap(decider => decider.decisions)
        .filter(({ key }) => {
          const service = /^services\.([^.]+)\./.exec(key)?.[1] ?? /^localhost\.(.+)$/.exec(key)?.[1];
          return service === undefined || running.has(service);
        }),
      questions: deciders.flatMap(decider => decider.questions),
    },
    ...stack,
    root: recon.root,
    units: units.map(unit => {
      const loadedSecrets = loadedVariables({ ...stack, services }, unit);
      return loadedSecrets.length > 0 ? { ...unit, loadedSecrets, checksEnvironment: true } : unit;
    }),
    services,
    recon,
    layout,
    isSingle: recon.units.length === 0,
  };
}

/**
 * What a unit is built from tells which of the services that are there it is. Decisions on the way are taken once more under
 * the name that is found, since a migration is told by it, so nothing of them is kept here.
 */
function calledAsTheirs(
  starts: readonly UnitStart[],
  around: Pick<Blueprint, "layout" | "services"> & Pick<PlanInput, "settings" | "ours">,
): readonly UnitStart[] {
  const { layout, services, settings, ours } = around;
  const units = starts.map(start => {
    const subject = { ...start.subject, decider: createDecider(start.subject.unit, settings) };
    const { dockerfile, folders } = decideBuild({ ...start, subject }, { services, ours });
    return { ...start, dockerfile, context: folders.context };
  });
  return withTheirNames(units, layout.compose);
}

/** The ports of a unit on this machine, with the one that its server has under a debugger. */
function publishedBy({ web, processes }: UnitStart): readonly number[] {
  return [
    ...(web === null ? [] : [web.publishedPort, web.publishedPort + 1]),
    ...processes.flatMap(({ port }) => port ?? []),
  ];
}

/** What Drydock wrote is no evidence for what the person has or wants. */
function respectOnly(layout: Layout, ours: ReadonlySet<string>): Layout {
  const isTheirs = (path: string): boolean => !ours.has(path);
  return {
    ...layout,
    files: layout.files.filter(isTheirs),
    allFiles: layout.allFiles.filter(isTheirs),
    compose: layout.compose !== null && ours.has(layout.compose.path) ? null : layout.compose,
  };
}
