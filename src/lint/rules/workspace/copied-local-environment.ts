import { lineEndOf } from "../../../docker/line-map";
import gitignore from "ignore";
import { matchIgnore, type Dockerignore } from "../../../docker/dockerignore";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildsOf, copiesFromContext, literalSources } from "../../query/builds";
import { shorten, suggestion } from "../../query/fixing";
import { inContext, isFolder } from "../../query/workspace-paths";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";

/** What belongs to one machine, with the pattern that keeps it out; the gravest first. */
const LOCAL: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.env(?:\.local|\.production|\.prod)?$/, ".env"],
  [/(?:^|\/)\.venv\//, ".venv"],
  [/(?:^|\/)(?:venv|env)\/(?:pyvenv\.cfg|bin\/activate|lib\/python3)/, "venv"],
  [/(?:^|\/)\.git\//, ".git"],
  [/(?:^|\/)node_modules\//, "node_modules"],
  [/(?:^|\/)__pycache__\//, "__pycache__"],
  [/(?:^|\/)(?:id_rsa|id_ed25519|\.pypirc|\.netrc)$/, ".netrc"],
  [/(?:^|\/)(?:db|dev|app|test)?\.?sqlite3?$/, "*.sqlite3"],
];

export const rule = defineRule({
  target: "workspace",
  id: "copied-local-environment",
  code: "DD3011",
  severity: "warning",
  mirrors: [],
  what: "COPY of a folder that holds `.env`, a virtual environment, `.git` or other things of this machine.",
  why: "Secrets get into the image, packages of another system hide those that it installs, and each change there empties the cache.",
  todo: "Name them in .dockerignore.",
  bad: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY «.» .\n",
    ".dockerignore": "*.pyc\n",
    ".env": "SECRET=1\n",
    "app.py": "",
  },
  good: {
    Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
    ".dockerignore": "*.pyc\n.env\n",
    ".env": "SECRET=1\n",
    "app.py": "",
  },
  check: context => {
    const local = localPaths(context);
    if (local.length === 0) return;
    for (const { view, folder, ignore } of buildsOf(context)) {
      if (folder === null) continue;
      for (const instruction of copiesFromContext(view)) {
        if (instruction.flags.some(flag => flag.name === "exclude")) continue;
        for (const { path, word } of literalSources(instruction)) {
          const whole = inContext(folder, path);
          if (whole === null || !isFolder(context, whole)) continue;
          const patterns = takenPatterns(local, whole, folder, ignore?.file ?? null);
          const [first, ...others] = patterns;
          if (first === undefined) continue;
          const name = ignore ? nameOf(ignore.path) : ".dockerignore";
          const also = others.length === 0 ? "" : ` and ${String(others.length)} more`;
          const [verb, object] = others.length === 0 ? ["belongs", "it"] : ["belong", "them"];
          context.report(
            view.path,
            word.span,
            `This takes \`${shorten(first, 34)}\`${also} into the image, which ${verb} to this machine. Add ${object} to \`${name}\`.`,
            { fixes: ignore === null ? [] : [ignoreFix(ignore.path, context.read(ignore.path) ?? "", patterns)] },
          );
        }
      }
    }
  },
});

/** What belongs to this machine, each path with its kind's pattern. */
function localPaths(context: WorkspaceContext): readonly (readonly [path: string, kind: string])[] {
  const kept = context.read(".gitignore");
  const rules = kept === null ? null : gitignore().add(kept);
  return [...context.paths].flatMap((path): readonly (readonly [path: string, kind: string])[] => {
    const kind = LOCAL.find(([pattern]) => pattern.test(path))?.[1];
    // What version control keeps is no secret of one machine; an environment is of one machine all the same.
    const isKept = kind !== undefined && !/^(?:\.?venv|\.git)$/.test(kind) && rules !== null && !rules.ignores(path);
    return kind === undefined || isKept ? [] : [[path, kind]];
  });
}

/** Lines of an ignore file for what a COPY of `taken` brings from the context `folder`, one of each kind, the gravest first. */
function takenPatterns(
  local: ReturnType<typeof localPaths>,
  taken: string,
  folder: string,
  ignore: Dockerignore | null,
): readonly string[] {
  const found = new Map<string, string>();
  for (const [path, kind] of local) {
    if ((taken !== "" && !path.startsWith(`${taken}/`)) || found.has(kind)) continue;
    const own = folder === "" ? path : path.slice(folder.length + 1);
    if (ignore === null || !matchIgnore(ignore, own).ignored) found.set(kind, topOf(own, kind));
  }
  return LOCAL.flatMap(([, kind]) => found.get(kind) ?? []);
}

function ignoreFix(path: string, text: string, patterns: readonly string[]): ReportedFix {
  const end = lineEndOf(text);
  const [first = ""] = patterns;
  const what = patterns.length === 1 ? first : `${String(patterns.length)} Lines`;
  return suggestion(`Add ${what} to ${nameOf(path)}`, {
    path,
    span: { start: text.length, end: text.length },
    text: (text === "" || text.endsWith("\n") ? "" : end) + patterns.map(each => `${each}${end}`).join(""),
  });
}

/** The pattern for .dockerignore: the folder itself for folders, at any depth where it lies below the root. */
function topOf(path: string, kind: string): string {
  const folder = /(?:^|\/)(\.venv|venv|env|\.git|node_modules|__pycache__)\//.exec(path);
  if (folder?.[1] !== undefined) {
    const at = path.indexOf(`${folder[1]}/`);
    return kind === "__pycache__" ? "**/__pycache__" : path.slice(0, at) + folder[1];
  }
  return path;
}
