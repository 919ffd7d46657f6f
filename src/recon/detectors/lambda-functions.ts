import type { EntryEvidence } from "../../model/evidence";
import { nameOf, parentOf, pathInside } from "../../model/paths";
import type { PythonFile } from "../../python/project";
import { asText } from "../../workspace/data-node";
import { applicationIndex } from "../applications/application-index";
import { commandEvidence, type CommandOrigin } from "../commands/command-evidence";
import { handlerTarget } from "../commands/read-command";
import { defineDetector, type DetectContext } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { resolveTarget } from "../targets/resolve-target";
import { importersOf } from "../targets/script-for";
import { workingDirectoryOf } from "../targets/working-directory";
import { handlersOf } from "../workers/lambda-handlers";
import { LAMBDA_FILES, readLambdaTemplate } from "../workers/lambda-templates";

/**
 * Functions of AWS Lambda, started by its runtime client as in an image of one's own: what templates of SAM, CloudFormation and
 * the Serverless Framework declare, and handlers that are known by their signature.
 */
export const detector = defineDetector({
  id: "lambda-functions",
  title: "AWS Lambda functions",
  reads: {
    everything: true,
    files: LAMBDA_FILES,
  },
  detect(context) {
    const known = new Set<string>();
    const declared = context.files.flatMap(path => declaredIn(context, path, known));
    const usual = context
      .each(WITH_HANDLERS)
      .flatMap(file =>
        handlersOf(file).flatMap(({ name, offset }) =>
          name === "handler" && isCalledByCode(context, file) ? [] : usualHandler(context, file, name, offset, known),
        ),
      );
    return [...declared, ...usual];
  },
});

const WITH_HANDLERS = among(isOwnCode, (_project, file) => (handlersOf(file).length > 0 ? [file] : []));

/** `handler(event, context)` of a program, or of a module that the application imports, may be any callback of its own. */
function isCalledByCode({ project }: DetectContext, { path, facts }: PythonFile): boolean {
  const importers = importersOf(project).get(path) ?? [];
  return facts.mainGuards.length > 0 || importers.some(from => project.file(from)?.role === "application");
}

/** Files of so common a name that a folder's says more. */
const COMMON = /^(?:app|main|index|handlers?|lambda(?:_function|_handler)?|__init__)$/;

function usualHandler(
  context: DetectContext,
  file: PythonFile,
  name: string,
  offset: number,
  known: Set<string>,
): readonly EntryEvidence[] {
  const stem = nameOf(file.path).replace(/\.py$/, "");
  return handlerEvidence(context, `${file.module}.${name}`, known, {
    name: COMMON.test(stem) ? nameOf(parentOf(file.path)) || stem : stem,
    place: context.project.place(file, offset, "medium"),
    folders: [workingDirectoryOf(context.workspace, file)],
    source: "convention",
  });
}

/** The entry point of a handler that is there and not `known` yet, where no framework's application stands in its file. */
function handlerEvidence(
  context: DetectContext,
  handler: string,
  known: Set<string>,
  origin: CommandOrigin,
): readonly EntryEvidence[] {
  const { workspace, project } = context;
  const target = handlerTarget(handler);
  const resolved = target === null ? null : resolveTarget(workspace, project, target, origin.folders);
  if (resolved?.status !== "found" || !resolved.file) return [];
  const { path } = resolved.file;
  const key = `${path}:${resolved.attribute ?? ""}`;
  if (known.has(key)) return [];
  known.add(key);
  // An application of Chalice holds its functions, and may serve nothing.
  const isServed = applicationIndex(project).applications.some(
    ({ file, framework }) => file.path === path && framework.name !== "chalice",
  );
  if (isServed) return [];
  return commandEvidence(context, ["python", "-m", "awslambdaric", handler.replaceAll("/", ".")], origin).filter(
    one => one.claim === "entry-point",
  );
}

function declaredIn(context: DetectContext, path: string, known: Set<string>): readonly EntryEvidence[] {
  const { functions } = readLambdaTemplate(context.workspace.data(path).root, nameOf(path));
  return functions.flatMap(({ name, handler, runtime, folder }) => {
    const text = asText(handler);
    const code = pathInside(parentOf(path), asText(folder) ?? "");
    if (!handler || text === undefined || code === null || !/^python/.test(asText(runtime) ?? "")) return [];
    return handlerEvidence(context, text, known, {
      name,
      place: context.workspace.place(path, handler.span.start),
      folders: [code],
      source: "platform-file",
    });
  });
}
