import { type CommandDescription, type Placement, row, title, trusted } from "./command";

const view = "drydock.containers";
const compose = "resourceLangId == dockercompose";

/** An entry of the context menu of a row in the panel. */
function panelRow(state: "" | "running" | "stopped", group: string): Placement {
  const section = state === "" ? "/^service/" : `/^service-${state}/`;
  return { menu: "webview/context", when: `webviewId == 'drydock.panel' && webviewSection =~ ${section}`, group };
}

/** Commands that need an engine: all are off in a workspace that is not trusted. */
export const containerCommands: readonly CommandDescription[] = [
  {
    id: "drydock.panel.show",
    title: "Containers",
    icon: "server-process",
    palette: trusted,
    places: [title(view, trusted, "navigation@1")],
  },
  {
    id: "drydock.panel.find",
    title: "Find in Logs",
    icon: "search",
    palette: "activeWebviewPanelId == drydock.panel",
  },
  {
    id: "drydock.panel.follow",
    title: "Follow Logs",
    icon: "arrow-down",
    palette: "activeWebviewPanelId == drydock.panel",
  },
  {
    id: "drydock.panel.clear",
    title: "Clear Logs View",
    icon: "clear-all",
    palette: "activeWebviewPanelId == drydock.panel",
  },
  {
    id: "drydock.engine.connect",
    title: "Connect to Engine",
    icon: "plug",
    palette: `${trusted} && drydock.engine.state != connected`,
  },
  {
    id: "drydock.engine.select",
    title: "Select Docker Context…",
    icon: "server-environment",
    palette: trusted,
    places: [title(view, trusted, "2_act@1")],
  },
  {
    id: "drydock.engine.showCommands",
    title: "Show Commands Run",
    icon: "terminal",
    palette: trusted,
    places: [title(view, trusted, "2_act@2")],
  },
  { id: "drydock.engine.copyGroupCommand", title: "Copy Command for Access to the Engine", palette: false },
  { id: "drydock.build.cancel", title: "Stop Building", palette: false },
  { id: "drydock.logs.download", title: "Download Logs…", palette: false },
  {
    id: "drydock.image.build",
    title: "Build Image…",
    icon: "tools",
    palette: trusted,
    places: [
      row("drydock.recon", "dockerfile", "inline@1", trusted),
      { menu: "explorer/context", when: `resourceLangId == dockerfile && ${trusted}`, group: "7_drydock@1" },
      { menu: "editor/title/run", when: `resourceLangId == dockerfile && ${trusted}`, group: "navigation@1" },
    ],
  },
  {
    id: "drydock.image.buildNoCache",
    title: "Build Without Cache…",
    icon: "tools",
    palette: trusted,
    places: [{ menu: "editor/title/run", when: `resourceLangId == dockerfile && ${trusted}`, group: "navigation@2" }],
  },
  {
    id: "drydock.image.inspect",
    title: "Inspect",
    icon: "json",
    palette: false,
    places: [row(view, "^image", "1_open", trusted)],
  },
  {
    id: "drydock.image.remove",
    title: "Remove…",
    icon: "trash",
    palette: false,
    places: [row(view, "^image", "9_destroy", trusted)],
  },
  {
    id: "drydock.project.up",
    title: "Start All",
    icon: "run-all",
    palette: trusted,
    places: [
      row(view, "^project", "inline@1", trusted),
      row(view, "^project", "2_act@1", trusted),
      { menu: "explorer/context", when: `${compose} && ${trusted}`, group: "7_drydock@1" },
    ],
  },
  {
    id: "drydock.project.down",
    title: "Stop and Remove…",
    icon: "debug-stop",
    palette: trusted,
    places: [
      row(view, "^project", "inline@2", trusted),
      row(view, "^project", "9_destroy@1", trusted),
      { menu: "explorer/context", when: `${compose} && ${trusted}`, group: "7_drydock@2" },
    ],
  },
  {
    id: "drydock.service.start",
    title: "Start",
    icon: "debug-start",
    palette: false,
    places: [
      row(view, "service-stopped", "inline@1", trusted),
      row(view, "service-stopped", "2_act@1", trusted),
      panelRow("stopped", "2_act@1"),
    ],
  },
  {
    id: "drydock.service.stop",
    title: "Stop",
    icon: "debug-stop",
    palette: false,
    places: [
      row(view, "service-running", "inline@1", trusted),
      row(view, "service-running", "2_act@1", trusted),
      panelRow("running", "2_act@1"),
    ],
  },
  {
    id: "drydock.service.restart",
    title: "Restart",
    icon: "debug-restart",
    palette: false,
    places: [row(view, "service-running", "2_act@2", trusted), panelRow("running", "2_act@2")],
  },
  {
    id: "drydock.service.rebuild",
    title: "Rebuild and Restart",
    icon: "tools",
    palette: false,
    places: [row(view, "built", "2_act@3", trusted), panelRow("", "2_act@3")],
  },
  {
    id: "drydock.service.openDefinition",
    title: "Go to Definition in Compose File",
    icon: "go-to-file",
    palette: false,
    places: [row(view, "service", "1_open@1"), panelRow("", "1_open@1")],
  },
  {
    id: "drydock.container.logs",
    title: "Show Logs",
    icon: "output",
    palette: false,
    places: [row(view, "container", "inline@3", trusted), row(view, "container", "1_open@2", trusted)],
  },
  {
    id: "drydock.container.shell",
    title: "Open Shell",
    icon: "terminal",
    palette: false,
    places: [row(view, "running", "1_open@3", trusted), panelRow("running", "1_open@3")],
  },
  {
    id: "drydock.container.openInBrowser",
    title: "Open in Browser",
    icon: "link-external",
    palette: false,
    places: [row(view, "published", "inline@4", trusted), row(view, "published", "1_open@4", trusted)],
  },
  {
    id: "drydock.container.inspect",
    title: "Inspect",
    icon: "json",
    palette: false,
    places: [row(view, "container", "1_open@5", trusted), panelRow("", "1_open@5")],
  },
  {
    id: "drydock.container.copyId",
    title: "Copy ID",
    icon: "copy",
    palette: false,
    places: [row(view, "container", "7_copy"), panelRow("", "7_copy")],
  },
  {
    id: "drydock.container.pause",
    title: "Pause",
    icon: "debug-pause",
    palette: false,
    places: [row(view, "running", "2_act@4", trusted)],
  },
  {
    id: "drydock.container.unpause",
    title: "Resume",
    icon: "debug-continue",
    palette: false,
    places: [row(view, "paused", "2_act@4", trusted)],
  },
  {
    id: "drydock.container.kill",
    title: "Kill…",
    icon: "stop-circle",
    palette: false,
    places: [{ menu: "drydock.more", when: "viewItem =~ /running/", group: "9_destroy@1" }],
  },
  {
    id: "drydock.container.rename",
    title: "Rename…",
    icon: "edit",
    palette: false,
    places: [{ menu: "drydock.more", when: "viewItem =~ /container/", group: "2_act@1" }],
  },
  {
    id: "drydock.container.remove",
    title: "Remove…",
    icon: "trash",
    palette: false,
    places: [row(view, "container", "9_destroy", trusted), panelRow("", "9_destroy")],
  },
  {
    id: "drydock.volume.remove",
    title: "Remove…",
    icon: "trash",
    palette: false,
    places: [row(view, "^volume", "9_destroy", trusted)],
  },
  {
    id: "drydock.network.remove",
    title: "Remove…",
    icon: "trash",
    palette: false,
    places: [row(view, "^network", "9_destroy", trusted)],
  },
];
