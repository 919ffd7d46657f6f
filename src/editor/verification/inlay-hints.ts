import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ImageReport, ImageStep } from "../../model/verification";
import { formatBytes, formatMs } from "../../report/figures";
import { setting } from "../shell";
import type { VerificationStore } from "./verification-store";
import { ago, machineWords } from "./verification-words";

/** Shorter steps and smaller layers say nothing beside a line. */
const shownMs = 100;
const shownBytes = 10_000;

/** Measured size and time at the end of a Dockerfile's lines; nothing once the file has changed. */
export function registerInlayHints(store: VerificationStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    store.onDidChange(() => changed.fire()),
    vscode.languages.registerInlayHintsProvider(
      { language: "dockerfile", scheme: "file" },
      {
        onDidChangeInlayHints: changed.event,
        provideInlayHints: (document, range) => hintsOf(store, document, range),
      },
    ),
  );
}

function hintsOf(store: VerificationStore, document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
  const stored = store.last;
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (!stored || folder?.uri.toString() !== stored.folder || document.isDirty) return [];
  if (!setting("inlayHints.enabled", true, document.uri)) return [];
  const path = document.uri.path.slice(folder.uri.path.length + 1);
  if (store.drift.some(what => what.startsWith(`${path} `))) return [];
  const words = new Map<number, string[]>();
  for (const image of stored.verification.images) addWords(words, image, path);
  const run = `${ago(stored.at)} · ${machineWords(stored.verification)}`;
  return [...words].flatMap(([line, parts]) => {
    if (line > document.lineCount || line - 1 < range.start.line || line - 1 > range.end.line) return [];
    const end = document.lineAt(lastLine(document, line - 1)).range.end;
    const hint = new vscode.InlayHint(end, [...new Set(parts)].join(" · "));
    hint.paddingLeft = true;
    hint.tooltip = run;
    return [hint];
  });
}

function addWords(words: Map<number, string[]>, image: ImageReport, path: string): void {
  const say = (line: number, text: string): void => {
    words.set(line, [...(words.get(line) ?? []), text]);
  };
  for (const { place, bytes } of image.layers)
    if (place?.path === path && bytes >= shownBytes) say(place.line, formatBytes(bytes));
  const rebuilt = new Map(image.rebuild.map(step => [step.place?.line, step]));
  for (const step of image.steps) {
    if (step.place?.path !== path) continue;
    const text = stepWords(step, rebuilt.get(step.place.line));
    if (text !== "") say(step.place.line, text);
  }
}

/** `21.4 s`, and what the rebuild after one changed line found. */
function stepWords(cold: ImageStep, again: ImageStep | undefined): string {
  const time = cold.ms >= shownMs ? formatMs(cold.ms) : "";
  if (!again || again.cached || again.missed === null) return time;
  // The editor cuts long hints: the file or the line is enough here, and the panel has the sentence.
  const short = again.missed.replace(/ (?:changed|before it was built again|(?:below it )?was built again)$/, "");
  return [time, l10n.t("cache missed: {short}", { short })].filter(part => part !== "").join(", ");
}

/** The last line of an instruction that goes over several. */
function lastLine(document: vscode.TextDocument, line: number): number {
  let last = line;
  while (last + 1 < document.lineCount && /\\\s*$/.test(document.lineAt(last).text)) last += 1;
  return last;
}
