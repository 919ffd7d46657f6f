import type { EntryPointKind } from "../../model/recon";
import { applicationIndex } from "../applications/application-index";
import type { DetectContext } from "../define-detector";
import { resolveTarget } from "../targets/resolve-target";
import { portOf } from "./arguments";
import type { CommandOrigin } from "./command-evidence";
import { consoleScript, isJob, scriptRole } from "./console-scripts";
import { reading, type CommandReading } from "./reading";
import { unwrap } from "./unwrap";

/** A console script of the project itself: `CMD ["myapp", "serve"]`. */
export function scriptReading(
  context: DetectContext,
  words: readonly string[],
  origin: CommandOrigin,
): CommandReading | null {
  const [program = "", ...rest] = unwrap(words);
  const script = consoleScript(context, program.replace(/^.*\//, ""));
  if (!script) return null;
  // Where the machine of a unit file has it installed says nothing of the container.
  const inner = [script.name, ...rest];
  const named = namedApplication(context, inner, origin);
  if (named) return reading("console-script", "serve", { words: inner, ...named, port: origin.port ?? null });
  const told = scriptRole(inner);
  // `-p` of a worker is how many processes it has, as in Dramatiq, and what an image publishes is its server's.
  const port =
    told === "worker" ? portInWords(rest, /^--port(?:=(\d+))?$/) : (portInWords(rest) ?? origin.port ?? null);
  const role = told === "script" && port === null && isKept(inner, origin) ? "worker" : told;
  const kind: EntryPointKind = role === "worker" ? "worker" : role === "serve" || port !== null ? "server" : "cli";
  return reading("console-script", role, { words: inner, kind, target: script.name, port });
}

/** `myapp server start myapp.main:app` serves what it names; null where no word names an application that a server can load. */
function namedApplication(
  { workspace, project }: DetectContext,
  words: readonly string[],
  { folders }: CommandOrigin,
): { readonly kind: "wsgi" | "asgi"; readonly target: string } | null {
  for (const target of words.filter(word => /^[\w.]+:[\w.]+$/.test(word))) {
    const { status, file, attribute } = resolveTarget(workspace, project, target, folders);
    if (status !== "found") continue;
    const kind = file && applicationIndex(project).find(file.path, attribute ?? "")?.framework.kind;
    return kind === "wsgi" || kind === "asgi" ? { kind, target } : null;
  }
  return null;
}

/** What a deployment keeps running is no tool that a person calls; whether `web` listens is for the code to show. */
function isKept(words: readonly string[], origin: CommandOrigin): boolean {
  return origin.staysRunning === true && origin.name !== "web" && !isJob(words, origin.name);
}

/** `-b 0.0.0.0:8000`, `--port 8000`, `server 0.0.0.0:8000`. */
function portInWords(words: readonly string[], pattern = /^--?(?:[\w-]+-)?(?:port|p)(?:=(\d+))?$/i): number | null {
  for (const [at, word] of words.entries()) {
    const option = pattern.exec(word);
    // Of several addresses (`0.0.0.0:5232,[::]:5232`) the first.
    const text = option
      ? (option[1] ?? words[at + 1])
      : /^(?:--?[\w-]+=)?(?:[\w.*]+|\[[\d:]*\])?:(\d+)(?:,[\w.*]*(?:\[[\d:]*\])?:\d+)*$/.exec(word)?.[1];
    const port = portOf(text);
    if (port !== null) return port;
  }
  return null;
}
