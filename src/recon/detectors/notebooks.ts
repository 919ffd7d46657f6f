import type { Evidence } from "../../model/evidence";
import { parentOf } from "../../model/paths";
import { defineDetector } from "../define-detector";

/** Notebooks: served by Voila where it is declared, else by JupyterLab; a convention where other entry points exist. */
export const detector = defineDetector({
  id: "notebooks",
  title: "Notebooks",
  reads: { files: ["*.ipynb"] },
  detect(context) {
    const { workspace, dependencies } = context;
    const notebooks = context.files.filter(
      path => !/(?:^|\/)(?:docs?|examples?|tests?|tutorials?|samples?)\//i.test(path),
    );
    const declared = new Map(dependencies.map(dependency => [dependency.name, dependency]));
    const server = ["voila", "jupyterlab", "notebook", "jupyter", "jupyter-server", "nbclassic"]
      .map(name => declared.get(name))
      .find(found => found !== undefined);
    const first = notebooks[0];
    if (first === undefined) return [];
    const out: Evidence[] = [];
    const isVoila = server?.name === "voila";
    if (server) out.push({ claim: "framework", name: isVoila ? "voila" : "jupyter", place: server.place });
    const lab = ["jupyter", "lab", "--ip", "0.0.0.0", "--port", "8888", "--no-browser"];
    const isRuntime = server !== undefined && server.group === "main";
    out.push({
      claim: "entry-point",
      kind: "notebook",
      name: "notebook",
      target: isVoila || notebooks.length === 1 ? first : parentOf(first) || ".",
      command: isVoila ? ["voila", first, "--no-browser", "--Voila.ip=0.0.0.0"] : lab,
      devCommand: isVoila ? ["voila", first, "--Voila.ip=0.0.0.0"] : lab,
      port: isVoila ? 8866 : 8888,
      source: isRuntime ? "code" : "convention",
      workingDirectory: context.unit,
      place: workspace.place(first, 0, isRuntime ? "medium" : "low"),
    });
    return out;
  },
});
