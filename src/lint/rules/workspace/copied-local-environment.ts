import gitignore from "ignore";
import { matchIgnore } from "../../../docker/dockerignore";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { buildsOf, copiesFromContext, literalSources } from "../../query/builds";
import { lineEndOf } from "../../query/compose";
import { shorten, suggestion } from "../../query/fixing";
import { inContext, isFolder } from "../../query/workspace-paths";

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
    const kept = context.read(".gitignore");
    const rules = kept === null ? null : gitignore().add(kept);
    const local = [...context.paths].flatMap((path): readonly (readonly [path: string, kind: string])[] => {
      const kind = LOCAL.find(([pattern]) => pattern.test(path))?.[1];
      // What version control keeps is no secret of one machine; an environment is of one machine all the same.
      const isKept = kind !== undefined && !/^(?:\.?venv|\.git)$/.test(kind) && rules !== null && !rules.ignores(path);
      return kind === undefined || isKept ? [] : [[path, kind]];
    });
    if (local.length === 0) return;
    for (const { view, folder, ignore } of buildsOf(context)) {
      if (folder === null) continue;
      for (const instruction of copiesFromContext(view)) {
        const excluded = instruction.flags.flatMap(flag => (flag.name === "exclude" ? (flag.value ?? "") : []));
        for (const { path, word } of literalSources(instruction)) {
          const whole = inContext(folder, path);
          if (whole === null || !isFolder(context, whole) || excluded.length > 0) continue;
          const found = new Map<string, string>();
          for (const [each, kind] of local) {
            if ((whole !== "" && !each.startsWith(`${whole}/`)) || found.has(kind)) continue;
            const own = folder === "" ? each : each.slice(folder.length + 1);
            if (ignore !== null && matchIgnore(ignore.file, own).ignored) continue;
            found.set(kind, topOf(own, kind));
          }
          const ordered = LOCAL.flatMap(([, kind]) => found.get(kind) ?? []);
          const [first, ...others] = ordered;
          if (first === undefined) continue;
          const also = others.length === 0 ? "" : ` and ${String(others.length)} more`;
          const name = ignore ? nameOf(ignore.path) : ".dockerignore";
          const text = ignore === null ? "" : (context.read(ignore.path) ?? "");
          const end = lineEndOf(text);
          const lines = ordered.map(each => `${each}${end}`).join("");
          context.report(
            view.path,
            word.span,
            `This takes \`${shorten(first, 34)}\`${also} into the image, which belong${others.length === 0 ? "s" : ""} to this machine. Add ${others.length === 0 ? "it" : "them"} to \`${name}\`.`,
            {
              fixes:
                ignore === null
                  ? []
                  : [
                      suggestion(`Add ${ordered.length === 1 ? first : `${String(ordered.length)} Lines`} to ${name}`, {
                        path: ignore.path,
                        span: { start: text.length, end: text.length },
                        text: (text === "" || text.endsWith("\n") ? "" : end) + lines,
                      }),
                    ],
            },
          );
        }
      }
    }
  },
});

/** The pattern for .dockerignore: the folder itself for folders, at any depth where it lies below the root. */
function topOf(path: string, kind: string): string {
  const folder = /(?:^|\/)(\.venv|venv|env|\.git|node_modules|__pycache__)\//.exec(path);
  if (folder?.[1] !== undefined) {
    const at = path.indexOf(`${folder[1]}/`);
    return kind === "__pycache__" ? "**/__pycache__" : path.slice(0, at) + folder[1];
  }
  return path;
}
