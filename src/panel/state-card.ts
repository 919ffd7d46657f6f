import { element, prose, textButton } from "./dom";
import type { Host } from "./host";
import type { EngineView } from "./protocol";

/** What stands in place of services and logs while there is nothing to show; null where there is. */
export function stateCard(
  engine: EngineView,
  facts: {
    readonly hasCompose: boolean;
    readonly hasDockerfile: boolean;
    readonly running: number;
    readonly services: number;
  },
  host: Host,
): HTMLElement | null {
  const card = (words: readonly string[], ...buttons: HTMLElement[]): HTMLElement =>
    element(
      "div",
      { class: "card", role: "status" },
      ...words.filter(Boolean).map(word => element("p", {}, ...prose(word))),
      buttons.length > 0 && element("div", { class: "buttons" }, ...buttons),
    );
  const connect = (label: string): HTMLElement => textButton(label, () => host.act("connect"), true);
  const select = (): HTMLElement => textButton("Select Docker Context…", () => host.act("selectContext"));
  switch (engine.state) {
    case "untrusted":
      return card(
        ["Containers run code from this folder, so they need a trusted workspace."],
        textButton("Manage Workspace Trust", () => host.act("trust"), true),
      );
    case "unknown":
      return card(
        [
          "Drydock has not talked to an engine yet.",
          engine.context === ""
            ? "It uses the Docker context that the docker command line would use."
            : `It uses the Docker context ${engine.context}, ${engine.reason}.`,
        ],
        connect("Connect to Engine"),
      );
    case "connecting":
      return waiting(engine, host);
    case "absent":
      return card(
        [engine.message || "No Docker engine answered."],
        connect("Try Again"),
        select(),
        element("button", { class: "link", onClick: () => host.act("getDocker") }, "How to get Docker"),
      );
    case "denied":
      return card(
        [engine.message],
        textButton("Copy Command", () => host.act("copyGroupCommand"), true),
        textButton("Try Again", () => host.act("connect")),
      );
    case "lost":
      return null;
    case "connected":
      if (facts.services > 0) return null;
      if (facts.hasCompose) {
        return card(
          ["No container of this workspace is running."],
          textButton("Start All", () => host.act("startAll"), true),
        );
      }
      return facts.hasDockerfile
        ? card(
            ["There is no Compose file in this folder. The image can be built."],
            textButton("Build", () => host.act("build"), true),
          )
        : card(
            ["There are no Docker files in this folder yet."],
            textButton("Dockerize Workspace", () => host.act("dockerize"), true),
          );
  }
}

/** After two seconds it says what is waited for; until then a bar is enough. */
function waiting(engine: EngineView, host: Host): HTMLElement {
  const name = engine.context === "" ? "the engine" : engine.context;
  return element(
    "div",
    { class: "card", role: "status" },
    element("progress", { aria: { label: "Connecting" } }),
    element(
      "div",
      { class: "late" },
      element("p", {}, `Waiting for ${name}. It may be starting.`),
      element(
        "div",
        { class: "buttons" },
        textButton("Cancel", () => host.act("cancelConnect")),
      ),
    ),
  );
}
