import { joinPaths } from "../../python/link/path-text";
import { asString, at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { NODE_TOOLS, SIDE_TOOLS, type NodeTool } from "../knowledge/node-tools";
import { inFolder, type PackageJson } from "./package-json";
import { scriptCommands, type ScriptCommand } from "./script-commands";
import { declaredObject, scriptPath } from "./script-path";

export interface ScriptOutputs {
  /** The first bundler or compiler of the script. */
  readonly tool: string | null;
  /** Folders and files that it makes, relative to the analysed folder; what leads out of it is left out. */
  readonly paths: readonly string[];
  /** The place of the output is the tool's own default: nothing says it. */
  readonly isUsual: boolean;
  /** It makes documentation or a release. */
  readonly isSide: boolean;
  /** The tool serves what it builds itself while it is worked on. */
  readonly isServer: boolean;
  /** It keeps running: a watcher or a development server. */
  readonly isEndless: boolean;
}

/** What a script of package.json makes, by its command lines and the configurations that they read. */
export function scriptOutputs(workspace: Workspace, json: PackageJson, name: string): ScriptOutputs {
  const commands = scriptCommands(json, name);
  const said: string[] = [];
  const usual: string[] = [];
  let tool: string | null = null;
  let folder = json.folder;
  for (const command of commands) {
    if (command.program === "cd") folder = joinPaths([folder, command.words[1] ?? ""]);
    const known = toolOf(command);
    if (known && isMaking(known, command)) tool = ranked(tool, command.program);
    const found =
      known && isMaking(known, command)
        ? toolOutputs(workspace, json, known, command)
        : plainOutputs(workspace, json, command);
    said.push(...found.said.map(path => joinPaths([folder, path])));
    usual.push(...found.usual.map(path => joinPaths([folder, path])));
  }
  const paths = [...new Set(said.length > 0 ? said : usual)].filter(
    path => path !== "" && !path.startsWith("..") && !path.startsWith("/"),
  );
  return {
    tool,
    paths: paths.filter(path => !paths.some(other => path.startsWith(`${other}/`))),
    isUsual: said.length === 0,
    isSide: commands.some(({ program }) => SIDE_TOOLS.has(program)),
    isServer: commands.some(command => toolOf(command)?.isServer === true),
    isEndless: commands.some(
      ({ program, words }) =>
        words.some(word => /^(?:--watch(?:=.*)?|-w|serve|start|dev|preview|watch)$/.test(word)) ||
        [
          "nodemon",
          "live-server",
          "http-server",
          "serve",
          "browser-sync",
          "webpack-dev-server",
          "jest",
          "vitest",
        ].includes(program),
    ),
  };
}

function toolOf({ program }: ScriptCommand): NodeTool | undefined {
  return Object.hasOwn(NODE_TOOLS, program) ? NODE_TOOLS[program] : undefined;
}

/** A bundler tells more of a front end than the compiler of its style sheets. */
function ranked(before: string | null, program: string): string {
  if (before === null) return program;
  return NODE_TOOLS[before]?.isServer === true || NODE_TOOLS[program]?.isServer !== true ? before : program;
}

function isMaking({ subcommand }: NodeTool, { words }: ScriptCommand): boolean {
  return subcommand === undefined || words.includes(subcommand);
}

interface Found {
  readonly said: readonly string[];
  readonly usual: readonly string[];
}

function toolOutputs(workspace: Workspace, json: PackageJson, tool: NodeTool, command: ScriptCommand): Found {
  const fromOptions = [...(tool.folders ?? []), ...(tool.files ?? [])].flatMap(option =>
    optionValues(command.words, option),
  );
  const { program, words, assignments } = command;
  if (fromOptions.length > 0) return { said: fromOptions, usual: [] };
  if (program === "sass" || program === "lessc") return { said: compiled(program, words), usual: [] };
  if (program === "node-sass")
    return {
      said: words
        .slice(1)
        .filter(word => !word.startsWith("-"))
        .slice(1, 2),
      usual: [],
    };
  const own = assignments.get("BUILD_PATH");
  if (own !== undefined) return { said: [own], usual: [] };
  if (program === "ng") return { said: angularOutputs(workspace, json), usual: [] };
  const configured = configuredOutputs(workspace, json, tool, words);
  const usual = tool.usual === undefined ? [] : [usualOf(workspace, json, program, tool.usual)];
  return { said: configured, usual: program === "next" || configured.length === 0 ? usual : [] };
}

/** SvelteKit's static adapter builds beside Vite's own folder. */
function usualOf(workspace: Workspace, json: PackageJson, program: string, usual: string): string {
  const svelte = workspace.paths("svelte.config.*").find(path => path.startsWith(json.folder));
  return program === "vite" && svelte !== undefined && (workspace.text(svelte) ?? "").includes("adapter-static")
    ? "build"
    : usual;
}

/** Values of an option in every spelling: `-o x`, `--outDir=x`. */
function optionValues(words: readonly string[], option: string): readonly string[] {
  return words.flatMap((word, index) => {
    if (word === option) return words[index + 1]?.startsWith("-") === false ? [words[index + 1] ?? ""] : [];
    return word.startsWith(`${option}=`) ? [word.slice(option.length + 1)] : [];
  });
}

/** `sass in.scss out.css`, `sass scss:css`; one file alone is printed. */
function compiled(program: string, words: readonly string[]): readonly string[] {
  const plain = words.slice(1).filter(word => !word.startsWith("-"));
  const pairs = program === "sass" ? plain.flatMap(word => /^[^:]+:([^:]+)$/.exec(word)?.[1] ?? []) : [];
  return pairs.length > 0 ? pairs : plain.slice(1, 2);
}

/** `cp -r dist ../app/static` and the like make what they are given last; a script of its own is read like a configuration. */
function plainOutputs(workspace: Workspace, json: PackageJson, { program, words }: ScriptCommand): Found {
  if (["cp", "cpy", "cpx", "mv", "rsync", "ncp"].includes(program)) {
    const plain = words.slice(1).filter(word => !word.startsWith("-"));
    return { said: plain.length > 1 ? plain.slice(-1).map(path => path.replace(/\/+$/, "")) : [], usual: [] };
  }
  if (program !== "node" && program !== "bun" && program !== "tsx") return { said: [], usual: [] };
  const script = words.slice(1).find(word => /\.[cm]?[jt]s$/.test(word));
  const text = script === undefined ? null : workspace.text(joinPaths([json.folder, script]));
  return { said: text === null ? [] : keyPaths(text, ["outdir", "outfile", "outDir"]), usual: [] };
}

function configuredOutputs(
  workspace: Workspace,
  json: PackageJson,
  tool: NodeTool,
  words: readonly string[],
): readonly string[] {
  const named = [...optionValues(words, "--config"), ...optionValues(words, "-c")].map(path =>
    joinPaths([json.folder, path]),
  );
  const listed = (tool.configurations ?? []).flatMap(glob => {
    const folder = glob.includes("/") ? inFolder(json.folder, glob.slice(0, glob.lastIndexOf("/"))) : json.folder;
    return workspace.paths(glob).filter(path => path.slice(0, Math.max(path.lastIndexOf("/"), 0)) === folder);
  });
  for (const path of [...new Set([...named.filter(path => workspace.has(path)), ...listed])]) {
    const text = workspace.text(path);
    if (text === null) continue;
    const keys = tool.keys ?? [];
    const found = keys.includes("path") ? webpackPaths(text) : keyPaths(text, keys);
    const root = keys.includes("outDir") ? keyPaths(text, ["root"])[0] : undefined;
    // A configuration in a folder of its own still speaks of the folder that the command runs in, or of its own by `__dirname`.
    const home = path
      .slice(json.folder === "" ? 0 : json.folder.length + 1)
      .split("/")
      .slice(0, -1)
      .join("/");
    const base = /__dirname|import\.meta/.test(text) ? home : "";
    if (found.length > 0) return found.map(output => joinPaths([base, root ?? "", output]));
    if (root !== undefined && tool.usual !== undefined) return [joinPaths([base, root, tool.usual])];
  }
  return [];
}

/** `output: { path: … }`, with the file in which webpack-bundle-tracker tells Django what was made. */
function webpackPaths(text: string): readonly string[] {
  const found: string[] = [];
  for (const { index, length } of live(text, /\boutput\s*:\s*/g)) {
    const value = text.slice(index + length, index + length + 200);
    // `output: isDev ? localOutput : productionOutput` names objects that stand above.
    const names = value.startsWith("{") ? [] : (/^[^,\n]*/.exec(value)?.[0].match(/[A-Za-z_$][\w$]*/g) ?? []);
    const objects = names.flatMap(name => declaredObject(text, name) ?? []);
    const starts = value.startsWith("{") ? [index + length] : objects.map(({ offset }) => offset);
    for (const start of starts) found.push(...keyPaths(text, ["path"], start, 800).slice(0, 1));
  }
  for (const { index } of live(text, /new\s+BundleTracker\s*\(/g)) {
    const folder = keyPaths(text, ["path"], index, 400)[0] ?? "";
    found.push(joinPaths([folder, keyPaths(text, ["filename"], index, 400)[0] ?? "webpack-stats.json"]));
  }
  return [...new Set(found)];
}

/** Paths that stand behind keys of an object, in the order of the text; names are looked up in the whole of it. */
function keyPaths(text: string, keys: readonly string[], from = 0, length = text.length): readonly string[] {
  if (keys.length === 0) return [];
  const part = text.slice(from, from + length);
  const found = [...live(part, new RegExp(`(?<![\\w.$])["']?(?:${keys.join("|")})["']?\\s*:\\s*`, "g"))];
  return found
    .flatMap(({ index, length: width }) => scriptPath(text, from + index + width) ?? [])
    .filter(path => path !== "");
}

/** Matches that no line comment hides. */
function* live(text: string, pattern: RegExp): Generator<{ readonly index: number; readonly length: number }> {
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index);
    if (!/^\s*(?:\/\/|\*)/.test(line)) yield { index: match.index, length: match[0].length };
  }
}

/** `outputPath` of each project of angular.json; since version 17 the files for the browser lie one folder deeper. */
function angularOutputs(workspace: Workspace, json: PackageJson): readonly string[] {
  const { root } = workspace.data(inFolder(json.folder, "angular.json"));
  return entries(at(root, "projects")).flatMap(({ value }) => {
    const build = at(value, "architect", "build") ?? at(value, "targets", "build");
    const path = at(build, "configurations", "production", "outputPath") ?? at(build, "options", "outputPath");
    return asString(path)?.replace(/\/+$/, "") ?? asString(at(path, "base")) ?? [];
  });
}
