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
  if (rest[0] !== "dev") return null;
  const told = facts(parseArguments(rest.slice(1), FLAGS));
  return reading("dagster", "serve", {
    words,
    kind: "server",
    framework: "dagster",
    ...told,
    port: told.port ?? 3000,
    isDevelopment: true,
  });
};

const webserver: ReadTool = (rest, words) => {
  const told = facts(parseArguments(rest, FLAGS));
  return reading("dagster-webserver", "serve", {
    words,
    kind: "server",
    framework: "dagster",
    ...told,
    port: told.port ?? 3000,
  });
};

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
