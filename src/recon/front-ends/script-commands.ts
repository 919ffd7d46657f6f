import { simpleCommands } from "../commands/simple-commands";
import type { PackageJson } from "./package-json";

/** One program that a script of package.json runs, runners and wrappers taken off. */
export interface ScriptCommand {
  readonly program: string;
  readonly words: readonly string[];
  readonly assignments: ReadonlyMap<string, string>;
}

const RUNNERS = new Set(["npm", "yarn", "pnpm", "bun"]);
const RUN_ALL = new Set(["npm-run-all", "run-s", "run-p", "npm-run-all2", "concurrently"]);

/** Everything that a script runs, through the other scripts of the same package that it calls. */
export function scriptCommands(
  json: PackageJson,
  name: string,
  seen: ReadonlySet<string> = new Set(),
): readonly ScriptCommand[] {
  const script = json.scripts.get(name);
  if (!script || seen.has(name) || seen.size > 12) return [];
  const inner = new Set([...seen, name]);
  const out: ScriptCommand[] = [];
  for (const hook of [`pre${name}`, null, `post${name}`]) {
    const text = hook === null ? script.text : (json.scripts.get(hook)?.text ?? "");
    for (const { words, assignments } of simpleCommands(text)) {
      const command = unwrapped(words, assignments);
      if (!command) continue;
      const called = calledScripts(json, command);
      if (called.length > 0) out.push(...called.flatMap(other => scriptCommands(json, other, inner)));
      else out.push(command);
    }
  }
  return out;
}

/** `cross-env NODE_ENV=production npx tailwindcss …` runs tailwindcss. */
function unwrapped(written: readonly string[], assigned: ReadonlyMap<string, string>): ScriptCommand | null {
  let words = written;
  const assignments = new Map(assigned);
  for (let step = 0; step < 6; step++) {
    const [first = "", second = ""] = words;
    const pair = /^([A-Za-z_]\w*)=(.*)$/.exec(first);
    if (pair) {
      assignments.set(pair[1] ?? "", pair[2] ?? "");
      words = words.slice(1);
    } else if (["cross-env", "cross-env-shell", "npx", "bunx", "env", "shx", "exec"].includes(first)) {
      words = words.slice(1);
      while (words[0]?.startsWith("-")) words = words.slice(1);
    } else if (["pnpm", "yarn", "npm"].includes(first) && ["exec", "dlx"].includes(second)) {
      words = words.slice(2);
      if (words[0] === "--") words = words.slice(1);
    } else break;
  }
  const path = words[0];
  return path === undefined ? null : { program: programOf(path, words), words, assignments };
}

/** What a command runs: of `node node_modules/vite/bin/vite.js` the package, of `@vue/cli@5` its name, else the file's name. */
function programOf(path: string, words: readonly string[]): string {
  const file = path === "node" ? (words.find(word => word.includes("node_modules/")) ?? "") : path;
  const [, bin, folder] = /(?:^|\/)node_modules\/(?:\.bin\/([^/]+)$|([^/]+)\/)/.exec(file) ?? [];
  const name = path.startsWith("@") ? path.replace(/@[\d.]+$/, "") : (path.split("/").at(-1) ?? path);
  return bin ?? folder ?? name;
}

/** Names of scripts that a command runs: `npm run x`, `yarn x`, `run-s build:*`. */
function calledScripts(json: PackageJson, { program, words }: ScriptCommand): readonly string[] {
  // `cd ui && npm run build` and `--prefix ui` run scripts of another package.
  if (words.some(word => /^(?:--prefix|--cwd|-C|--filter|-F|--workspace|-w|--dir)(?:=|$)/.test(word))) return [];
  if (RUN_ALL.has(program)) {
    return words.slice(1).flatMap(word => {
      const name = word.replace(/^npm:/, "").replace(/^(?:npm|yarn|pnpm) run /, "");
      if (name.endsWith("*")) return [...json.scripts.keys()].filter(key => key.startsWith(name.replace(/\*+$/, "")));
      return json.scripts.has(name) ? [name] : [];
    });
  }
  if (!RUNNERS.has(program)) return [];
  const rest = words.slice(1).filter(word => !word.startsWith("-"));
  const name = rest[0] === "run" || rest[0] === "run-script" ? rest[1] : program === "npm" ? undefined : rest[0];
  return name !== undefined && json.scripts.has(name) ? [name] : [];
}

/** Folders of other packages that a script builds in: `cd ui && npm run build`. */
export function delegatesTo(json: PackageJson, name: string): readonly string[] {
  const commands = simpleCommands(json.scripts.get(name)?.text ?? "");
  return commands.flatMap(({ words }, index) => {
    const flag = words.findIndex(word => /^(?:--prefix|--cwd|-C|--dir)$/.test(word));
    const glued = words.map(word => /^(?:--prefix|--cwd|--dir)=(.+)$/.exec(word)?.[1]).find(Boolean);
    const into = words[0] === "cd" && RUNNERS.has(commands[index + 1]?.words[0] ?? "") ? words[1] : undefined;
    return [flag >= 0 ? words[flag + 1] : (glued ?? into)].flatMap(
      folder => folder?.replace(/^\.\//, "").replace(/\/+$/, "") ?? [],
    );
  });
}
