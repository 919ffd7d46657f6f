import type { Evidence } from "../../model/evidence";
import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../applications/values";
import { defineDetector } from "../define-detector";
import { isProductionCode } from "../integrations/own-code";

/** What opens a window, called or taken as a base class, with the library's name. */
const WINDOWS: readonly (readonly [RegExp, string])[] = [
  [/^(?:tkinter|Tkinter)\.Tk$|^customtkinter\.CTk$/, "Tk"],
  [/^pygame\.display\.set_mode$/, "pygame"],
  [/^(?:PyQt|PySide)\d?\.Qt(?:Widgets|Gui)\.QApplication$/, "Qt"],
  [/^wx\.App$/, "wxPython"],
  [/^kivy\.app\.App$|^kivymd\.app\.MDApp$/, "Kivy"],
  [/^arcade\.(?:Window|open_window)$/, "arcade"],
  [/^pyglet\.window\.Window$/, "pyglet"],
  [/^webview\.start$/, "pywebview"],
  [/^flet\.(?:app|run)$/, "Flet"],
];
const MODULES =
  "tkinter Tkinter customtkinter pygame PyQt4 PyQt5 PyQt6 PySide2 PySide6 wx kivy kivymd arcade pyglet webview flet playwright";

/** Programs of a desktop: a container has no display, so that they end where they open their window. */
export const detector = defineDetector({
  id: "readiness-desktop-window",
  title: "Windows of a desktop",
  reads: { modules: MODULES.split(" ") },
  detect({ project, python }) {
    return python.filter(isProductionCode).flatMap(file => windowIn(project, file) ?? []);
  },
});

/** The first window that a file opens. */
function windowIn(project: PythonProject, file: PythonFile): Evidence | null {
  const { calls, definitions } = file.facts;
  const of = (path: string, scope: number): string | undefined => {
    const name = project.qualify(file, path, scope);
    return WINDOWS.find(([pattern]) => pattern.test(name))?.[1];
  };
  for (const call of calls) {
    const library = isShown(call) ? "a browser" : of(call.callee, call.scope);
    if (library !== undefined && !(library === "Flet" && keywordOf(call, "view")))
      return finding(project, file, call.offset, library);
  }
  for (const { bases, parent, offset } of definitions)
    for (const base of bases) {
      const library = base.kind === "name" ? of(base.path, parent) : undefined;
      if (library !== undefined) return finding(project, file, offset, library);
    }
  return null;
}

/** `p.chromium.launch(headless=False)` */
function isShown(call: CallFact): boolean {
  const headless = /\.(?:launch|launch_persistent_context)$/.test(call.callee)
    ? keywordOf(call, "headless")
    : undefined;
  return headless?.kind === "constant" && headless.value === false;
}

const FIXES: ReadonlyMap<string, string> = new Map([
  ["Flet", "Serve it to browsers: flet.app(main, view=flet.AppView.WEB_BROWSER, port=8550)."],
  ["a browser", "Start the browser with headless=True, or the program under xvfb-run."],
]);

function finding(project: PythonProject, file: PythonFile, offset: number, library: string): Evidence {
  return {
    claim: "readiness",
    rule: "desktop-window",
    what: `a window of ${library} is opened`,
    why: "A container has no screen: the program ends where it opens its window.",
    place: project.place(file, offset),
    fix: FIXES.get(library) ?? "Keep the program on the desktop; for tests alone start it under xvfb-run.",
  };
}
