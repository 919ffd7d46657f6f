import type { DecisionValue } from "../../../src/model/plan";
import type { Recon } from "../../../src/model/recon";
import { readRecon } from "../../../src/recon/read-recon";
import type { Blueprint } from "../../../src/scaffold/blueprint";
import type { PlanSettings } from "../../../src/scaffold/decider";
import { readBlueprint, scaffold } from "../../../src/scaffold/scaffold";
import { NO_SETTINGS, readSettings } from "../../../src/settings/settings";
import { unchangedPaths } from "../../../src/workspace/text-hash";
import { openWorkspace } from "../../../src/workspace/workspace";
import { memoryFiles } from "../../kit/memory-files";

export type Texts = Readonly<Record<string, string>>;

export const RANDOM = { text: (length: number): string => "r".repeat(length) };

/** No file is in git. */
export const UNTRACKED = (): Promise<boolean> => Promise.resolve(false);

export function overriding(overrides: Readonly<Record<string, DecisionValue>>): PlanSettings {
  return { ...NO_SETTINGS, overrides };
}

export async function blueprintOf(
  recon: Recon,
  texts: Texts,
  settings: PlanSettings = NO_SETTINGS,
): Promise<Blueprint> {
  return readBlueprint(recon, await openWorkspace(recon.root, memoryFiles(texts)), settings);
}

export async function changesOf(recon: Recon, texts: Texts, settings?: PlanSettings): ReturnType<typeof scaffold> {
  const own = texts[".drydock.yaml"];
  const read = settings ?? (own === undefined ? NO_SETTINGS : readSettings(own).settings);
  return scaffold(recon, await openWorkspace(recon.root, memoryFiles(texts)), read, RANDOM, UNTRACKED);
}

/** The folder after everything that may be written has been written. */
export function applied(texts: Texts, changes: Awaited<ReturnType<typeof scaffold>>): Texts {
  const out: Record<string, string> = { ...texts };
  for (const { path, action, text } of changes.files) if (action !== "conflict") out[path] = text;
  return out;
}

/** As the application plans: recon leaves out what Drydock itself wrote. */
export async function planned(texts: Texts): ReturnType<typeof scaffold> {
  const files = memoryFiles(texts);
  const { settings } = readSettings(texts[".drydock.yaml"] ?? null);
  const own = await unchangedPaths(await openWorkspace("shop", files), settings.generated);
  const exclude = own.map(path => `/${path}`);
  const recon = await readRecon(files, {
    name: "shop",
    settings: { ...settings, recon: { ...settings.recon, exclude } },
  });
  return changesOf(recon, texts);
}
