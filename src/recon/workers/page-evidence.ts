import type { Evidence } from "../../model/evidence";
import type { EntryPointKind } from "../../model/recon";
import type { CallFact } from "../../python/facts";
import { isOwnCode } from "../integrations/own-code";
import { integerIn, keywordOf } from "../../python/values";
import type { DetectContext } from "../define-detector";
import { scriptEvidence } from "./script-evidence";

/** A framework whose scripts are recognised by one call, and how a script is served. */
export interface PageFramework {
  readonly name: string;
  readonly kind: EntryPointKind;
  readonly port: number;
  /** The call, or decorator, that makes a file a page. */
  readonly isPage: (callee: string, qualified: string) => boolean;
  /** Null where the file is run by Python itself. */
  readonly command: ((path: string, port: number) => readonly string[]) | null;
  readonly devCommand?: (path: string, port: number) => readonly string[];
  readonly portKeyword?: string;
}

/** One entry point for each file that is a page of the framework. */
export function pageEvidence(context: DetectContext, framework: PageFramework): readonly Evidence[] {
  const { project } = context;
  const out: Evidence[] = [];
  const seen = new Set<string>();
  for (const file of context.python.filter(isOwnCode)) {
    const decorated = file.facts.definitions
      .flatMap(({ decorators }) => decorators)
      .find(value => value.kind === "name" && framework.isPage(value.path, project.qualify(file, value.path)));
    const called: CallFact | undefined = file.facts.calls.find(call =>
      framework.isPage(call.callee, project.qualify(file, call.callee, call.scope)),
    );
    const page = called ?? decorated;
    if (!page) continue;
    out.push({ claim: "framework", name: framework.name, place: project.place(file, page.offset) });
    const value = framework.portKeyword === undefined || !called ? undefined : keywordOf(called, framework.portKeyword);
    const literal = value ? (integerIn(project.resolve(file, value, called?.scope).value) ?? integerIn(value)) : null;
    if (literal !== null)
      out.push({ claim: "port", port: literal, source: "code", place: project.place(file, page.offset) });
    const port = literal ?? framework.port;
    const { command, devCommand } = framework;
    const entry = scriptEvidence(context, file, page.offset, {
      kind: framework.kind,
      name: "web",
      port,
      ...(command ? { isScript: true, command: (path: string) => command(path, port) } : {}),
      ...(devCommand ? { devCommand: (path: string) => devCommand(path, port) } : {}),
    });
    if (seen.has(entry.target)) continue;
    seen.add(entry.target);
    out.push(entry);
  }
  return out;
}
