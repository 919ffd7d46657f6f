import type { EnvironmentVariable } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { isInside, nameOf, parentOf } from "../../model/paths";

/** Names of files that show the variables with harmless values. */
const SAMPLE =
  /^(?:\.env[._-]?(?:example|sample|template|dist|default|defaults|tmpl)|(?:example|sample|template|default)\.env|(?:dot)?env[._-](?:example|sample|template))$/i;

/** Names of samples for one mode alone: `.env.dev.example`. Any other sample is nearer to what a container needs. */
const FOR_MODE =
  /^\.env[._-](?:(?:dev(?:elop(?:ment)?)?|local|prod(?:uction)?)[._-](?:example|sample|template|dist)|(?:example|sample|template|dist)[._-](?:dev(?:elop(?:ment)?)?|local|prod(?:uction)?))$/i;

/** Names of files with what a container of the application gets today (`docker run --env-file`). */
const FOR_CONTAINERS = /^(?:\.?docker\.env|\.env[.-]docker)$/i;

export function isEnvSample(path: string): boolean {
  return SAMPLE.test(nameOf(path));
}

/** The sample that names of ours are added to: one of theirs at the top, else a new one. */
export function completedSample(files: readonly string[]): string {
  return files.find(file => !file.includes("/") && isEnvSample(file)) ?? ".env.example";
}

/**
 * Values of the sample files of the unit and of the folders above it; the nearest file wins, and what containers get before
 * it. A sample further down tells of the code beside it alone: of the variables that are read in its folder.
 */
export function readEnvSamples(
  workspace: Workspace,
  unit: string,
  environment: readonly Pick<EnvironmentVariable, "name" | "places">[] = [],
): ReadonlyMap<string, string> {
  const isForContainers = (path: string): boolean => FOR_CONTAINERS.test(nameOf(path));
  const weight = (path: string): number => (!FOR_MODE.test(nameOf(path)) ? 2 : nameOf(path).includes("prod") ? 1 : 0);
  const paths = workspace.files
    .map(({ path }) => path)
    .filter(path => (isEnvSample(path) || weight(path) < 2 || isForContainers(path)) && isInside(parentOf(path), unit))
    .sort(
      (left, right) =>
        Number(isForContainers(left)) - Number(isForContainers(right)) ||
        weight(left) - weight(right) ||
        left.split("/").length - right.split("/").length,
    );
  const values = new Map<string, string>();
  const take = (path: string): void => {
    for (const [name, value] of parseSample(workspace.text(path) ?? "")) values.set(name, value);
  };
  for (const path of paths) if (weight(path) < 2) take(path);
  const below = workspace.files
    .map(({ path }) => path)
    .filter(path => isEnvSample(path) && parentOf(path) !== unit && isInside(unit, parentOf(path)))
    .sort((left, right) => right.split("/").length - left.split("/").length);
  for (const path of below) {
    const sample = parseSample(workspace.text(path) ?? "");
    const isBeside = (file: string): boolean => file.endsWith(".py") && isInside(parentOf(path), file);
    for (const { name, places } of environment)
      if (sample.has(name) && places.some(place => isBeside(place.path))) values.set(name, sample.get(name) ?? "");
  }
  for (const path of paths) if (weight(path) === 2) take(path);
  return values;
}

/** Without what shows no value, but where a person writes one: `DB_NAME=DB_NAME`, `DB_CONFIG__DB_NAME=DB_NAME`. */
function parseSample(text: string): ReadonlyMap<string, string> {
  return new Map([...parseEnv(text)].filter(([name, value]) => !`__${name}`.endsWith(`__${value}`) || value === ""));
}

/** Names and values of an environment file as Compose and python-dotenv read it; quotes and comments removed. */
export function parseEnv(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = line.match(/^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=(.*)$/);
    if (!match) continue;
    const raw = (match[2] ?? "").trim();
    const quoted = raw.match(/^"((?:[^"\\]|\\.)*)"|^'([^']*)'/);
    values.set(match[1] ?? "", quoted ? (quoted[1] ?? quoted[2] ?? "") : raw.replace(/(?:^|\s)#.*$/, "").trim());
  }
  return values;
}

const READS_ENV = /\b(?:load_dotenv|dotenv_values|read_env|AutoConfig)\(|^\s*from decouple\b|["'/]\.env["']/;

/** Whether code reads `.env` by itself: by a library for it, or by its name. */
export function readsEnvFile(path: string, text: string): boolean {
  return path.endsWith(".py") && text.split("\n").some(line => READS_ENV.test(line.replace(/#.*$/, "")));
}
