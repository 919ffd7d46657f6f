import { readCompose } from "../docker/compose/read-compose";
import type { ComposeSurroundings } from "../docker/compose/project";
import { templateMark } from "../docker/compose/template";
import type { ComposeDocument } from "../docker/compose/types";
import type { ComposeView } from "./compose-context";
import { isOverrideSample, languageOf } from "./language";
import type { WorkspaceFacts } from "./workspace-context";

/** Reads a Compose file once for all rules. */
export function readComposeView(path: string, text: string): ComposeView {
  const document = readCompose(text);
  return { path, text, document, template: templateMark(document, path) };
}

/** What the linted files and the workspace say of the files around a Compose file. */
export function composeSurroundings(views: readonly ComposeView[], facts: WorkspaceFacts | null): ComposeSurroundings {
  const documents = new Map<string, ComposeDocument | null>(views.map(view => [view.path, view.document]));
  const isKnown = facts !== null && facts.paths.size > 0;
  return {
    isKnown,
    document: path => {
      const known = documents.get(path);
      if (known !== undefined) return known;
      const text = facts?.read(path) ?? null;
      const document = text === null ? null : readCompose(text);
      if (document !== null) documents.set(path, document);
      return document;
    },
    read: path => facts?.read(path) ?? null,
    exists: path => documents.has(path) || facts?.paths.has(path) === true,
    composePaths: [
      ...new Set([
        ...views.map(view => view.path),
        ...[...(facts?.paths ?? [])].filter(path => languageOf(path) === "compose" || isOverrideSample(path)),
      ]),
    ],
  };
}
