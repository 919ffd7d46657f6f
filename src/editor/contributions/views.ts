import { reviewing, trusted } from "./command";

export const viewsContainer = { id: "drydock", title: "Drydock", icon: "media/drydock.svg" } as const;

/** The views, in the order in which they stand in the sidebar. */
export const views = [
  { id: "drydock.review", name: "Review", icon: "$(check)", when: reviewing, initialSize: 1, visibility: "visible" },
  { id: "drydock.plan", name: "Plan", icon: "$(checklist)", when: reviewing, initialSize: 10, visibility: "visible" },
  { id: "drydock.recon", name: "Recon", icon: "$(compass)", initialSize: 4, visibility: "visible" },
  {
    id: "drydock.containers",
    name: "Containers",
    icon: "$(server-process)",
    when: `!${reviewing} && !virtualWorkspace`,
    initialSize: 2,
    visibility: "visible",
  },
  {
    id: "drydock.verification",
    name: "Verification",
    icon: "$(beaker)",
    when: `!${reviewing}`,
    initialSize: 1,
    visibility: "collapsed",
  },
] as const;

interface Welcome {
  readonly view: string;
  readonly when?: string;
  readonly contents: readonly string[];
}

const howToGetDocker = "[How to get Docker](https://docs.docker.com/get-started/get-docker/)";

const unread = "workspaceFolderCount > 0 && drydock.recon.state == failed";

const retryReading = ["[Try Again](command:drydock.recon.refresh)", "[Show Log](command:drydock.log.show)"];

const denied = `${trusted} && drydock.engine.state == denied`;

/** What an empty view says: sentences first, one button, links after. */
export const viewsWelcome: readonly Welcome[] = [
  {
    view: "drydock.recon",
    when: "workspaceFolderCount == 0",
    contents: [
      "Open a folder with Python code to see what a container needs to know.",
      "[Open Folder](command:workbench.action.files.openFolder)",
    ],
  },
  {
    view: "drydock.recon",
    when: "workspaceFolderCount > 0 && drydock.recon.state == none",
    contents: [
      "Drydock reads this workspace and shows each fact with its file and line. It runs nothing and changes nothing.",
      "[Read Workspace](command:drydock.recon.refresh)",
    ],
  },
  {
    view: "drydock.recon",
    when: "workspaceFolderCount > 0 && drydock.recon.state == empty",
    contents: [
      "No Python code was found in this folder.",
      "[Read Workspace Again](command:drydock.recon.refresh)",
      "Folders can be left out by recon.exclude in the [Drydock configuration](command:drydock.configuration.open).",
    ],
  },
  {
    view: "drydock.recon",
    when: `${unread} && drydock.recon.failure =~ /permission denied/`,
    contents: [
      "This folder could not be read: permission denied. Give yourself read access to it, then try again.",
      ...retryReading,
    ],
  },
  {
    view: "drydock.recon",
    when: `${unread} && drydock.recon.failure =~ /no such file or folder/`,
    contents: [
      "This folder could not be read: it is no longer there. Open it where it is now, or put it back and try again.",
      ...retryReading,
    ],
  },
  {
    view: "drydock.recon",
    when: `${unread} && !(drydock.recon.failure =~ /permission denied|no such file or folder/)`,
    contents: ["This folder could not be read. The log has the reason.", ...retryReading],
  },
  {
    view: "drydock.review",
    when: "drydock.review.state == ready && !(drydock.review.selected > 0)",
    contents: ["No file is selected to be written.", "[Cancel Review](command:drydock.review.cancel)"],
  },
  {
    view: "drydock.review",
    when: "drydock.review.state == ready && drydock.review.selected > 0",
    contents: [
      "Nothing is written until you apply.",
      "[$(check) Apply Selected Files](command:drydock.review.apply)",
      "[Cancel the review](command:drydock.review.cancel) or [compare all files](command:drydock.review.compare).",
    ],
  },
  {
    view: "drydock.review",
    when: "drydock.review.state == questions",
    contents: [
      "Some answers are defaults.",
      "[$(check) Apply Selected Files](command:drydock.review.apply)",
      "[Answer questions](command:drydock.review.answer), [cancel](command:drydock.review.cancel) or [compare](command:drydock.review.compare).",
    ],
  },
  {
    view: "drydock.review",
    when: "drydock.review.state == planning",
    contents: [
      "Reading and planning. Nothing is written until you apply.",
      "[Cancel Review](command:drydock.review.cancel)",
    ],
  },
  { view: "drydock.review", when: "drydock.review.state == applying", contents: ["Writing the files."] },
  {
    view: "drydock.containers",
    when: `!${trusted}`,
    contents: [
      "Containers run code from this folder, so they need a trusted workspace.",
      "[Manage Workspace Trust](command:workbench.trust.manage)",
    ],
  },
  {
    view: "drydock.containers",
    when: `${trusted} && drydock.engine.state == unknown`,
    contents: [
      "This view has not talked to an engine yet.",
      "[Connect to Engine](command:drydock.engine.connect)",
      "It uses the Docker context that the docker command line would use, or [one that you select](command:drydock.engine.select).",
    ],
  },
  {
    view: "drydock.containers",
    when: `${trusted} && drydock.engine.state == connecting`,
    contents: ["Waiting for the engine. It may be starting.", "[Cancel](command:drydock.engine.cancelConnect)"],
  },
  {
    view: "drydock.containers",
    when: `${trusted} && drydock.engine.state == absent`,
    contents: [
      "No Docker engine answered. Start Docker, or select another context.",
      "[Try Again](command:drydock.engine.connect)",
      `[Show what was tried](command:drydock.panel.show) · [Select Docker Context…](command:drydock.engine.select) · ${howToGetDocker}`,
    ],
  },
  {
    view: "drydock.containers",
    when: `${denied} && drydock.engine.message =~ /usermod -aG docker /`,
    contents: [
      "The engine's socket may not be opened by this user. Run sudo usermod -aG docker $USER, then sign in again.",
      "[Copy Command](command:drydock.engine.copyGroupCommand)",
      "[Try Again](command:drydock.engine.connect)",
    ],
  },
  {
    view: "drydock.containers",
    when: `${denied} && !(drydock.engine.message =~ /usermod -aG docker /)`,
    contents: [
      "The engine may not be used by this user.",
      "[Try Again](command:drydock.engine.connect)",
      "[Show the reason](command:drydock.panel.show) · [Select Docker Context…](command:drydock.engine.select)",
    ],
  },
  {
    view: "drydock.containers",
    when: `${trusted} && drydock.engine.state == lost`,
    contents: ["The engine stopped answering.", "[Try Again](command:drydock.engine.connect)"],
  },
  {
    view: "drydock.verification",
    when: `workspaceFolderCount > 0 && ${trusted} && drydock.verification.state == none`,
    contents: [
      // In the height that VS Code gives a view at first, the button is in sight only after few lines.
      "Build, start, test and measure this workspace against thresholds you agree on.",
      "[Verify Workspace](command:drydock.workspace.verify)",
      "It takes a few minutes, uses its own project name and free ports, and removes what it started.",
    ],
  },
  {
    view: "drydock.verification",
    when: "workspaceFolderCount == 0",
    contents: ["Open a folder with Docker files to build, start, test and measure it."],
  },
  {
    view: "drydock.verification",
    when: `workspaceFolderCount > 0 && !${trusted}`,
    contents: [
      "Verifying runs code from this folder, so it needs a trusted workspace.",
      "[Manage Workspace Trust](command:workbench.trust.manage)",
    ],
  },
];
