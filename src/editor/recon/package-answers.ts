import type * as vscode from "vscode";
import type { InquiryResult } from "../../app/package-index/inquiry";
import type { Shell } from "../shell";

/** What a package index answered, by requirement. */
export type PackageAnswers = InquiryResult["answers"];

const keyOf = (folder: vscode.WorkspaceFolder): string => `packageSupport/${folder.uri.toString()}`;

/** The answers of earlier sessions: an index is asked on command only, so they stay until it is asked again. */
export function recallAnswers(shell: Shell, folder: vscode.WorkspaceFolder): PackageAnswers {
  return new Map(shell.extension.workspaceState.get<[string, ValueOf<PackageAnswers>][]>(keyOf(folder), []));
}

/** All answers of a folder, with new ones in place of old ones. */
export async function keepAnswers(
  shell: Shell,
  folder: vscode.WorkspaceFolder,
  answers: PackageAnswers,
): Promise<PackageAnswers> {
  const all = new Map([...recallAnswers(shell, folder), ...answers]);
  await shell.extension.workspaceState.update(keyOf(folder), [...all]);
  return all;
}

type ValueOf<Answers> = Answers extends ReadonlyMap<string, infer Value> ? Value : never;
