import * as vscode from "vscode";
import type { Verb } from "../../panel/protocol";
import type { Shell } from "../shell";
import type { ContainerNode } from "./containers-tree";
import type { EngineStore } from "./engine-store";

/** The command of each verb; rows of the panel go to the same commands as rows of the tree. */
const commandOf: Readonly<Record<Verb, string>> = {
  connect: "drydock.engine.connect",
  cancelConnect: "drydock.engine.cancelConnect",
  getDocker: "drydock.engine.getDocker",
  selectContext: "drydock.engine.select",
  trust: "workbench.trust.manage",
  copyGroupCommand: "drydock.engine.copyGroupCommand",
  dockerize: "drydock.workspace.dockerize",
  startAll: "drydock.project.up",
  stopAll: "drydock.project.down",
  build: "drydock.image.build",
  buildNoCache: "drydock.image.buildNoCache",
  cancelBuild: "drydock.build.cancel",
  applyFix: "drydock.build.applyFix",
  start: "drydock.service.start",
  stop: "drydock.service.stop",
  restart: "drydock.service.restart",
  rebuild: "drydock.service.rebuild",
  shell: "drydock.container.shell",
  browser: "drydock.container.openInBrowser",
  definition: "drydock.service.openDefinition",
  inspect: "drydock.container.inspect",
  copyId: "drydock.container.copyId",
  remove: "drydock.container.remove",
  verify: "drydock.workspace.verify",
  cancelVerify: "drydock.verification.cancel",
  reports: "drydock.report.write",
  editThreshold: "drydock.threshold.edit",
  acceptThreshold: "drydock.threshold.accept",
  showInReport: "drydock.threshold.showInReport",
  buildVariant: "drydock.verification.buildVariant",
  download: "drydock.logs.download",
  kill: "drydock.container.kill",
  pause: "drydock.container.pause",
  unpause: "drydock.container.unpause",
  scale: "drydock.service.scale",
  top: "drydock.container.top",
  copyFrom: "drydock.container.copyFrom",
};

export async function runPanelAction(_shell: Shell, engine: EngineStore, verb: Verb, target: string): Promise<void> {
  if (verb === "editThreshold" || verb === "acceptThreshold" || verb === "showInReport") {
    await vscode.commands.executeCommand(commandOf[verb], { threshold: target });
    return;
  }
  if (verb === "buildVariant") {
    await vscode.commands.executeCommand(commandOf[verb], target);
    return;
  }
  const node = target === "" ? undefined : nodeOf(engine, target);
  await vscode.commands.executeCommand(commandOf[verb], ...(node === undefined ? [] : [node]));
}

/** Opens the port of a row that was clicked; 0 asks for one. */
export async function openPort(engine: EngineStore, target: string, port: number): Promise<void> {
  await vscode.commands.executeCommand(commandOf.browser, nodeOf(engine, target), port);
}

/** The tree's node for a row of the panel. */
export function nodeOf(engine: EngineStore, id: string): ContainerNode | undefined {
  const container = engine.containers.find(candidate => candidate.id === id);
  const services = engine.projects.flatMap(project => project.services.map(service => ({ project, service })));
  if (container) {
    const own = services.find(
      ({ project, service }) => project.request.project === container.project && service.name === container.service,
    );
    return { kind: "container", container, defined: own?.service ?? null };
  }
  const absent = services.find(({ project, service }) => id === `service:${project.request.project}/${service.name}`);
  if (absent) return { kind: "service", ...absent };
  const project = engine.projects.find(({ request }) => id === `project:${request.project}`);
  return id.startsWith("project:") ? { kind: "project", name: id.slice(8), project: project ?? null } : undefined;
}
