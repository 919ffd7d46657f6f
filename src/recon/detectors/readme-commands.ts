import type { Evidence } from "../../model/evidence";
import { parentOf } from "../../model/paths";
import { shellEvidence } from "../commands/shell-evidence";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector, type DetectContext } from "../define-detector";
import { resolveTarget } from "../targets/resolve-target";

const PROGRAMS =
  /^\s*(?:\$|>|%)?\s*((?:[A-Z_]+=\S+\s+)*(?:poetry run |pipenv run |uv run |pdm run )?(?:python[\d.]*|gunicorn|uvicorn|hypercorn|flask|streamlit|celery|fastapi|daphne|waitress-serve|chainlit|panel|quart|litestar|sanic|\.\/manage\.py)\s+\S.*)$/;

/** Commands that a README tells people to run: weak evidence, for what nothing else says. */
export const detector = defineDetector({
  id: "readme-commands",
  title: "Commands in the README",
  reads: { files: ["README", "README.*", "readme.*", "Readme.*", "*.sh"] },
  detect(context) {
    return context.files
      .filter(path => !SIDE.test(path))
      .filter(path => /(?:^|\/)readme(?:\.(?:md|rst|txt|markdown|adoc))?$/i.test(path))
      .flatMap((path): readonly Evidence[] => {
        const text = context.workspace.text(path) ?? "";
        let offset = 0;
        return text.split("\n").flatMap(line => {
          const start = offset;
          offset += line.length + 1;
          if (line.length > 300) return [];
          const command = PROGRAMS.exec(line.replace(/`/g, " "))?.[1];
          if (command === undefined || /\.\.\.|<\w+>|\bpip\b|\bvenv\b/.test(command)) return [];
          return (
            shellEvidence(
              context,
              { text: command.trim(), path, offset: start, folder: parentOf(path), confidence: "low" },
              { source: "readme", name: null, roles: ["serve", "worker", "beat", "script"] },
            )
              // A README of a part of the tree, or one that names no file of the workspace, says nothing.
              .filter(
                evidence =>
                  evidence.claim !== "problem" &&
                  evidence.claim !== "port" &&
                  (evidence.claim !== "entry-point" || isThere(context, evidence)),
              )
              .map(withoutExample)
              .map(evidence =>
                "place" in evidence ? { ...evidence, place: context.workspace.place(path, start, "low") } : evidence,
              )
          );
        });
      });
  },
});

const SIDE = /(?:^|\/)(?:examples?|docs?|samples?|tests?|demos?|tutorials?|templates?)\//i;

/** Arguments of a script in a README are an example of one use. */
function withoutExample(evidence: Evidence): Evidence {
  if (evidence.claim !== "entry-point" || evidence.kind !== "script") return evidence;
  const at = evidence.command.findIndex(word => word.endsWith(evidence.target));
  const command = at < 0 ? evidence.command : evidence.command.slice(0, at + 1);
  return { ...evidence, command, devCommand: command };
}

/** A README may tell of anybody's application; only what the workspace holds is this one's. */
function isThere(context: DetectContext, evidence: Extract<Evidence, { claim: "entry-point" }>): boolean {
  if (evidence.target.startsWith("manage.py")) return true;
  if ((evidence.kind === "wsgi" || evidence.kind === "asgi") && !evidence.target.includes(":")) return false;
  const resolved = resolveTarget(context.workspace, context.project, evidence.target, [evidence.workingDirectory]);
  return resolved.status === "found" && (resolved.file === null || isOwnCode(resolved.file));
}
