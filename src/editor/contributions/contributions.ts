import { commands } from "./commands";
import { trusted } from "./command";
import { keybindings } from "./keybindings";
import { languageModelTools } from "./language-model-tools";
import { languages } from "./languages";
import { configuration } from "./settings";
import { views, viewsContainer, viewsWelcome } from "./views";
import { walkthroughs } from "./walkthrough";

export interface Manifest {
  readonly contributes: Readonly<Record<string, unknown>>;
  readonly activationEvents: readonly string[];
}

/** Views and commands activate by themselves; these are the rest. Never `*`. */
const activationEvents = [
  "onLanguage:dockerfile",
  "onLanguage:dockercompose",
  "onFileSystem:drydock-plan",
  "onWebviewPanel:drydock.panel",
  "workspaceContains:.drydock.yaml",
];

/**
 * What package.json says to VS Code, made from the descriptions beside this file. Pure data: nothing here may import
 * `vscode`, as the generator runs in plain Node. `ruleIds` fills the completion of `drydock.lint.rules`.
 */
export function contributions(ruleIds: readonly string[] = []): Manifest {
  return {
    activationEvents,
    contributes: {
      commands: commands.map(({ id, title, icon, enablement }) => ({
        command: id,
        title,
        category: "Drydock",
        ...(icon === undefined ? {} : { icon: `$(${icon})` }),
        ...(enablement === undefined ? {} : { enablement }),
      })),
      submenus: [{ id: "drydock.more", label: "More" }],
      menus: menus(),
      keybindings,
      viewsContainers: { activitybar: [viewsContainer] },
      views: { [viewsContainer.id]: views },
      viewsWelcome: viewsWelcome.map(welcome => ({ ...welcome, contents: welcome.contents.join("\n") })),
      configuration: configuration(ruleIds),
      languages,
      yamlValidation: [{ fileMatch: ".drydock.yaml", url: "./media/drydock.schema.json" }],
      walkthroughs,
      languageModelTools: languageModelTools.map(tool => ({
        ...tool,
        canBeReferencedInPrompt: true,
        tags: ["drydock", "docker", "python"],
      })),
    },
  };
}

function menus(): Record<string, unknown[]> {
  const all: Record<string, unknown[]> = {
    commandPalette: commands
      .filter(command => command.palette !== true)
      .map(command => ({ command: command.id, when: command.palette === false ? "false" : command.palette })),
  };
  for (const command of commands) {
    for (const { menu, when, group } of command.places ?? []) {
      (all[menu] ??= []).push({ command: command.id, when, group });
    }
  }
  (all["view/item/context"] ??= []).push({
    submenu: "drydock.more",
    when: `view == drydock.containers && viewItem =~ /container/ && ${trusted}`,
    group: "3_more",
  });
  return all;
}
