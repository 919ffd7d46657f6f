import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { commandEvidence } from "../commands/command-evidence";
import { portOf } from "../commands/arguments";
import { defineDetector } from "../define-detector";
import { isPackaged } from "../targets/working-directory";
import { asText, at, entries } from "../../workspace/data-node";
import { parentOf, withoutFolder } from "../../model/paths";

const PORT = 6543;
const LOOPBACK =
  "Inside a container the loopback address is the container's own, so a published port never reaches the server.";

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
    const server = at(workspace.data(path).root, "server:main");
    const node = at(server, "port");
    const address = ["listen", "bind", "host"].map(key => at(server, key)).find(each => each !== undefined);
    // gunicorn's own command reads the same file, and takes another address than the one that is written there.
    const isGunicorn = /^egg:gunicorn\b/.test(asText(at(server, "use")) ?? "");
    const written = asText(address) ?? "";
    const port = portOf(asText(node)) ?? portOf(/:(\d+)/.exec(written)?.[1]) ?? PORT;
    if (node) out.push({ claim: "port", port, source: "server-config", place: workspace.place(path, node.span.start) });
    if (address && !isGunicorn && /^(?:127\.|localhost\b)/.test(written)) {
      out.push({
        claim: "readiness",
        rule: "loopback-bind",
        what: `the server listens on ${written}`,
        why: LOOPBACK,
        place: workspace.place(path, address.span.start),
        fix: "Bind to 0.0.0.0 in the container.",
      });
    }
    // `conf/production.ini` is named from the folder above, unless a project of its own lies beside it.
    const folder = isPackaged(workspace, parentOf(path)) ? parentOf(path) : context.unit;
    const program = isGunicorn ? ["gunicorn", "--paste"] : ["pserve"];
    out.push(
      ...commandEvidence(context, [...program, withoutFolder(folder, path)], {
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
