import type { Evidence } from "../../model/evidence";
import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { consoleScripts, SCRIPT_FILES } from "../commands/console-scripts";
import { defineDetector } from "../define-detector";
import { isProductionCode } from "../integrations/own-code";
import { importersOf } from "../targets/script-for";

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
const BROWSER = "a browser";
const MODULES =
  "tkinter Tkinter customtkinter pygame PyQt4 PyQt5 PyQt6 PySide2 PySide6 wx kivy kivymd arcade pyglet webview flet playwright";

/** What lets a library do without a screen, and what makes one for any program. */
const SCREENLESS: ReadonlyMap<string, RegExp> = new Map([
  ["pygame", /\bSDL_VIDEODRIVER\b.{1,3}(?:dummy|offscreen)/],
  ["Qt", /\bQT_QPA_PLATFORM\b.{1,3}(?:offscreen|minimal|vnc)/],
]);
const MADE = /\b(?:xvfb|Xvfb|Xvnc|vncserver)\b/;
const STARTS = ["**/Dockerfile*", "**/*compose*.y*ml", "**/*.sh", "**/Procfile"];

/** Programs of a desktop: a container has no display, so that they end where they open their window. */
export const detector = defineDetector({
  id: "readiness-desktop-window",
  title: "Windows of a desktop",
  reads: { modules: MODULES.split(" "), files: [...STARTS, ...SCRIPT_FILES] },
  detect({ workspace, project, python, files }) {
    const own = python.filter(isProductionCode);
    if (own.length === 0) return [];
    const surroundings = files.map(path => workspace.text(path) ?? "").join("\n");
    if (MADE.test(surroundings) || ["pyvirtualdisplay", "xvfbwrapper"].some(name => project.thirdParty.has(name)))
      return [];
    const given = [surroundings, ...project.collect(environmentSet)].join("\n");
    const scripts = new Set(consoleScripts(workspace, project).map(({ target }) => target.split(":")[0]));
    return own
      .filter(file => scripts.has(file.module) || isStarted(project, file))
      .flatMap(file => windowIn(project, file, library => SCREENLESS.get(library)?.test(given) === true) ?? []);
  },
});

/** Whether a file does something of its own when it runs, or another one imports it. */
function isStarted(project: PythonProject, { path, facts }: PythonFile): boolean {
  return facts.mainGuards.length > 0 || importersOf(project).has(path) || facts.calls.some(({ scope }) => scope === -1);
}

/** The variables that a file sets for its own process, as `NAME=value`. */
function environmentSet(project: PythonProject, file: PythonFile): readonly string[] {
  const { assignments, calls } = file.facts;
  const line = (key: Value | null | undefined, value: Value | null | undefined, scope: number): string =>
    `${project.string(file, key, scope) ?? ""}=${project.string(file, value, scope) ?? ""}`;
  return [
    ...assignments.flatMap(({ target, key, value, scope }) =>
      key !== null && /\benviron\b/.test(target) ? [line(key, value, scope)] : [],
    ),
    ...calls.flatMap(({ callee, arguments: [key, value], scope }) =>
      /\benviron\.setdefault$|(?:^|\.)putenv$/.test(callee) ? [line(key, value, scope)] : [],
    ),
  ].filter(each => /^(?:SDL|QT)_/.test(each));
}

/** The first window that a file opens. */
function windowIn(project: PythonProject, file: PythonFile, isHidden: (library: string) => boolean): Evidence | null {
  const { calls, definitions } = file.facts;
  const drives = project.foreign(file).some(({ module }) => /^playwright(?:\.|$)/.test(module));
  const of = (path: string, scope: number): string | undefined => {
    const name = project.qualify(file, path, scope);
    return WINDOWS.find(([pattern, library]) => pattern.test(name) && !isHidden(library))?.[1];
  };
  for (const call of calls) {
    const library = drives && isShown(call) ? BROWSER : of(call.callee, call.scope);
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
  [BROWSER, "Start the browser with headless=True, or the program under xvfb-run."],
]);

function finding(project: PythonProject, file: PythonFile, offset: number, library: string): Evidence {
  return {
    claim: "readiness",
    rule: "desktop-window",
    what: library === BROWSER ? "a browser is shown" : `a window of ${library} is opened`,
    why: "A container has no screen: the program ends where it opens its window.",
    place: project.place(file, offset),
    fix: FIXES.get(library) ?? "Keep the program on the desktop; for tests alone start it under xvfb-run.",
  };
}
