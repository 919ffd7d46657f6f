import type { ChangeSet, DecisionValue, FileChange } from "../model/plan";
import type { Random } from "../model/ports";
import { isInside, nameOf } from "../model/paths";
import type { Recon } from "../model/recon";
import { SETTINGS_FILE } from "../settings/settings";
import { additionsOf, beforeAdditions } from "../docker/compose/additions";
import { setYamlPath } from "../settings/write";
import type { Workspace } from "../workspace/workspace";
import type { Blueprint } from "./blueprint";
import { makeChangeSet } from "./change-set";
import type { PlanSettings } from "./decider";
import { isFunction, withoutFunctions } from "./decisions/lambda-functions";
import { envFileOf, findComposeFile } from "./layout/compose-file";
import { namedEnvFiles } from "./layout/their-env-files";
import { mainNames } from "../docker/compose/file-names";
import { asText } from "../settings/decision-value";
import { loadLayoutFiles, readLayout } from "./layout/layout";
import { makeBlueprint } from "./plan";
import { SECRET_FOLDER, secretFiles } from "./secret-files";
import { hashOf, unchangedPaths } from "../workspace/text-hash";

/**
 * Recon to plan to files, in memory: what is there is read through the workspace, nothing is written. A second run after no
 * change gives `unchanged` files only.
 */
export async function scaffold(
  recon: Recon,
  workspace: Workspace,
  settings: PlanSettings,
  random: Random,
  /** Whether git has a file, whatever its ignore rules say; null where that cannot be told. */
  isTracked: (path: string) => Promise<boolean | null>,
): Promise<ChangeSet> {
  const blueprint = await readBlueprint(recon, workspace, settings);
  const secrets = secretFiles(blueprint).map(({ id }) => `${SECRET_FOLDER}/${id}`);
  await workspace.load(blueprint.layout.allFiles.filter(isSmallText));
  const env = envFileOf(blueprint.compose.path);
  await workspace.loadUnlisted([...HIDDEN, env, ...secrets]);
  const asked = new Set<string>();
  const existing = (path: string): string | null => {
    asked.add(path);
    return workspace.text(path);
  };
  const isUnreadable = (path: string): boolean =>
    workspace.has(path) ? workspace.text(path) === null : workspace.files.some(file => isInside(path, file.path));
  // What may be in git is written to as little as what is, but a new file can be kept out of it.
  const values = [env, ...secrets];
  const tracked = await Promise.all(values.map(isTracked));
  const committed = new Set(values.filter((path, at) => tracked[at] ?? workspace.text(path) !== null));
  const make = (): ChangeSet => makeChangeSet({ blueprint, settings, existing, isUnreadable, random, committed });
  const first = make();
  // What git ignores is in no listing, and may be there all the same: somebody's own `compose.override.yaml`.
  const unknown = [...asked].filter(path => workspace.text(path) === null);
  await workspace.loadUnlisted(unknown);
  const changes = unknown.some(path => workspace.text(path) !== null) ? make() : first;
  const own = settingsChange(changes, settings, existing(SETTINGS_FILE), path => workspace.has(path));
  return own === null
    ? changes
    : { ...changes, files: [...changes.files, own].sort((left, right) => (left.path < right.path ? -1 : 1)) };
}

/** The plan with its shape, for callers that show decisions before files. */
export async function readBlueprint(whole: Recon, workspace: Workspace, settings: PlanSettings): Promise<Blueprint> {
  const functions = whole.entryPoints.filter(isFunction);
  const recon = withoutFunctions(whole);
  // Git may ignore a file that Compose starts all the same: another one beside it would take its place.
  await workspace.loadUnlisted(mainNames());
  const set = settings.overrides?.["compose.file"] ?? settings.decisions["compose.file"];
  const chosen = (set === undefined ? undefined : asText(set)) ?? null;
  await loadLayoutFiles(workspace, recon, chosen);
  const { path } = findComposeFile(workspace, { chosen, recon });
  const before = await beforeAdditions(workspace, settings.merged ?? {}, namedEnvFiles(workspace, path));
  const ours = new Set(await unchangedPaths(workspace, settings.generated));
  const compose = findComposeFile(before, { chosen, ours, recon });
  // Code of ours stands beside the application: what it does says nothing of what that does. Nor does what we leave out.
  const silent = [...ours].filter(path => path.endsWith(".py") || nameOf(path) === ".dockerignore");
  const theirs = before.withTexts(new Map(silent.map(name => [name, null])));
  return makeBlueprint({
    recon,
    functions,
    settings,
    ours,
    layoutOf: (own, unit) =>
      readLayout(theirs, own, { path: unit, others: own === recon ? [] : foldersBeside(recon, unit) }, compose),
  });
}

/** Where the units beside an application at the root lie. */
function foldersBeside({ units }: Recon, unit: string): readonly string[] {
  return unit === "" ? units.flatMap(({ path }) => (path === "" ? [] : path)) : [];
}

/** Files of ours that ignore rules may keep out of the listing's interesting part. */
const HIDDEN = [".env.example", ".gitignore", ".dockerignore", SETTINGS_FILE, ".vscode/launch.json"];

/** Files that an artefact may meet; anything else is never touched. */
function isSmallText(path: string): boolean {
  return /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]*Dockerfile[^/]*|dockerfile|[^/]*\.dockerignore|\.dockerignore|(?:docker-)?compose[^/]*\.ya?ml|docker-bake\.hcl|\.gitignore|\.env[^/]*|(?:check_environment|forward_localhost)\.py|docker\.md|(?:launch|tasks|devcontainer)\.json|[^/]*\.ya?ml)$/.test(
    path,
  );
}

/** `.drydock.yaml`: the hash of each file that is wholly ours, what a Compose file gained, and the answers that were given for this run. */
function settingsChange(
  changes: ChangeSet,
  settings: PlanSettings,
  before: string | null,
  isListed: (path: string) => boolean,
): FileChange | null {
  const ours = changes.files.filter(({ action, secret }) => !secret && (action === "create" || action === "update"));
  const answers = Object.entries(settings.overrides ?? {});
  const added = changes.files
    // Nothing of a file that git ignores, not even a hash, belongs into one that is committed.
    .filter(({ path, action, secret }) => action === "merge" && !secret && isListed(path))
    .flatMap(({ path, before: old, text: now }) =>
      Object.entries(additionsOf(path, old ?? "", now)).map(([entry, hash]) => ({ path, entry, hash })),
    );
  if (ours.length === 0 && answers.length === 0 && added.length === 0) return null;
  let text = before ?? "";
  for (const [key, value] of answers) text = setYamlPath(text, pathOf(key), plain(value));
  for (const { path, text: content } of ours) text = setYamlPath(text, ["generated", path], hashOf(content));
  for (const { path, entry, hash } of added) text = setYamlPath(text, ["merged", path, entry], hash);
  if (text === before) return null;
  return {
    path: SETTINGS_FILE,
    unit: null,
    action: before === null ? "create" : "merge",
    before,
    text,
    note: before === null ? null : "Answers and hashes of what Drydock wrote; everything else stays.",
    secret: false,
  };
}

function pathOf(key: string): readonly string[] {
  const at = key.indexOf("/");
  return at < 0 ? ["decisions", key] : ["units", key.slice(0, at), "decisions", key.slice(at + 1)];
}

function plain(value: DecisionValue): unknown {
  return typeof value === "object" && value !== null ? [...value] : value;
}
