import { element, icon } from "../dom";
import type { LogCause } from "./log-causes";
import { clock, plural } from "../words";
import type { Entry, Fold } from "./log-model";
import { jsonOf, openableFrame, stretches, type Frame, type Level } from "./log-text";
import { l10n } from "../l10n";

export interface RowOptions {
  readonly timestamps: boolean;
  readonly find: RegExp | null;
  readonly color: (service: string) => number;
  readonly isSelected: boolean;
  /** Whether the whole line is shown under the log. */
  readonly isDetailed: boolean;
  /** The likely cause of a traceback, without words where none is known. */
  causeOf(fold: Fold): LogCause;
  onFix(fold: Fold): void;
  onToggle(fold: Fold): void;
  onDetail(): void;
  onOpen(path: string, line: number): void;
}

/** What tells a row from others, and from itself while it looked otherwise: as the head of a traceback, or inside it. */
export function rowKey({ line, fold }: Pick<Entry, "line" | "fold">): string {
  if (fold === null) return String(line.seq);
  return `${line.seq} ${fold.head === null ? "growing" : fold.head.line === line ? "head" : "inside"}`;
}

/** The key that a row in the document was given. */
export function keyOfRow(row: Element | undefined): string | undefined {
  return row instanceof HTMLElement ? row.dataset["key"] : undefined;
}

/** The number of the line that a row in the document shows. */
export function seqOf(row: Element): number {
  return row instanceof HTMLElement ? Number(row.dataset["seq"]) : -1;
}

/** One line of the log as an element; its text goes in as text, whatever a container printed. */
export function logRow(entry: Entry, options: RowOptions): HTMLElement {
  const { line, fold, level } = entry;
  if (line.kind === "rule") {
    return element("div", { class: "log-row rule", data: { seq: String(line.seq) } }, element("span", {}, line.text));
  }
  const isHead = fold?.head === entry;
  const isInside = fold !== null && fold.head !== null && !isHead;
  const classes = [
    "log-row",
    `level-${level}`,
    line.kind,
    isInside ? "inside" : "",
    options.isSelected ? "selected" : "",
  ];
  const time = clock(line.at);
  const row = element("div", {
    class: classes.filter(Boolean).join(" "),
    role: "listitem",
    data: { seq: String(line.seq) },
    aria: { label: spoken(entry, time) },
  });
  if (options.timestamps) row.append(element("span", { class: "log-time" }, time));
  const name = element(
    "span",
    { class: `log-service series-${options.color(line.service)}`, title: line.label },
    line.label,
  );
  row.append(name);
  if (isHead && fold) row.append(foldButton(fold, options));
  else if (fold === null && jsonOf(entry.plain)) row.append(jsonButton(options));
  if (!isInside && (level === "error" || level === "warning")) {
    row.append(element("span", { class: `badge ${level}` }, levelWords[level]));
  }
  row.append(message(entry, isInside, options));
  if (isHead && fold) row.append(...summary(fold, options));
  return row;
}

/** What a screen reader says of a row; of a folded traceback with the line that it names. */
function spoken({ line, level, plain, fold }: Entry, time: string): string {
  const frame = fold?.head?.line === line ? fold.frame : null;
  return [time, line.label, levelWords[level], plain, frame ? `${frame.path}:${frame.line}` : ""]
    .filter(Boolean)
    .join(", ");
}

const levelWords: Readonly<Record<Level, string>> = {
  none: l10n.t("text"),
  debug: l10n.t("debug"),
  info: l10n.t("info"),
  warning: l10n.t("warning"),
  error: l10n.t("error"),
};

function foldButton(fold: Fold, options: RowOptions): HTMLElement {
  const label = fold.isOpen ? l10n.t("Fold the traceback") : l10n.t("Unfold the traceback");
  return disclosure(label, fold.isOpen, () => options.onToggle(fold));
}

function jsonButton({ isDetailed, onDetail }: RowOptions): HTMLElement {
  return disclosure(isDetailed ? l10n.t("Fold the JSON") : l10n.t("Unfold the JSON"), isDetailed, onDetail);
}

function disclosure(label: string, isOpen: boolean, onToggle: () => void): HTMLElement {
  return element(
    "button",
    {
      class: `fold ${isOpen ? "open" : ""}`,
      title: label,
      tabIndex: -1,
      aria: { label, expanded: String(isOpen) },
      onClick: event => {
        event.stopPropagation();
        onToggle();
      },
    },
    icon("chevron"),
  );
}

/** What a folded traceback says beside its exception: where in the workspace, what led to it, how much is folded. */
function summary(fold: Fold, options: RowOptions): HTMLElement[] {
  const { frame, first, frames } = fold;
  const { words, fix } = options.causeOf(fold);
  const led =
    first &&
    (first.chain === "cause"
      ? l10n.t("caused by {exception}", { exception: first.exception })
      : l10n.t("while handling {exception}", { exception: first.exception }));
  const toFix =
    fix !== "" &&
    element("button", { class: "link", title: fix, onClick: () => options.onFix(fold) }, l10n.t("Open Fix"));
  const way = [...(frame ? place(frame, options) : []), frame !== null && toFix !== false && " ", toFix];
  return [
    ...(way.some(Boolean) ? [element("span", { class: "log-place" }, ...way)] : []),
    ...(led ? [element("span", { class: "log-frames" }, led)] : []),
    element("span", { class: "log-frames" }, plural(frames, l10n.t("{count} frame"), l10n.t("{count} frames"))),
    ...(words === ""
      ? []
      : [element("span", { class: "log-cause" }, l10n.t("Likely cause: {cause}", { cause: words }))]),
  ];
}

/** A frame as a link to its line, and its function. */
function place(frame: Frame, { onOpen }: RowOptions): Node[] {
  const name = frame.path.lastIndexOf("/") + 1;
  const link = element(
    "a",
    {
      class: "log-link",
      title: l10n.t("Open the workspace file"),
      onClick: event => {
        event.preventDefault();
        onOpen(frame.path, frame.line);
      },
    },
    element("span", { class: "log-folder" }, frame.path.slice(0, name)),
    `${frame.path.slice(name)}:${frame.line}`,
  );
  link.href = "#";
  if (frame.function === "") return [link];
  return [
    link,
    element("span", { class: "log-function" }, ` ${l10n.t("in {function}", { function: frame.function })}`),
  ];
}

function message(entry: Entry, isInside: boolean, options: RowOptions): HTMLElement {
  const frame = entry.fold ? openableFrame(entry.plain) : null;
  if (isInside && frame) return element("span", { class: "log-text" }, ...place(frame, options));
  const text = element("span", { class: "log-text" });
  for (const stretch of stretches(entry.line.text)) {
    if (stretch.classes.length === 0) highlight(text, stretch.text, options.find);
    else {
      const span = element("span", { class: stretch.classes.join(" ") });
      highlight(span, stretch.text, options.find);
      text.append(span);
    }
  }
  return text;
}

/** Appends text with what the find box matches marked. */
function highlight(parent: HTMLElement, text: string, find: RegExp | null): void {
  const shown = text.length > 4000 ? `${text.slice(0, 4000)}…` : text;
  if (!find) {
    parent.append(shown);
    return;
  }
  const global = new RegExp(find.source, `${find.flags.replace("g", "")}g`);
  let at = 0;
  for (const match of shown.matchAll(global)) {
    if (match[0] === "") break;
    parent.append(shown.slice(at, match.index), element("mark", {}, match[0]));
    at = match.index + match[0].length;
  }
  parent.append(shown.slice(at));
}
