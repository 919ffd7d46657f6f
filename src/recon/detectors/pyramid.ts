import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { commandEvidence } from "../commands/command-evidence";
import { portOf } from "../commands/arguments";
import { defineDetector } from "../define-detector";
import { isPackaged } from "../targets/working-directory";
import { asText, at, entries, type DataNode } from "../../workspace/data-node";
import { parentOf, withoutFolder } from "../../model/paths";

const PORT = 6543;
const LOOPBACK =
  "Inside a container the loopback address is the container's own, so a published port never reaches the server.";

/** Settings of Gunicorn that a value follows, by their names in a file; the option is called alike where none is given. */
const OPTIONS: Readonly<Record<string, string>> = { keepalive: "keep-alive" };
const CARRIED =
  /^(?:config|workers|worker_(?:class|connections)|threads|(?:graceful_)?timeout|keepalive|max_requests(?:_jitter)?|limit_request_(?:line|fields|field_size)|forwarded_allow_ips)$/;

/** What `pserve` hands Gunicorn from the server's section (gunicorn.app.pasterapp); `--paste` reads only the application. */
function gunicornOptions(server: DataNode | undefined, file: string): readonly string[] {
  return entries(server).flatMap(({ key, value }) => {
    const text = (asText(value) ?? "").replace("%(here)s", parentOf(file) || ".").replace(/^\.\//, "");
    if (!CARRIED.test(key) || text === "" || text.includes("%(")) return [];
    return [`--${OPTIONS[key] ?? key.replaceAll("_", "-")}`, text];
  });
}

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
    // gunicorn's own command takes another address than the one that is written there.
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
    const file = withoutFolder(folder, path);
    // Over a file of its own that says where to listen, the section's address holds.
    const bind = address && at(server, "config") ? ["--bind", `0.0.0.0:${port}`] : [];
    const command = isGunicorn
      ? ["gunicorn", ...bind, "--paste", file, ...gunicornOptions(server, file)]
      : ["pserve", file];
    out.push(
      ...commandEvidence(context, command, {
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
