import type { PythonPin } from "../model/recon";
import { asText, at, entries, items, type DataNode } from "../workspace/data-node";
import type { Workspace } from "../workspace/workspace";
import { nameOf } from "../model/paths";
import { isLambdaTemplate, LAMBDA_FILES, readLambdaTemplate } from "./workers/lambda-templates";
import { versionIn, type FoundVersion } from "./python-pin-values";
import { continuousPins } from "./python-pins-ci";
import { imagePins } from "./python-pins-images";
import { testToolPins } from "./python-pins-tests";

/** Files that name a Python version outside manifests. */
const GLOBS = [
  ".python-version",
  ".python-versions",
  "runtime.txt",
  ".tool-versions",
  "{mise,.mise}.toml",
  "**/{.config/mise.toml,.mise/config.toml,.config/mise/config.toml,mise/config.toml}",
  "app.yaml",
  "render.yaml",
  ...LAMBDA_FILES,
  "zappa_settings.json",
  "tox.ini",
  "noxfile.py",
  ".readthedocs.{yml,yaml}",
  "**/.github/workflows/*.{yml,yaml}",
  "**/.github/**/action.{yml,yaml}",
  ".gitlab-ci.yml",
  ".travis.yml",
  "azure-pipelines.{yml,yaml}",
  "bitbucket-pipelines.yml",
  "**/.circleci/config.yml",
  "{Dockerfile,Containerfile}",
  "{Dockerfile,Containerfile}.*",
  "*.{Dockerfile,dockerfile}",
];

/** Paths to load before `readPins`. */
export function pinPaths(workspace: Workspace): readonly string[] {
  return workspace.paths(...GLOBS);
}

/** Every version that the loaded files below `accepts` name, in order of path and offset. */
export function readPins(workspace: Workspace, accepts: (path: string) => boolean): readonly PythonPin[] {
  return pinPaths(workspace)
    .filter(accepts)
    .flatMap(path => {
      const seen = new Set<string>();
      return findVersions(workspace, path).flatMap(({ version, source, offset }) => {
        const place = workspace.place(path, offset);
        const key = `${version} ${String(place.line)}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ version, source, place }];
      });
    });
}

function findVersions(workspace: Workspace, path: string): readonly FoundVersion[] {
  const text = workspace.text(path);
  if (text === null) return [];
  const base = nameOf(path);
  if (base.startsWith(".python-version")) return plainVersions(text, ".python-version");
  if (base === "runtime.txt") return plainVersions(text, "runtime.txt").slice(0, 1);
  if (base === ".tool-versions") return toolVersions(text);
  if (base.endsWith(".toml")) return miseVersions(workspace.data(path).root);
  if (base === "app.yaml" || base === "render.yaml") return platformVersions(workspace.data(path).root, base);
  if (isLambdaTemplate(base) || base === "zappa_settings.json") return lambdaVersions(workspace.data(path).root, base);
  if (base === "tox.ini" || base === "noxfile.py") return testToolPins(text, base);
  if (/(?:docker|container)file/i.test(base)) return imagePins(text, "Dockerfile");
  return continuousPins(workspace.data(path).root, path);
}

/** One version a line: `3.11.4`, `python-3.11.4`; other implementations and names of environments are no versions. */
function plainVersions(text: string, source: string): readonly FoundVersion[] {
  const found: FoundVersion[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const version = versionIn(
      line
        .replace(/#.*/, "")
        .trim()
        .replace(/^(?:c?python)-?/i, ""),
    );
    if (version !== null) found.push({ version, source, offset });
    offset += line.length + 1;
  }
  return found;
}

function toolVersions(text: string): readonly FoundVersion[] {
  const found: FoundVersion[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const [tool, ...versions] = line.replace(/#.*/, "").trim().split(/\s+/);
    for (const written of tool === "python" ? versions : []) {
      const version = versionIn(written);
      if (version !== null) found.push({ version, source: ".tool-versions", offset: offset + line.indexOf(written) });
    }
    offset += line.length + 1;
  }
  return found;
}

function miseVersions(root: DataNode | null): readonly FoundVersion[] {
  const node = at(root, "tools", "python") ?? at(root, "env", "PYTHON_VERSION");
  const nodes = node?.kind === "list" ? node.items : [at(node, "version") ?? node];
  return nodes.flatMap(item => {
    const version = versionIn(asText(item) ?? "");
    return item && version !== null ? [{ version, source: "mise.toml", offset: item.span.start }] : [];
  });
}

/** `runtime: python311` of App Engine, `PYTHON_VERSION` of Render. */
function platformVersions(root: DataNode | null, source: string): readonly FoundVersion[] {
  const runtime = at(root, "runtime");
  const named = /^python(\d)(\d+)$/.exec(asText(runtime) ?? "");
  if (runtime && named) return [{ version: `${named[1] ?? ""}.${named[2] ?? ""}`, source, offset: runtime.span.start }];
  const services = items(at(root, "services")).flatMap(service => items(at(service, "envVars")));
  return services.flatMap(variable => {
    const value = at(variable, "value");
    const version = asText(at(variable, "key")) === "PYTHON_VERSION" ? versionIn(asText(value) ?? "") : null;
    return value && version !== null ? [{ version, source, offset: value.span.start }] : [];
  });
}

/** The runtimes that functions of AWS Lambda are deployed on, each version once. */
function lambdaVersions(root: DataNode | null, source: string): readonly FoundVersion[] {
  const found = new Map<string, FoundVersion>();
  for (const node of lambdaRuntimes(root, source)) {
    const version = /^python(\d\.\d+)$/.exec(asText(node) ?? "")?.[1];
    if (node && version !== undefined && !found.has(version))
      found.set(version, { version, source, offset: node.span.start });
  }
  return [...found.values()];
}

function lambdaRuntimes(root: DataNode | null, source: string): readonly (DataNode | undefined)[] {
  if (source.startsWith("zappa")) return entries(root).map(({ value }) => at(value, "runtime"));
  const { runtime, functions } = readLambdaTemplate(root, source);
  return [runtime, ...functions.map(one => one.runtime)];
}
