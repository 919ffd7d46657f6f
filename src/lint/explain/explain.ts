import { lineStarts } from "../../docker/line-map";
import { readComposeView } from "../compose-view";
import { dockerfileViewOf } from "../dockerfile-view";
import { makePlace } from "../make-place";
import type { LintedFile } from "../runner";
import type { WorkspaceContext, WorkspaceFacts } from "../workspace-context";
import { copiedFiles } from "./copied-files";
import { explainCompose } from "./explain-compose";
import { explainDockerfile } from "./explain-dockerfile";
import type { CopiedFiles, Explanation, Sizes } from "./explanation";

/** The explanation of what stands at an offset of the first of `files`, judged with the others; null where there is none. */
export function explainAt(
  files: readonly [LintedFile, ...LintedFile[]],
  facts: WorkspaceFacts,
  offset: number,
  sizes: Sizes,
): Explanation | null {
  const context = contextOf(files, facts);
  const { path, language } = files[0];
  if (language === "compose") {
    const view = context.composeFiles.find(each => each.path === path);
    return view === undefined ? null : explainCompose(context, view, offset);
  }
  const view = context.dockerfiles.find(each => each.path === path);
  return view === undefined ? null : explainDockerfile(context, view, offset, sizes);
}

/** What each COPY of the first of `files` takes from its build context. */
export function copiesOf(
  files: readonly [LintedFile, ...LintedFile[]],
  facts: WorkspaceFacts,
  sizes: Sizes,
): readonly CopiedFiles[] {
  return copiedFiles(contextOf(files, facts), files[0].path, sizes);
}

function contextOf(files: readonly LintedFile[], facts: WorkspaceFacts): WorkspaceContext {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return {
    ...facts,
    dockerfiles: files.flatMap(file => (file.language === "dockerfile" ? [dockerfileViewOf(file)] : [])),
    composeFiles: files.flatMap(({ path, text, language }) =>
      language === "compose" ? [readComposeView(path, text)] : [],
    ),
    report: () => undefined,
    placeOf: (path, span, confidence = "high") => {
      const text = texts.get(path) ?? facts.read(path) ?? "";
      return makePlace(path, text, lineStarts(text), span, confidence);
    },
  };
}
