import { element, textButton } from "../dom";
import type { Host } from "../host";
import type { CrashView } from "../protocol";

/** What stands above the log while services die again and again: the first traceback, its cause, and what can be done. */
export function crashBanner(crash: CrashView, host: Host): HTMLElement {
  const { service, words, cause, log, path, line } = crash;
  const name = path.split("/").at(-1) ?? path;
  return element(
    "div",
    { class: "banner error crash", role: "alert" },
    element("div", {}, element("strong", {}, service), ` is ${words}.`),
    cause !== "" && element("div", { class: "cause" }, `Likely cause: ${cause}`),
    log !== "" && element("pre", { tabIndex: 0, aria: { label: `First traceback of ${service}` } }, log),
    element(
      "div",
      { class: "buttons" },
      path !== "" && textButton(`Open ${name}:${line}`, () => host.post({ type: "open", path, line }), true),
      textButton(`Stop ${service}`, () => host.act("stop", crash.id)),
    ),
  );
}
