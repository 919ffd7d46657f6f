import { element, textButton } from "../dom";
import type { Host } from "../host";
import type { CrashView } from "../protocol";
import { l10n } from "../l10n";

export function crashWords({ service, words }: CrashView): string {
  return l10n.t("{service}: {state}.", { service, state: words });
}

/** What stands above the log while services die again and again: the first traceback, its cause, and what can be done. */
export function crashBanner(crash: CrashView, host: Host): HTMLElement {
  const { service, cause, fix, log, path, line } = crash;
  const name = path.split("/").at(-1) ?? path;
  return element(
    "div",
    { class: "banner error crash", role: "alert" },
    // Its figures change while it stands there; a screen reader is told of the banner once.
    element("strong", { class: "crash-words", data: { id: crash.id }, aria: { live: "off" } }, crashWords(crash)),
    cause !== "" && element("div", { class: "cause" }, l10n.t("Likely cause: {cause}", { cause })),
    element(
      "div",
      { class: "buttons" },
      fix !== "" && openFix(fix, () => host.post({ type: "fix", text: log })),
      path !== "" &&
        textButton(
          l10n.t("Open {name}:{line}", { name, line }),
          () => host.post({ type: "openCode", path, line, service }),
          fix === "",
        ),
      textButton(l10n.t("Stop {service}", { service }), () => host.act("stop", crash.id)),
    ),
    log !== "" &&
      element("pre", { tabIndex: 0, aria: { label: l10n.t("First traceback of {service}", { service }) } }, log),
  );
}

function openFix(title: string, onClick: () => void): HTMLElement {
  const button = textButton(l10n.t("Open Fix"), onClick, true);
  button.title = title;
  return button;
}
