import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { commandEvidence } from "../commands/command-evidence";
import { portOf } from "../commands/arguments";
import { defineDetector } from "../define-detector";
import { isPackaged } from "../targets/working-directory";
import { asText, at, entries } from "../../workspace/data-node";
import { parentOf, withoutFolder } from "../../model/paths";

const PORT = 6543;

/** Pyramid applications: the PasteDeploy file that `pserve` is given, production before development. */
export const detector = defineDetector({
  id: "pyramid",
  title: "Pyramid applications",
  reads: {
    files: ["production.ini", "development.ini", "*.paste.ini", "paste.ini"],
    calls: ["pyramid.config.Configurator"],
  },
  detect(context) {
    const { workspace, project } = context;
    const made = context.calls.find(({ file }) => isOwnCode(file));
    if (!made) return [];
    const out: Evidence[] = [
      { claim: "framework", name: "pyramid", place: project.place(made.file, made.call.offset) },
    ];
    const served = context.files.filter(path =>
      entries(workspace.data(path).root).some(
        ({ key }) => /^(?:app|composite|pipeline):/.test(key) || key === "server:main",
      ),
    );
    const path = served.find(file => file.endsWith("production.ini")) ?? served[0];
    if (path === undefined) return out;
    const node = at(workspace.data(path).root, "server:main", "port");
    const listen = asText(at(workspace.data(path).root, "server:main", "listen"));
    const port = portOf(asText(node)) ?? portOf(/:(\d+)/.exec(listen ?? "")?.[1]) ?? PORT;
    if (node) out.push({ claim: "port", port, source: "server-config", place: workspace.place(path, node.span.start) });
    // `conf/production.ini` is named from the folder above, unless a project of its own lies beside it.
    const folder = isPackaged(workspace, parentOf(path)) ? parentOf(path) : context.unit;
    out.push(
      ...commandEvidence(context, ["pserve", withoutFolder(folder, path)], {
        source: "server-config",
        name: null,
        folders: [folder],
        place: workspace.place(path, 0, path.endsWith("production.ini") ? "high" : "medium"),
        port,
      }),
    );
    return out;
  },
});
