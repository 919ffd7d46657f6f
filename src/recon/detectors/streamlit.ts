import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { portOf } from "../commands/arguments";
import { defineDetector } from "../define-detector";
import { importersOf } from "../targets/script-for";
import { asText, at } from "../../workspace/data-node";
import { nameOf, parentOf } from "../../model/paths";
import { scriptEvidence } from "../workers/script-evidence";

const PORT = 8501;

/** Streamlit pages: scripts that call `st` and that no other file imports; files in `pages/` belong to the script beside it. */
export const detector = defineDetector({
  id: "streamlit",
  title: "Streamlit applications",
  reads: { modules: ["streamlit"], files: [".streamlit/config.toml", "**/.streamlit/config.toml"] },
  detect(context) {
    const { project } = context;
    const importers = importersOf(project);
    const own = context.python.filter(isOwnCode);
    const paged = new Set(
      own.filter(({ path }) => /(?:^|\/)pages\/[^/]+$/.test(path)).map(({ path }) => parentOf(parentOf(path))),
    );
    const scripts = own.filter(
      ({ path }) =>
        !/(?:^|\/)pages\/[^/]+$/.test(path) &&
        !path.endsWith("__init__.py") &&
        (importers.get(path) ?? []).length === 0,
    );
    const ranked = scripts
      .map(file => {
        const names = file.facts.imports.flatMap(({ module, as }) =>
          module === "streamlit" && as !== null ? [as] : [],
        );
        const calls = file.facts.calls.filter(
          ({ callee }) => callee.startsWith("streamlit.") || names.some(name => callee.startsWith(`${name}.`)),
        );
        const page = calls.find(({ callee }) => callee.endsWith(".set_page_config") || callee.endsWith(".navigation"));
        const first = page ?? calls[0];
        const base = nameOf(file.path);
        const score =
          (page ? 4 : 0) +
          (/^(?:streamlit_app|app|main|home|Home|🏠.*|index|run|dashboard)\.py$/.test(base) ? 3 : 0) +
          (/streamlit|dashboard|app/i.test(base) ? 1 : 0) +
          (paged.has(parentOf(file.path)) ? 3 : 0) +
          (calls.some(({ scope }) => scope === -1) || file.facts.mainGuards.length > 0 ? 2 : 0) -
          file.path.split("/").length;
        return { file, first, score };
      })
      .filter(({ first }) => first !== undefined)
      .sort((left, right) => right.score - left.score);
    const best = ranked[0];
    const anyFile = own[0];
    if (!best?.first) {
      return anyFile
        ? [
            {
              claim: "framework",
              name: "streamlit",
              place: project.place(
                anyFile,
                anyFile.facts.imports.find(({ module }) => module === "streamlit")?.offset ?? 0,
              ),
            },
          ]
        : [];
    }
    const place = project.place(best.file, best.first.offset);
    const configured = context.files.flatMap(path => {
      const node = at(context.workspace.data(path).root, "server", "port");
      const port = portOf(asText(node));
      return node && port !== null ? [{ port, place: context.workspace.place(path, node.span.start) }] : [];
    })[0];
    const port = configured?.port ?? PORT;
    const out: Evidence[] = [
      { claim: "framework", name: "streamlit", place },
      // Streamlit answers health checks itself (Streamlit documentation, "Deploy Streamlit using Docker").
      { claim: "route", path: "/_stcore/health", method: "GET", place },
    ];
    if (configured) out.push({ claim: "port", port, source: "server-config", place: configured.place });
    for (const { file, first, score } of ranked) {
      if (!first || (score < 2 && file !== best.file)) continue;
      out.push(
        scriptEvidence(context, file, first.offset, {
          kind: "streamlit",
          name: "web",
          port,
          isScript: true,
          confidence: file === best.file ? "high" : "medium",
          command: path => [
            "streamlit",
            "run",
            path,
            "--server.address",
            "0.0.0.0",
            "--server.port",
            String(port),
            "--server.headless",
            "true",
            "--browser.gatherUsageStats",
            "false",
          ],
          devCommand: path => [
            "streamlit",
            "run",
            path,
            "--server.address",
            "0.0.0.0",
            "--server.port",
            String(port),
            "--server.runOnSave",
            "true",
          ],
        }),
      );
    }
    return out;
  },
});
