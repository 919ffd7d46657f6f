import type { Place } from "../../model/place";
import { asText, at, entries, items } from "../../workspace/data-node";
import type { Value } from "../../python/facts";
import { setupCall } from "../../python/manifests/setup-py";
import { SetupValues } from "../../python/manifests/setup-values";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { nameOf, parentOf, pathInside } from "../../model/paths";
import type { DetectContext } from "../define-detector";

/** A command that installing the project creates. */
export interface ConsoleScript {
  readonly name: string;
  /** `pkg.module:function`, or the file itself where the project installs one as it is (`scripts=["bin/shop"]`). */
  readonly target: string;
  readonly path: string;
  readonly place: Place;
}

/** Files that declare console scripts; detectors that ask for them list these in `reads.files`. */
export const SCRIPT_FILES = ["pyproject.toml", "setup.cfg", "setup.py"] as const;

/** Manifests that tests, examples and templates bring are not the project's own. */
const SIDE = /(?:^|\/)(?:tests?|testing|fixtures?|examples?|docs?|samples?|templates?)\//i;

/** Console scripts of every manifest of the workspace, in the order of the files. */
export function consoleScripts(workspace: Workspace, project: PythonProject): readonly ConsoleScript[] {
  return project.keep("console scripts", [workspace.contents], () =>
    workspace
      .paths(...SCRIPT_FILES)
      .filter(path => !SIDE.test(path))
      .flatMap(path => scriptsIn(workspace, project, path)),
  );
}

export function consoleScript(context: DetectContext, name: string): ConsoleScript | undefined {
  return name === ""
    ? undefined
    : consoleScripts(context.workspace, context.project).find(script => script.name === name);
}

/** What the words after a console script's name say it does: keep serving, keep working, or do one thing and end. */
export function scriptRole(words: readonly string[]): "serve" | "worker" | "script" {
  if (doesOneThing(words)) return "script";
  if (words.some(word => /^(?:[\w.]+[-_:])*(?:workers?|consumers?|scheduler)(?:[-_]\w+)?$/.test(word))) return "worker";
  return words.some(word => /^(?:serve|server|run-?server|web|start-?server|api|http|webserver|daemon)$/.test(word))
    ? "serve"
    : "script";
}

/** What is done about a process is none: `shop-worker stop`, `shop add worker`. */
function doesOneThing(words: readonly string[]): boolean {
  return words.some((word, at) => at > 0 && ENDS.test(word));
}

/**
 * Whether a command of which nothing else is known, or what it is called where it stands, sounds like a job with an end:
 * `shop db migrate`, `seed: shop demo-data`. The value of an option does not.
 */
export function isJob(words: readonly string[], name: string | null): boolean {
  return (
    doesOneThing(words) ||
    JOB.test(name ?? "") ||
    words.some((word, at) => at > 0 && JOB.test(word) && !/^--?[\w-]+$/.test(words[at - 1] ?? ""))
  );
}

const JOB =
  /^(?:db[:-])?(?:migrate|migrations?|seed|import|export|load|dump|sync|backup|restore|setup|clean|cleanup|purge|tests?)(?![^]*[-_:](?:service|daemon|server|listener|loop|balancer)$)(?:[-_:]|$)/;

const ENDS =
  /^(?:--(?:run-?)?(?:once|one-?shot)|stop|status|restart|reload|create(?:-\w+)?|add|remove|delete|show|list|init|upgrade|check(?:config)?|help|version)$/;

function scriptsIn(workspace: Workspace, project: PythonProject, path: string): readonly ConsoleScript[] {
  if (path.endsWith("setup.py"))
    return [...fromSetup(project, path), ...filesOf(workspace, path, filesInSetup(workspace, project, path))];
  const { root } = workspace.data(path);
  if (path.endsWith(".toml")) {
    const files = items(at(root, "tool", "setuptools", "script-files")).flatMap(item => {
      const file = asText(item);
      return file === undefined ? [] : [{ file, place: workspace.place(path, item.span.start) }];
    });
    return [
      ...filesOf(workspace, path, files),
      ...[
        at(root, "project", "scripts"),
        at(root, "project", "gui-scripts"),
        // Forbidden by the specification, and written all the same.
        at(root, "project", "entry-points", "console_scripts"),
        at(root, "tool", "poetry", "scripts"),
        at(root, "tool", "flit", "scripts"),
      ].flatMap(table =>
        entries(table).flatMap(({ key, keySpan, value }) => {
          const target = asText(value) ?? asText(at(value, "reference")) ?? asText(at(value, "callable"));
          return target === undefined ? [] : [{ name: key, target, path, place: workspace.place(path, keySpan.start) }];
        }),
      ),
    ];
  }
  const text = asText(at(root, "options.entry_points", "console_scripts")) ?? "";
  const node = at(root, "options.entry_points", "console_scripts");
  const start = node?.span.start ?? 0;
  return linesOf(text).map(({ name, target }) => {
    const offset = (workspace.text(path) ?? "").indexOf(name, start);
    return { name, target, path, place: workspace.place(path, Math.max(offset, 0)) };
  });
}

