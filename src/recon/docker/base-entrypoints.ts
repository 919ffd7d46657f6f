import { programOf } from "../commands/unwrap";
import type { CommandForm } from "./image-facts";

/** AWS's images of Python (AWS Lambda documentation, "Deploy Python Lambda functions with container images"). */
const LAMBDA = /(?:^|\/)(?:lambda\/python|aws-lambda-python)(?:[:@]|$)/;

const AIRFLOW = /(?:^|\/)apache\/airflow(?:[:@]|$)/;

/**
 * Images whose own ENTRYPOINT takes the command for words of one program, unless it begins with one of these (Airflow
 * documentation, "Entrypoint and command for the image").
 */
const PROGRAMS: readonly {
  readonly image: RegExp;
  readonly program: readonly string[];
  readonly except: readonly string[];
}[] = [
  { image: AIRFLOW, program: ["airflow"], except: ["airflow", "bash", "sh", "python"] },
  { image: LAMBDA, program: ["python", "-m", "awslambdaric"], except: [] },
];

/** The folder that a base image starts in, and the variables that it sets. */
export function baseSurroundings(base: string): {
  readonly workdir: string;
  readonly variables: readonly (readonly [string, string])[];
} {
  const folder = "/var/task";
  if (LAMBDA.test(base)) return { workdir: folder, variables: [["LAMBDA_TASK_ROOT", folder]] };
  return { workdir: AIRFLOW.test(base) ? "/opt/airflow" : "/", variables: [] };
}

/** The entrypoint that a base image brings for a command, null where it starts the command as it stands. */
export function inheritedEntrypoint(base: string, command: CommandForm | null): CommandForm | null {
  const known = PROGRAMS.find(({ image }) => image.test(base));
  const [first] = command?.words ?? [];
  if (!known || !command || first === undefined || known.except.includes(programOf(first))) return null;
  return { words: known.program, shell: null, offset: command.offset };
}

/** Whether an image runs the code that is mounted into it, as images of a language do. */
export function runsMountedCode(image: string): boolean {
  return (
    PROGRAMS.some(known => known.image.test(image)) ||
    /(?:^|\/)(?:python|pypy|uv|conda|miniconda3?|micromamba)\b|python/.test(image)
  );
}
