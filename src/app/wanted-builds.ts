import { DrydockError } from "../model/error";
import { withoutFolder } from "../model/paths";
import type { Files } from "../model/ports";
import { imageTag } from "../verify/build-stack";
import { readStack } from "../verify/compose-stack";
import { composeCandidates } from "../verify/find-stack";
import { dockerName } from "../verify/run-identity";
import { decodeText } from "../workspace/decode";

/** One image that is to be built, whatever asked for it. */
export interface WantedBuild {
  /** The services that it is for, as the Compose file has them; the first stands for it. */
  readonly services: readonly string[];
  readonly tags: readonly string[];
  /** Relative to the workspace with `/`, "" for its root; absolute where it lies outside. */
  readonly context: string;
  /** Inside the context. */
  readonly dockerfile: string;
  /** The Dockerfile's text where the Compose file holds it. */
  readonly inline: string | null;
  readonly target: string | null;
  readonly args: Readonly<Record<string, string>>;
  readonly contexts: Readonly<Record<string, string>>;
  /** `default`, or `id=/path/of/the/socket`. */
  readonly ssh: readonly string[];
  readonly secrets: readonly SecretSource[];
  readonly network: string | null;
  readonly platform: string | null;
}

/** Where a build secret's value comes from: a file by its absolute path, or a variable. */
export interface SecretSource {
  readonly id: string;
  readonly file: string | null;
  readonly variable: string | null;
}

interface Asked {
  readonly service?: string;
  readonly dockerfile?: string;
}

const plain = {
  inline: null,
  target: null,
  args: {},
  contexts: {},
  ssh: [],
  secrets: [],
  network: null,
  platform: null,
};

/**
 * What a request means: one Dockerfile, one service, or every service that is built; without a Compose file the
 * Dockerfile at the root. `config` is Compose's own reading of the project, null where there is none: the file is then
 * read as it is written. Services that are built alike share one image under the names of all of them.
 */
export async function wantedBuilds(
  files: Files,
  name: string,
  asked: Asked,
  config: unknown,
): Promise<readonly WantedBuild[]> {
  if (asked.dockerfile !== undefined) return [await plainBuild(files, name, asked.dockerfile)];
  const services = config === null ? await fromFile(files, name) : fromConfig(config, files.root, name);
  const chosen =
    asked.service === undefined ? services : services.filter(({ services: [only] }) => only === asked.service);
  if (asked.service !== undefined && chosen.length === 0) {
    throw new DrydockError(
      "build-failed",
      `There is no service ${asked.service} that is built here.`,
      `Services with a build section: ${services.flatMap(each => each.services).join(", ") || "none"}.`,
      "Name one of them.",
    );
  }
  if (chosen.length === 0) return [await plainBuild(files, name, "Dockerfile")];
  const images = new Map<string, WantedBuild>();
  for (const build of chosen) {
    const key = JSON.stringify({ ...build, services: [], tags: [] });
    const same = images.get(key);
    const services = [...(same?.services ?? []), ...build.services];
    images.set(key, { ...build, services, tags: [...new Set([...(same?.tags ?? []), ...build.tags])] });
  }
  return [...images.values()];
}

async function fromFile(files: Files, name: string): Promise<readonly WantedBuild[]> {
  for (const composeFile of await composeCandidates(files)) {
    const bytes = await files.read(composeFile);
    if (!bytes) continue;
    return readStack(composeFile, decodeText(bytes)).services.flatMap(service =>
      service.build ? [{ ...plain, ...service.build, services: [service.name], tags: [imageTag(name, service)] }] : [],
    );
  }
  return [];
}

/** The built services of `docker compose config --format json`: paths are absolute, variables are replaced. */
function fromConfig(config: unknown, root: string, name: string): readonly WantedBuild[] {
  const secrets = record(record(config)["secrets"]);
  const project = text(record(config)["name"]) ?? dockerName(name);
  return Object.entries(record(record(config)["services"])).flatMap(([service, value]) => {
    const build = record(value)["build"];
    if (build === undefined || build === null) return [];
    const fields = record(build);
    const context = text(fields["context"]) ?? root;
    return [
      {
        services: [service],
        tags: [text(record(value)["image"]) ?? `${project}-${service}`, ...list(fields["tags"])],
        context: context === root ? "" : withoutFolder(root, context),
        dockerfile: text(fields["dockerfile"]) ?? "Dockerfile",
        inline: text(fields["dockerfile_inline"]),
        target: text(fields["target"]),
        args: textMap(fields["args"]),
        contexts: textMap(fields["additional_contexts"]),
        ssh: list(fields["ssh"]),
        secrets: mounted(fields["secrets"], secrets),
        network: text(fields["network"]),
        platform: list(fields["platforms"])[0] ?? text(record(value)["platform"]),
      },
    ];
  });
}

function mounted(value: unknown, secrets: Readonly<Record<string, unknown>>): readonly SecretSource[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).flatMap(item => {
    const source = typeof item === "string" ? item : text(record(item)["source"]);
    if (source === null) return [];
    const from = record(secrets[source]);
    return [
      { id: text(record(item)["target"]) ?? source, file: text(from["file"]), variable: text(from["environment"]) },
    ];
  });
}

/** A Dockerfile named by itself is built with the workspace's root as its context, as `docker build -f` from there. */
async function plainBuild(files: Files, name: string, dockerfile: string): Promise<WantedBuild> {
  if (!(await files.exists(dockerfile))) {
    throw new DrydockError(
      "build-failed",
      `${dockerfile} does not exist.`,
      "There is nothing to build from.",
      "Run drydock scaffold to write one, or name another file.",
    );
  }
  return { ...plain, services: ["web"], tags: [`${dockerName(name)}:latest`], context: "", dockerfile };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as unknown[]).filter(item => typeof item === "string") : [];
}

/** Names to texts; an argument without a value is one that Compose found no variable for, and is left out. */
function textMap(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => text(entry[1]) !== null),
  );
}
