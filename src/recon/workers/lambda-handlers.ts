import type { EntryEvidence } from "../../model/evidence";
import type { DefinitionFact } from "../../python/facts";
import type { PythonFile } from "../../python/project";

/**
 * `def handler(event, context)` at the top of a file (AWS Lambda documentation, "Define Lambda function handler in Python"): by
 * their usual name and parameters, for what declares them may be a CDK, Terraform or nothing of the workspace.
 */
export function handlersOf({ facts }: PythonFile): readonly DefinitionFact[] {
  return facts.definitions.filter(
    ({ kind, name, parent, isAsync, parameters: [event, context, ...more] }) =>
      kind === "function" &&
      parent === -1 &&
      !isAsync &&
      /^(?:lambda_)?handler$/.test(name) &&
      /^_*events?$/.test(event?.name ?? "") &&
      /^(?:_+|_*(?:lambda_)?(?:context|ctx))$/.test(context?.name ?? "") &&
      more.every(parameter => parameter.default !== null),
  );
}

/** A function of Lambda's, started by its runtime client. */
export function isHandler({ command }: Pick<EntryEvidence, "command">): boolean {
  return command[2] === "awslambdaric";
}

/** A function that only a template or its signature tells: Lambda starts it, and no container of the workspace does. */
export function isFunction(one: EntryEvidence): boolean {
  return isHandler(one) && (one.source === "platform-file" || one.source === "convention");
}
