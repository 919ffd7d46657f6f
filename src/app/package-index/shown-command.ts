import type { SupportQuestion } from "../../recon/package-support";
import type { Installer } from "./installers";

/** Requirements that are written out in full; more are counted. */
const SHOWN = 4;

/** The command as a person would type it, with the number of requirements where there are many. */
export function shownCommand(installer: Installer, questions: readonly SupportQuestion[], folder: string): string {
  const { words, input } = installer.command(questions.slice(0, SHOWN), folder);
  const more = questions.length > SHOWN ? ` … and ${String(questions.length - SHOWN)} more` : "";
  const given = input === undefined ? "" : ` ← ${input.trim().split("\n").join(" ")}`;
  return `${words.map(word => (/\s/.test(word) ? `"${word}"` : word)).join(" ")}${given}${more}`;
}
