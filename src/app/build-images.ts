import { posix } from "node:path";
import { DrydockError } from "../model/error";
import type { BuildEvent, BuildResult } from "../model/build-trace";
import type { ContextFile, Engine, Files, ImageDetail } from "../model/ports";
import { buildContext } from "../verify/build-context";
import { decodeText } from "../workspace/decode";
import { markFiles } from "./file-marks";
import { layerSizes } from "./layer-sizes";
import { stepLines, type StepLines } from "./step-lines";
import { wantedBuilds, type WantedBuild } from "./wanted-builds";

/** The name under which a Dockerfile that is not in its context is sent. */
const OUTSIDE = ".drydock.Dockerfile";

/** What a build is asked for. */
export interface BuildOrder {
  readonly service?: string;
  readonly dockerfile?: string;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly target?: string;
}

/** An event of one image's build, with the services and the Dockerfile it belongs to. */
export type ImageBuildEvent = BuildEvent & {
  readonly services: readonly string[];
  /** Relative to the workspace where it lies inside. */
  readonly dockerfile: string;
  /** The line of a step's instruction. */
  readonly sourceLine?: number | null;
};

export interface BuiltImage extends BuildResult {
  readonly services: readonly string[];
  readonly tags: readonly string[];
  readonly imageBytes: number;
  readonly layers: ImageDetail["layers"];
  /** Bytes that each step added, by its digest. */
  readonly sizes: Readonly<Record<string, number>>;
  /** A mark of each file's content, by its path in the context. */
  readonly marks: Readonly<Record<string, string>>;
}

/** What building needs besides an engine. */
export interface BuildSurroundings {
  readonly files: (root: string) => Files;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Compose's own reading of the project; null where there is none. */
  readonly config: unknown;
}

/** Builds what was asked for, one image after the other. */
export async function buildImages(
  engine: Engine,
  root: string,
  name: string,
  surroundings: BuildSurroundings,
  order: BuildOrder,
  onEvent: (event: ImageBuildEvent) => void,
  signal?: AbortSignal,
): Promise<readonly BuiltImage[]> {
  const built: BuiltImage[] = [];
  for (const wanted of await wantedBuilds(surroundings.files(root), name, order, surroundings.config)) {
    built.push(await buildImage(engine, root, name, surroundings, wanted, order, onEvent, signal));
  }
  return built;
}

async function buildImage(
  engine: Engine,
  root: string,
  name: string,
  surroundings: BuildSurroundings,
  wanted: WantedBuild,
  order: BuildOrder,
  onEvent: (event: ImageBuildEvent) => void,
  signal?: AbortSignal,
): Promise<BuiltImage> {
  const folder = absolute(root, wanted.context);
  const files = surroundings.files(folder);
  const source = await readDockerfile(surroundings, root, folder, wanted);
  const context = await buildContext(files, "", source.inContext, signal);
  const lines = stepLines(source.text);
  const about = { services: wanted.services, dockerfile: source.path };
  const marked = markFiles([...context.files, ...source.added]);
  const agents = sshAgents(wanted, lines, order, surroundings.env);
  if (Object.keys(agents).length > 0) {
    const note = "Steps that mount an SSH agent may use yours; the keys stay in it.";
    onEvent({ kind: "note", text: note, ...about });
  }
  const target = order.target ?? wanted.target;
  const result = await engine.build(
    {
      files: marked.files,
      folder,
      dockerfile: source.inContext,
      tags: wanted.tags,
      args: wanted.args,
      labels: { "drydock.workspace": name },
      contexts: wanted.contexts,
      agents,
      secrets: await secretValues(surroundings, wanted),
      ...(target === null ? {} : { target }),
      ...(wanted.platform === null ? {} : { platform: wanted.platform }),
      ...(wanted.network === null ? {} : { networkMode: wanted.network }),
      ...(order.noCache === undefined ? {} : { noCache: order.noCache }),
      ...(order.pull === undefined ? {} : { pull: order.pull }),
    },
    event =>
      onEvent({ ...event, ...about, ...(event.kind === "step" ? { sourceLine: lines.lineOf(event.step.name) } : {}) }),
    signal,
  );
  const image = await engine.image(result.imageId);
  return {
    ...result,
    services: wanted.services,
    tags: wanted.tags,
    imageBytes: image?.bytes ?? 0,
    layers: image?.layers ?? [],
    sizes: Object.fromEntries(layerSizes(result.steps, image?.layers ?? [])),
    marks: marked.marks(),
  };
}

interface DockerfileSource {
  readonly text: string;
  /** As a person finds it: relative to the workspace where it lies inside. */
  readonly path: string;
  readonly inContext: string;
  /** The file itself, where the context does not hold it. */
  readonly added: readonly ContextFile[];
}

/** A Dockerfile outside its context, or written into the Compose file, is sent beside the context under a name of ours. */
async function readDockerfile(
  { files }: BuildSurroundings,
  root: string,
  folder: string,
  { dockerfile, inline, context }: WantedBuild,
): Promise<DockerfileSource> {
  const path = posix.isAbsolute(dockerfile) ? dockerfile : posix.join(folder, dockerfile);
  const isInside = path.startsWith(`${folder}/`);
  const bytes = inline === null ? await files(posix.dirname(path)).read(posix.basename(path)) : null;
  const text = inline ?? (bytes ? decodeText(bytes) : null);
  if (text === null) {
    throw new DrydockError(
      "build-failed",
      `${dockerfile} does not exist.`,
      `It was looked for in the build context ${context || "."}.`,
      "Correct the path in the Compose file, or write the Dockerfile.",
    );
  }
  const shown = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
  if (inline === null && isInside) {
    return { text, path: shown, inContext: path.slice(folder.length + 1), added: [] };
  }
  const content = new TextEncoder().encode(text);
  const added = { path: OUTSIDE, bytes: content.length, executable: false, read: () => Promise.resolve(content) };
  return { text, path: shown, inContext: OUTSIDE, added: [added] };
}

function absolute(root: string, context: string): string {
  if (context === "") return root;
  return context.startsWith("/") || /^[A-Za-z]:[\\/]/.test(context) ? context : `${root}/${context}`;
}

/**
 * The agents that steps may use: those that Compose names, and for a Dockerfile that a person builds by itself the
 * person's own where its steps ask for one.
 */
function sshAgents(
  wanted: WantedBuild,
  lines: StepLines,
  order: BuildOrder,
  env: BuildSurroundings["env"],
): Readonly<Record<string, string>> {
  const own = env["SSH_AUTH_SOCK"] ?? "";
  const asked = wanted.ssh.length > 0 || order.dockerfile === undefined ? wanted.ssh : lines.agents;
  return Object.fromEntries(
    asked.flatMap(entry => {
      const [id = "default", path = own] = entry.split("=", 2);
      return path === "" ? [] : [[id, path]];
    }),
  );
}

/** The values of a build's secrets; one whose file or variable is missing is left out, and BuildKit says so by its id. */
async function secretValues(
  { files, env }: BuildSurroundings,
  { secrets }: WantedBuild,
): Promise<Readonly<Record<string, string>>> {
  const values: [string, string][] = [];
  for (const { id, file, variable } of secrets) {
    const slash = file?.lastIndexOf("/") ?? -1;
    const bytes = file === null ? null : await files(file.slice(0, slash)).read(file.slice(slash + 1));
    const value = bytes ? decodeText(bytes) : variable === null ? undefined : env[variable];
    if (value !== undefined) values.push([id, value]);
  }
  return Object.fromEntries(values);
}
