import { l10n } from "vscode";
import type * as vscode from "vscode";
import { list } from "../report/figures";
import type { StoredVerification } from "./verification/verification-store";
import { ago } from "./verification/verification-words";

/** What the person is asked before a tool acts; reading tools ask nothing. */
export function toolConfirmation(
  name: string,
  known: { readonly composeFiles: readonly string[]; readonly last: StoredVerification | undefined },
): vscode.PreparedToolInvocation {
  if (name === "drydock_open_review") {
    const message = l10n.t("It shows each proposed file as a diff. Nothing is written.");
    return { confirmationMessages: { title: l10n.t("Open the Dockerize review?"), message } };
  }
  if (name !== "drydock_run_verification") return {};
  const title = l10n.t("Build and run this workspace in containers?");
  return { confirmationMessages: { title, message: verificationWords(known) } };
}

/** What is built, which ports it takes, and when it last ran. */
function verificationWords({ composeFiles, last }: Parameters<typeof toolConfirmation>[1]): string {
  const does = l10n.t("It starts the services on free ports of this machine, measures, and removes what it started.");
  if (!last) {
    const builds =
      composeFiles.length === 0
        ? l10n.t("It builds the images of the Compose file.")
        : l10n.t("It builds the images of {files}.", { files: list(composeFiles) });
    return [builds, does, l10n.t("It has not run here before.")].join(" ");
  }
  const { images, security, run } = last.verification;
  const ports = [...new Set((security?.ports ?? []).map(({ service, port }) => `${service} ${port}`))];
  return [
    images.length === 0
      ? l10n.t("It builds the images.")
      : l10n.t("It builds {count} images ({tags}).", {
          count: images.length,
          tags: list(images.map(({ tag }) => tag)),
        }),
    does,
    ports.length === 0 ? "" : l10n.t("Ports in the containers: {ports}.", { ports: list(ports) }),
    l10n.t("The last run was {when} and took {seconds} s.", {
      when: ago(last.at),
      seconds: Math.max(1, Math.round(run.durationMs / 1000)),
    }),
  ]
    .filter(Boolean)
    .join(" ");
}
