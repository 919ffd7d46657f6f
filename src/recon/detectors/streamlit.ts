import type { Place } from "../../model/place";
import type { PythonFile } from "../../python/project";
import { isOwnCode } from "../integrations/own-code";
import { portOf } from "../commands/arguments";
import { defineDetector, type DetectContext } from "../define-detector";
import { importersOf } from "../targets/script-for";
import { asText, at } from "../../workspace/data-node";
import { nameOf, parentOf } from "../../model/paths";
import { scriptEvidence } from "../workers/script-evidence";

const PORT = 8501;

/** Pages beside the script that they belong to. */
const PAGE = /(?:^|\/)pages\/[^/]+$/;

/** Streamlit applications: scripts that call `st` and that no other file imports. */
export const detector = defineDetector({
  id: "streamlit",
  title: "Streamlit applications",
  reads: { modules: ["streamlit"], files: [".streamlit/config.toml", "**/.streamlit/config.toml"] },
  detect(context) {
    const { project } = context;
    const own = context.python.filter(isOwnCode);
    const ranked = rankScripts(context, own);
    const [best] = ranked;
    if (best === undefined) {
      const [importer] = own;
      if (importer === undefined) return [];
      const offset = importer.facts.imports.find(({ module }) => module === "streamlit")?.offset ?? 0;
      return [{ claim: "framework", name: "streamlit", place: project.place(importer, offset) }];
    }
    const place = project.place(best.file, best.offset);
    const configured = configuredPort(context);
    const port = configured?.port ?? PORT;
    const applications = ranked.filter(each => each === best || each.score >= 2);
    return [
      { claim: "framework", name: "streamlit", place },
      // Streamlit answers health checks itself (Streamlit documentation, "Deploy Streamlit using Docker").
      { claim: "route", path: "/_stcore/health", method: "GET", place },
      ...(configured ? [{ claim: "port", source: "server-config", ...configured } as const] : []),
      ...applications.map(({ file, offset }) =>
        scriptEvidence(context, file, offset, {
          kind: "streamlit",
          name: "web",
          port,
          isScript: true,
          confidence: file === best.file ? "high" : "medium",
          command: path => [
            ...served(path, port),
            ...["--server.headless", "true", "--browser.gatherUsageStats", "false"],
          ],
          devCommand: path => [...served(path, port), "--server.runOnSave", "true"],
        }),
      ),
    ];
  },
});

function served(path: string, port: number): readonly string[] {
  return ["streamlit", "run", path, "--server.address", "0.0.0.0", "--server.port", String(port)];
}

interface RankedScript {
  readonly file: PythonFile;
  /** Of the call that shows it. */
  readonly offset: number;
  readonly score: number;
}

/** Scripts that draw with Streamlit, the likeliest application first. */
function rankScripts({ project }: DetectContext, own: readonly PythonFile[]): readonly RankedScript[] {
  const importers = importersOf(project);
  const paged = new Set(own.filter(({ path }) => PAGE.test(path)).map(({ path }) => parentOf(parentOf(path))));
  return own
    .filter(({ path }) => !PAGE.test(path) && !path.endsWith("__init__.py") && (importers.get(path) ?? []).length === 0)
    .flatMap(file => {
      const names = file.facts.imports.flatMap(({ module, as }) => (module === "streamlit" && as !== null ? [as] : []));
      const calls = file.facts.calls.filter(
        ({ callee }) => callee.startsWith("streamlit.") || names.some(name => callee.startsWith(`${name}.`)),
      );
      const page = calls.find(({ callee }) => callee.endsWith(".set_page_config") || callee.endsWith(".navigation"));
      const first = page ?? calls[0];
      if (first === undefined) return [];
      const runs = calls.some(({ scope }) => scope === -1) || file.facts.mainGuards.length > 0;
      const score =
        (page ? 4 : 0) +
        nameScore(nameOf(file.path)) +
        (paged.has(parentOf(file.path)) ? 3 : 0) +
        (runs ? 2 : 0) -
        file.path.split("/").length;
      return [{ file, offset: first.offset, score }];
    })
    .toSorted((left, right) => right.score - left.score);
}

function nameScore(name: string): number {
  return (
    (/^(?:streamlit_app|app|main|home|Home|🏠.*|index|run|dashboard)\.py$/.test(name) ? 3 : 0) +
    (/streamlit|dashboard|app/i.test(name) ? 1 : 0)
  );
}

function configuredPort({
  files,
  workspace,
}: DetectContext): { readonly port: number; readonly place: Place } | undefined {
  return files.flatMap(path => {
    const node = at(workspace.data(path).root, "server", "port");
    const port = portOf(asText(node));
    return node && port !== null ? [{ port, place: workspace.place(path, node.span.start) }] : [];
  })[0];
}
