import { element, prose, textButton } from "./dom";
import type { Host } from "./host";
import type { EngineView } from "./protocol";
import { l10n } from "./l10n";

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
  const select = (): HTMLElement => textButton(l10n.t("Select Docker Context…"), () => host.act("selectContext"));
  switch (engine.state) {
    case "untrusted":
      return card(
        [l10n.t("Containers run code from this folder, so they need a trusted workspace.")],
        textButton(l10n.t("Manage Workspace Trust"), () => host.act("trust"), true),
      );
    case "unknown":
      return card(
        [
          l10n.t("This panel has not talked to an engine yet."),
          engine.context === ""
            ? l10n.t("It uses the Docker context that the docker command line would use.")
            : l10n.t("It uses the Docker context {context}, {reason}.", {
                context: engine.context,
                reason: engine.reason,
              }),
        ],
        connect(l10n.t("Connect to Engine")),
      );
    case "connecting":
      return waiting(engine, host);
    case "absent":
      return card(
        [engine.message || l10n.t("No Docker engine answered.")],
        connect(l10n.t("Try Again")),
        select(),
        element("button", { class: "link", onClick: () => host.act("getDocker") }, l10n.t("How to get Docker")),
      );
    case "denied":
      return card(
        [engine.message],
        textButton(l10n.t("Copy Command"), () => host.act("copyGroupCommand"), true),
        textButton(l10n.t("Try Again"), () => host.act("connect")),
      );
    case "lost":
      return null;
    case "connected":
      if (facts.services > 0) return null;
      if (facts.hasCompose) {
        return card(
          [l10n.t("No container of this workspace is running.")],
          textButton(l10n.t("Start All"), () => host.act("startAll"), true),
        );
      }
      return facts.hasDockerfile
        ? card(
            [l10n.t("There is no Compose file in this folder. The image can be built.")],
            textButton(l10n.t("Build"), () => host.act("build"), true),
          )
        : card(
            [l10n.t("There is no Dockerfile and no Compose file at the top of this folder yet.")],
            textButton(l10n.t("Dockerize Workspace"), () => host.act("dockerize"), true),
          );
  }
}

/** After two seconds it says what is waited for; until then a bar is enough. */
function waiting(engine: EngineView, host: Host): HTMLElement {
  return element(
    "div",
    { class: "card", role: "status" },
    element("progress", { aria: { label: l10n.t("Connecting") } }),
    element(
      "div",
      { class: "late" },
      element(
        "p",
        {},
        engine.context === ""
          ? l10n.t("Waiting for the engine. It may be starting.")
          : l10n.t("Waiting for {context}. It may be starting.", { context: engine.context }),
      ),
      element(
        "div",
        { class: "buttons" },
        textButton(l10n.t("Cancel"), () => host.act("cancelConnect")),
      ),
    ),
  );
}
