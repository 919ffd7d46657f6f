import { optionOf, parseArguments, portOf, type Arguments } from "./arguments";
import { reading, type ReadTool } from "./reading";

const FLAGS: ReadonlySet<string> = new Set(["--use-ssl", "--read-only", "--empty-workspace", "--verbose"]);

const CODE = ["-m", "--module-name", "-f", "--python-file", "--package-name", "-w", "--workspace"] as const;

/** What a program of Dagster is told of its address and of the code that it loads. */
function facts(args: Arguments): {
  readonly target: string;
  readonly host: string | null;
  readonly port: number | null;
} {
  return {
    target: optionOf(args, ...CODE) ?? "",
    host: optionOf(args, "-h", "--host") ?? null,
    port: portOf(optionOf(args, "-p", "--port")),
  };
}

/** `dagster api grpc` and `dagster code-server start` hold the code of one location (Dagster documentation, "Dagster CLI"). */
const dagster: ReadTool = (rest, words) => {
  const verb = rest.slice(0, 2).join(" ");
  if (verb === "api grpc" || verb === "code-server start") {
    const told = facts(parseArguments(rest.slice(2), FLAGS));
    return reading("dagster", "serve", { words, kind: "grpc", framework: "dagster", ...told });
  }
  return rest[0] === "dev" ? server("dagster", rest.slice(1), words, true) : null;
};

const webserver: ReadTool = (rest, words) => server("dagster-webserver", rest, words, false);

function server(
  tool: string,
  rest: readonly string[],
  words: readonly string[],
  isDevelopment: boolean,
): ReturnType<ReadTool> {
  const told = facts(parseArguments(rest, FLAGS));
  const port = told.port ?? 3000;
  return reading(tool, "serve", { words, kind: "server", framework: "dagster", ...told, port, isDevelopment });
}

const daemon: ReadTool = (rest, words) =>
  rest[0] === "run"
    ? reading("dagster-daemon", "beat", {
        words,
        kind: "beat",
        framework: "dagster",
        target: facts(parseArguments(rest.slice(1), FLAGS)).target,
      })
    : null;

export const DAGSTER_TOOLS: Readonly<Record<string, ReadTool>> = {
  dagster,
  "dagster-webserver": webserver,
  dagit: webserver,
  "dagster-daemon": daemon,
};