interface ScriptFile {
  /** As seen from the manifest's folder. */
  readonly file: string;
  readonly place: Place;
}

/** Files that are installed as commands of their own names, where they are there. */
function filesOf(workspace: Workspace, path: string, files: readonly ScriptFile[]): readonly ConsoleScript[] {
  return files.flatMap(({ file, place }) => {
    const target = pathInside(parentOf(path), file);
    if (target === null || !workspace.has(target)) return [];
    return [{ name: nameOf(target), target, path, place }];
  });
}

/** `scripts=["bin/shop"]` and `scripts=glob("bin/*")`. */
function filesInSetup(workspace: Workspace, project: PythonProject, path: string): readonly ScriptFile[] {
  const file = project.file(path);
  const call = file && setupCall(file.facts);
  const given = call?.keywords.find(({ name }) => name === "scripts")?.value;
  if (!file || !given) return [];
  const { value } = project.resolve(file, given);
  const parts = joinedLists(value);
  const listed = parts.flatMap(part => (part.kind === "sequence" ? part.items : []));
  const folders = parts.flatMap(part => {
    const pattern = part.kind === "call" && /(?:^|\.)glob$/.test(part.callee) ? part.arguments[0] : undefined;
    return /^([\w./-]+)\/\*$/.exec((pattern && project.string(file, pattern)) ?? "")?.[1] ?? [];
  });
  return [
    ...listed.flatMap(item => {
      const text = project.string(file, item);
      return text === null ? [] : [{ file: text, place: project.place(file, item.offset) }];
    }),
    ...folders.flatMap(folder => {
      const inside = pathInside(parentOf(path), folder);
      return workspace.files
        .filter(({ path: one }) => inside !== null && parentOf(one) === inside)
        .map(({ path: one }) => ({ file: `${folder}/${nameOf(one)}`, place: project.place(file, value.offset) }));
    }),
  ];
}

/** `["bin/a"] + glob("tools/*")` */
function joinedLists(value: Value): readonly Value[] {
  return value.kind === "operation" && value.operator === "+" && value.left !== null
    ? [...joinedLists(value.left), ...joinedLists(value.right)]
    : [value];
}

/** `entry_points={"console_scripts": ["name = pkg:main"]}`, `dict(console_scripts=…)`, or the INI text of it. */
function fromSetup(project: PythonProject, path: string): readonly ConsoleScript[] {
  const file = project.file(path);
  if (!file) return [];
  const call = setupCall(file.facts);
  const keyword = call?.keywords.find(({ name }) => name === "entry_points");
  if (!keyword) return [];
  const { value } = project.resolve(file, keyword.value);
  if (value.kind === "string") {
    const section = value.value.split(/^\s*\[/m).find(part => part.startsWith("console_scripts]")) ?? "";
    return linesOf(section.slice("console_scripts]".length)).map(script => ({
      ...script,
      path,
      place: project.place(file, value.offset),
    }));
  }
  return new SetupValues(file.facts)
    .entries(value)
    .filter(({ key }) => key === "console_scripts")
    .flatMap(({ value: list }) => {
      const { value: known } = project.resolve(file, list);
      const parts = known.kind === "sequence" ? known.items : [known];
      return parts.flatMap(item => {
        const text = project.string(file, item);
        return text === null
          ? []
          : linesOf(text).map(script => ({ ...script, path, place: project.place(file, item.offset) }));
      });
    });
}

function linesOf(text: string): readonly { readonly name: string; readonly target: string }[] {
  return text.split("\n").flatMap(line => {
    const equals = line.indexOf("=");
    if (equals < 0) return [];
    const name = line.slice(0, equals).trim();
    const target = line
      .slice(equals + 1)
      .replace(/\[.*$/, "")
      .trim();
    return name === "" || target === "" || name.startsWith("#") ? [] : [{ name, target }];
  });
}

/** Task tables of the usual runners in `pyproject.toml`. */
export function taskTables(
  context: DetectContext,
  path: string,
): readonly { readonly name: string; readonly words: string; readonly offset: number }[] {
  const { root } = context.workspace.data(path);
  const tables = [
    at(root, "tool", "poe", "tasks"),
    at(root, "tool", "taskipy", "tasks"),
    at(root, "tool", "pdm", "scripts"),
    at(root, "tool", "rye", "scripts"),
    at(root, "tool", "hatch", "envs", "default", "scripts"),
    at(root, "tool", "pixi", "tasks"),
    at(root, "scripts"),
  ];
  return tables.flatMap(table =>
    entries(table).flatMap(({ key, value }) => {
      const text =
        asText(value) ??
        asText(at(value, "cmd")) ??
        asText(at(value, "shell")) ??
        (items(at(value, "cmd"))
          .flatMap(item => asText(item) ?? [])
          .join(" ") ||
          undefined);
      return text === undefined || text === "" ? [] : [{ name: key, words: text, offset: value.span.start }];
    }),
  );
}
