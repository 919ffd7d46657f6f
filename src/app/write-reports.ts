import type { ChangeSet, FileChange } from "../model/plan";
import type { Files } from "../model/ports";
import type { Recon } from "../model/recon";
import type { History, Verification } from "../model/verification";
import { DOCUMENT_MARK, reconDocument } from "../report/recon-document";
import { historyChart, thresholdChart } from "../report/svg";
import { verificationDocument } from "../report/verification-document";
import type { Settings } from "../settings/settings";
import { decodeText } from "../workspace/decode";
import { VERSION } from "./version";

/** The folder that the documents are written into, "" for the root. */
export function reportFolder({ decisions }: Pick<Settings, "decisions">): string {
  const decided = decisions["report.folder"];
  return typeof decided === "string" ? decided.replace(/^\.\/|\/+$/g, "") : "docs";
}

/** The documents as a change set: a file without Drydock's own header is a person's and becomes a conflict. */
export async function writeReports(request: {
  readonly files: Files;
  readonly settings: Settings;
  readonly recon: Recon;
  readonly verification: Verification | null;
  readonly history: Pick<History, "runs" | "baseline" | "last" | "variants">;
  readonly kinds: readonly ("recon" | "verification")[];
  /** What changed since that verification, in sentences; empty where nothing did. */
  readonly drift: readonly string[];
  readonly commit: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}): Promise<ChangeSet> {
  const folder = reportFolder(request.settings);
  const base = "../".repeat(folder === "" ? 0 : folder.split("/").length);
  const head = {
    date: new Date(request.now).toISOString().slice(0, 10),
    version: VERSION,
    base,
    commit: request.commit,
  };
  const texts: [string, string][] = [];
  if (request.kinds.includes("recon")) texts.push(["recon.md", reconDocument(request.recon, head)]);
  if (request.kinds.includes("verification") && request.verification) {
    const { verification, history, drift } = request;
    const past = historyChart(verification.thresholds, history.runs);
    if (past !== null) texts.push(["verification-history.svg", past]);
    texts.push(["verification-figures.svg", thresholdChart(verification.thresholds)]);
    const charts = {
      thresholds: "verification-figures.svg",
      history: past === null ? null : "verification-history.svg",
    };
    texts.push([
      "verification.md",
      verificationDocument(verification, history, charts, request.recon.root, { ...head, drift }),
    ]);
  }
  const changes: FileChange[] = [];
  for (const [name, text] of texts)
    changes.push(await change(request.files, folder === "" ? name : `${folder}/${name}`, text));
  return { plan: { decisions: [], questions: [] }, files: changes, reasons: [], problems: [] };
}

async function change(files: Files, path: string, text: string): Promise<FileChange> {
  const bytes = await files.read(path);
  const before = bytes ? decodeText(bytes) : null;
  const isOurs = before === null || before.startsWith(DOCUMENT_MARK);
  const action = before === null ? "create" : !isOurs ? "conflict" : before === text ? "unchanged" : "update";
  return {
    path,
    unit: null,
    action,
    before,
    text,
    note: isOurs ? null : "This file was not written by Drydock.",
    secret: false,
  };
}
