import { asText, at, entries, type DataNode } from "../../workspace/data-node";

/** Templates of SAM and CloudFormation, and what the Serverless Framework reads. */
export const LAMBDA_FILES: readonly string[] = [
  "template.{yaml,yml}",
  "*.template.{yaml,yml}",
  "sam.{yaml,yml}",
  "serverless.{yaml,yml}",
];

/** Whether a file of that name is one of them. */
export function isLambdaTemplate(name: string): boolean {
  return /(?:^|\.)template\.ya?ml$|^(?:sam|serverless)\.ya?ml$/.test(name);
}

/** A function as a template declares it: `users/app.lambda_handler` in a folder. */
interface LambdaFunction {
  readonly name: string;
  readonly handler: DataNode | undefined;
  readonly runtime: DataNode | undefined;
  readonly folder: DataNode | undefined;
}

interface LambdaTemplate {
  /** What a function runs on that names nothing else. */
  readonly runtime: DataNode | undefined;
  readonly functions: readonly LambdaFunction[];
}

/** The functions of a template of that name, each with the template's defaults. */
export function readLambdaTemplate(root: DataNode | null, name: string): LambdaTemplate {
  return name.startsWith("serverless.") ? readServerless(root) : readResources(root);
}

/** Functions of SAM and CloudFormation (AWS SAM documentation, "Globals section"). */
function readResources(root: DataNode | null): LambdaTemplate {
  const usual = at(root, "Globals", "Function");
  const functions = entries(at(root, "Resources")).flatMap(({ key, value }) => {
    if (!/^AWS::(?:Serverless|Lambda)::Function$/.test(asText(at(value, "Type")) ?? "")) return [];
    const told = (name: string): DataNode | undefined => at(value, "Properties", name) ?? at(usual, name);
    const folder = told("CodeUri") ?? told("Code");
    return [{ name: key, handler: told("Handler"), runtime: told("Runtime"), folder }];
  });
  return { runtime: at(usual, "Runtime"), functions };
}

/** Functions of the Serverless Framework; `module` is the folder that its plugin for Python packs. */
function readServerless(root: DataNode | null): LambdaTemplate {
  const runtime = at(root, "provider", "runtime");
  const functions = entries(at(root, "functions")).map(({ key, value }) => ({
    name: key,
    handler: at(value, "handler"),
    runtime: at(value, "runtime") ?? runtime,
    folder: at(value, "module"),
  }));
  return { runtime, functions };
}
