import { type CommandDescription, type Placement, row, title, trusted } from "./command";

const view = "drydock.containers";
const compose = "resourceLangId == dockercompose";

/** An entry of the context menu of a row in the panel; rows there bear the same words as those of the tree. */
function panelRow(item: string, group: string): Placement {
  return { menu: "webview/context", when: `webviewId == 'drydock.panel' && webviewSection =~ /${item}/`, group };
}

/** What is for all services of a project: on its row, and under the button of the panel's header. */
const all = "^project|stack";

const folderCount = "workspaceFolderCount > 0";
const usable = `${folderCount} && ${trusted}`;

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
  { id: "drydock.panel.nextPane", title: "Next Pane", icon: "arrow-right", palette: false },
  { id: "drydock.panel.previousPane", title: "Previous Pane", icon: "arrow-left", palette: false },
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
    places: [title(view, trusted, "2_act@1"), panelRow("header", "3_more@1")],
  },
  {
    id: "drydock.engine.showCommands",
    title: "Show Commands Run",
    icon: "terminal",
    palette: trusted,
    places: [title(view, trusted, "2_act@2"), panelRow("header", "3_more@2")],
  },
  {
    id: "drydock.engine.copyGroupCommand",
    title: "Copy Command for Access to the Engine",
    icon: "copy",
    palette: false,
  },
  { id: "drydock.engine.cancelConnect", title: "Stop Connecting", icon: "stop-circle", palette: false },
  { id: "drydock.engine.getDocker", title: "How to Get Docker", icon: "link-external", palette: false },
  { id: "drydock.build.cancel", title: "Stop Building", icon: "stop-circle", palette: false },
  { id: "drydock.build.applyFix", title: "Apply Fix to the Failed Step", icon: "lightbulb-autofix", palette: false },
  { id: "drydock.logs.download", title: "Download Logs…", icon: "desktop-download", palette: false },
  {
    id: "drydock.image.build",
    title: "Build Image…",
    icon: "tools",
    palette: usable,
    places: [
      row("drydock.recon", "dockerfile", "inline@1", trusted),
      row("drydock.recon", "dockerfile", "2_act@1", trusted),
      panelRow("buildable", "1_build@1"),
      { menu: "explorer/context", when: `resourceLangId == dockerfile && ${trusted}`, group: "7_drydock@1" },
      { menu: "editor/title/run", when: `resourceLangId == dockerfile && ${trusted}`, group: "navigation@1" },
    ],
  },
  {
    id: "drydock.image.buildNoCache",
    title: "Build Without Cache…",
    icon: "tools",
    palette: usable,
    places: [
      panelRow("buildable", "1_build@2"),
      { menu: "editor/title/run", when: `resourceLangId == dockerfile && ${trusted}`, group: "navigation@2" },
    ],
  },
  {
    id: "drydock.image.inspect",
    title: "Inspect",
    icon: "json",
    palette: false,
    places: [row(view, "^image", "1_open", trusted)],
  },
  {
    id: "drydock.image.compare",
    title: "Compare with Last Build",
    icon: "diff",
    palette: false,
    places: [row(view, "^image", "1_open@2", trusted)],
  },
  {
    id: "drydock.image.remove",
    title: "Remove…",
    icon: "trash",
    palette: false,
    places: [row(view, "^image", "9_destroy", trusted)],
  },
  {
    id: "drydock.image.filter",
    title: "Filter Images…",
    icon: "filter",
    palette: false,
    places: [row(view, "^fold-images", "inline@1", trusted), row(view, "^fold-images", "2_act@1", trusted)],
  },
  {
    id: "drydock.image.clearFilter",
    title: "Show All Images",
    icon: "clear-all",
    palette: false,
    places: [
      row(view, "^fold-images-filtered", "inline@2", trusted),
      row(view, "^fold-images-filtered", "2_act@2", trusted),
    ],
  },
  {
    id: "drydock.project.up",
    title: "Start All",
    icon: "run-all",
    palette: usable,
    places: [
      row(view, "^project", "inline@1", trusted),
      row(view, "^project", "2_act@1", trusted),
      panelRow("^project", "2_act@1"),
      { menu: "explorer/context", when: `${compose} && ${trusted}`, group: "7_drydock@1" },
    ],
  },
  {
    id: "drydock.project.down",
    title: "Stop and Remove…",
    icon: "debug-stop",
    palette: usable,
    places: [
      row(view, "^project", "inline@2", trusted),
      row(view, "^project", "9_destroy@1", trusted),
      panelRow(all, "9_destroy@1"),
      { menu: "explorer/context", when: `${compose} && ${trusted}`, group: "7_drydock@2" },
    ],
  },
  {
    id: "drydock.project.restart",
    title: "Restart All",
    icon: "debug-restart",
    palette: usable,
    places: [row(view, "^project", "2_act@5", trusted), panelRow(all, "2_act@5")],
  },
  {
    id: "drydock.project.pull",
    title: "Pull Images",
    icon: "cloud-download",
    palette: usable,
    places: [
      row(view, "^project", "2_act@2", trusted),
      panelRow(all, "2_act@2"),
      row(view, "defined", "2_act@7", trusted),
      panelRow("defined", "2_act@7"),
      { menu: "explorer/context", when: `${compose} && ${trusted}`, group: "7_drydock@3" },
    ],
  },
  {
    id: "drydock.project.watch",
    title: "Watch for Changes",
    icon: "eye-watch",
    palette: usable,
    places: [
      row(view, "^project", "2_act@3", trusted),
      panelRow(all, "2_act@3"),
      row(view, "watched", "2_act@8", trusted),
      panelRow("watched", "2_act@8"),
      { menu: "explorer/context", when: `${compose} && ${trusted}`, group: "7_drydock@4" },
    ],
  },
  {
    id: "drydock.project.choose",
    title: "Choose Profiles and Environment File…",
    icon: "settings",
    palette: usable,
    places: [row(view, "^project", "2_act@4", trusted), panelRow(all, "2_act@4")],
  },
  {
    id: "drydock.service.start",
    title: "Start",
    icon: "debug-start",
    palette: false,
    places: [
      row(view, "service-stopped", "inline@1", trusted),
      row(view, "service-stopped", "2_act@1", trusted),
      panelRow("service-stopped", "2_act@1"),
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
      panelRow("service-running", "2_act@1"),
    ],
  },
  {
    id: "drydock.service.restart",
    title: "Restart",
    icon: "debug-restart",
    palette: false,
    places: [row(view, "service-running", "2_act@2", trusted), panelRow("service-running", "2_act@2")],
  },
  {
    id: "drydock.service.rebuild",
    title: "Rebuild and Restart",
    icon: "tools",
    palette: false,
    places: [row(view, "built", "2_act@3", trusted), panelRow("built", "2_act@3")],
  },
  {
    id: "drydock.service.scale",
    title: "Scale…",
    icon: "versions",
    palette: false,
    places: [row(view, "defined", "2_act@6", trusted), panelRow("defined", "2_act@6")],
  },
  {
    id: "drydock.service.openDefinition",
    title: "Go to Definition in Compose File",
    icon: "go-to-file",
    palette: false,
    places: [row(view, "defined", "1_open@1"), panelRow("defined", "1_open@1")],
  },
  {
    id: "drydock.container.logs",
    title: "Show Logs",
    icon: "output",
    palette: false,
    places: [
      row(view, "container", "inline@3", trusted),
      row(view, "container", "1_open@2", trusted),
      panelRow("container", "1_open@2"),
    ],
  },
  {
    id: "drydock.container.shell",
    title: "Open Shell",
    icon: "terminal",
    palette: false,
    places: [row(view, "live", "1_open@3", trusted), panelRow("live", "1_open@3")],
  },
  {
    id: "drydock.container.openInBrowser",
    title: "Open in Browser",
    icon: "link-external",
    palette: false,
    places: [
      row(view, "published", "inline@4", trusted),
      row(view, "published", "1_open@4", trusted),
      panelRow("published", "1_open@4"),
    ],
  },
  {
    id: "drydock.container.inspect",
    title: "Inspect",
    icon: "json",
    palette: false,
    places: [row(view, "container", "1_open@5", trusted), panelRow("container", "1_open@5")],
  },
  {
    id: "drydock.container.compare",
    title: "Show Files Changed Since the Image",
    icon: "diff",
    palette: false,
    places: [row(view, "container", "1_open@7", trusted), panelRow("container", "1_open@7")],
  },
  {
    id: "drydock.container.top",
    title: "Show Processes",
    icon: "pulse",
    palette: false,
    places: [row(view, "live", "1_open@6", trusted), panelRow("live", "1_open@6")],
  },
  {
    id: "drydock.container.copyFrom",
    title: "Copy Files Out…",
    icon: "export",
    palette: false,
    places: [row(view, "container", "2_act@5", trusted), panelRow("container", "2_act@5")],
  },
  {
    id: "drydock.container.copyId",
    title: "Copy ID",
    icon: "copy",
    palette: false,
    places: [row(view, "container", "7_copy"), panelRow("container", "7_copy")],
  },
  {
    id: "drydock.container.pause",
    title: "Pause",
    icon: "debug-pause",
    palette: false,
    places: [row(view, "live", "2_act@4", trusted), panelRow("live", "2_act@4")],
  },
  {
    id: "drydock.container.unpause",
    title: "Resume",
    icon: "debug-continue",
    palette: false,
    places: [
      row(view, "paused", "inline@1", trusted),
      row(view, "paused", "2_act@4", trusted),
      panelRow("paused", "2_act@4"),
    ],
  },
  {
    id: "drydock.container.kill",
    title: "Kill…",
    icon: "stop-circle",
    palette: false,
    places: [
      { menu: "drydock.more", when: "viewItem =~ /live/", group: "9_destroy@1" },
      panelRow("live", "9_destroy@1"),
    ],
  },
  {
    id: "drydock.container.rename",
    title: "Rename…",
    icon: "edit",
    palette: false,
    places: [
      { menu: "drydock.more", when: "viewItem =~ /container/", group: "2_act@1" },
      panelRow("container", "3_more"),
    ],
  },
  {
    id: "drydock.container.remove",
    title: "Remove…",
    icon: "trash",
    palette: false,
    places: [row(view, "container", "9_destroy", trusted), panelRow("container", "9_destroy@2")],
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
