import type * as vscode from "vscode";
import { list, plural } from "../report/figures";
import type { StoredVerification } from "./verification/verification-store";
import { ago } from "./verification/verification-words";

/** What the person is asked before a tool acts; reading tools ask nothing. */
export function toolConfirmation(
  name: string,
  known: { readonly composeFiles: readonly string[]; readonly last: StoredVerification | undefined },
): vscode.PreparedToolInvocation {
  if (name === "drydock_open_review") {
    const message = "It shows each proposed file as a diff. Nothing is written.";
    return { confirmationMessages: { title: "Open the Dockerize review?", message } };
  }
  if (name !== "drydock_run_verification") return {};
  const title = "Build and run this workspace in containers?";
  return { confirmationMessages: { title, message: verificationWords(known) } };
}

/** What is built, which ports it takes, and when it last ran. */
function verificationWords({ composeFiles, last }: Parameters<typeof toolConfirmation>[1]): string {
  const does = "It starts the services on free ports of this machine, measures, and removes what it started.";
  if (!last) {
    const from = composeFiles.length === 0 ? "the Compose file" : list(composeFiles);
    return `It builds the images of ${from}. ${does} It has not run here before.`;
  }
  const { images, security, run } = last.verification;
  const ports = [...new Set((security?.ports ?? []).map(({ service, port }) => `${service} ${port}`))];
  return [
    `It builds ${images.length === 0 ? "the images" : `${plural(images.length, "image")} (${list(images.map(({ tag }) => tag))})`}.`,
    does,
    ports.length === 0 ? "" : `Ports in the containers: ${list(ports)}.`,
    `The last run was ${ago(last.at)} and took ${Math.max(1, Math.round(run.durationMs / 1000))} s.`,
  ]
    .filter(Boolean)
    .join(" ");
}
