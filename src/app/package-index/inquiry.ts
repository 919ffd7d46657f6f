import { DrydockError } from "../../model/error";
import type { Clock, Processes } from "../../model/ports";
import type { Recon } from "../../model/recon";
import { supportQuestions, withPackageSupport, type SupportAnswer } from "../../recon/package-support";
import { askIndex, findInstaller } from "./ask-index";
import { shownCommand } from "./shown-command";

/** What an index would be asked, before it is: a person reads the command first. */
export interface Inquiry {
  readonly packages: number;
  /** As a person would type it; requirements beyond the first few are counted. */
  readonly command: string;
  ask(options: InquiryOptions): Promise<InquiryResult>;
}

export interface InquiryOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface InquiryResult {
  readonly answers: ReadonlyMap<string, SupportAnswer>;
  /** The recon with the answers in it. */
  readonly recon: Recon;
}

/** Answers of this session, by folder, installer and requirement. */
export type AnswerCache = Map<string, { readonly answer: SupportAnswer; readonly at: number }>;

const HOUR = 3_600_000;

/**
 * Prepares the question which packages have wheels for Python 3.11; null where the workspace answers it by itself. The
 * person's own uv or pip asks the index that it is configured with; nothing is built or installed. An answer is
 * remembered for an hour.
 */
export async function prepareInquiry(
  ports: { readonly processes: Processes; readonly clock: Clock },
  cache: AnswerCache,
  folder: string,
  recon: Recon,
  signal?: AbortSignal,
): Promise<Inquiry | null> {
  const { processes, clock } = ports;
  const questions = supportQuestions(recon);
  if (questions.length === 0) return null;
  const installer = await findInstaller(processes, signal);
  if (installer === null)
    throw new DrydockError(
      "usage",
      "Neither uv nor pip was found.",
      "Both were looked for on PATH.",
      "Install one of them and ask again.",
    );
  const keyOf = (requirement: string): string => [folder, ...installer.program, requirement].join("\n");
  return {
    packages: questions.length,
    command: shownCommand(installer, questions, folder),
    async ask({ signal: stop, onProgress }) {
      const answers = new Map<string, SupportAnswer>();
      for (const { requirement } of questions) {
        const kept = cache.get(keyOf(requirement));
        if (kept && clock.elapsed() - kept.at < HOUR) answers.set(requirement, kept.answer);
      }
      const open = questions.filter(({ requirement }) => !answers.has(requirement));
      const asked = await askIndex(processes, clock, open, {
        folder,
        installer,
        signal: stop,
        ...(onProgress ? { onProgress } : {}),
      });
      for (const [requirement, answer] of asked) {
        answers.set(requirement, answer);
        cache.set(keyOf(requirement), { answer, at: clock.elapsed() });
      }
      return { answers, recon: withPackageSupport(recon, answers) };
    },
  };
}
