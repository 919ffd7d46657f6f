import { allInterpolations, readInterpolations } from "../../docker/compose/interpolation";
import type { Span } from "../../model/place";
import type { ComposeView } from "../compose-context";
import type { WorkspaceContext } from "../workspace-context";
import type { Explanation } from "./explanation";
import { explainVariable } from "./explain-variable";

/** What the variable at an offset of a Compose file is to the code: a key of `environment`, or `${NAME}` anywhere. */
export function explainCompose(context: WorkspaceContext, view: ComposeView, offset: number): Explanation | null {
  const found = variableAt(view, offset);
  if (found === null) return null;
  const explained = explainVariable(context.recon, found.name);
  return explained === null ? null : { span: found.span, ...explained };
}

function variableAt(view: ComposeView, offset: number): { readonly name: string; readonly span: Span } | null {
  for (const service of view.document.services) {
    for (const { name, nameSpan } of service.environment) {
      if (nameSpan.start <= offset && offset <= nameSpan.end) return { name, span: nameSpan };
    }
  }
  const start = view.text.lastIndexOf("\n", offset - 1) + 1;
  const feed = view.text.indexOf("\n", offset);
  const line = view.text.slice(start, feed === -1 ? view.text.length : feed);
  const hit = allInterpolations(readInterpolations(line, start).found).findLast(
    ({ span }) => span.start <= offset && offset <= span.end,
  );
  return hit === undefined ? null : { name: hit.name, span: hit.span };
}
