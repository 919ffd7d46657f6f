import type { EntryPointKind } from "../../model/recon";
import { optionOf, parseArguments, portOf } from "./arguments";
import { reading, type ReadTool } from "./reading";

const FLAGS = new Set([
  "--dev",
  "--reload",
  "--autoreload",
  "--no-autoreload",
  "--headless",
  "-h",
  "-w",
  "--watch",
  "--no-browser",
  "--allow-root",
  "--debug",
  "--production",
  "--launch-browser",
  "-d",
  "--warm",
  "--admin",
  "--index",
  "--show",
  "--no-token",
  "--include-code",
  "--strip_sources=True",
  "-y",
]);

interface Page {
  readonly tool: string;
  readonly framework: string;
  readonly kind: EntryPointKind;
  readonly port: number;
  /** The verbs that start it, and whether each is for development; "" for a program without verbs. */
  readonly verbs: Readonly<Record<string, boolean>>;
  readonly hostOptions: readonly string[];
  readonly portOptions: readonly string[];
  /** What it serves where no word says so. */
  readonly target?: string;
}

/** Programs that serve a script, a notebook or a folder as pages. Ports are their documented defaults. */
const PAGES: readonly Page[] = [
  {
    tool: "streamlit",
    framework: "streamlit",
    kind: "streamlit",
    port: 8501,
    verbs: { run: false },
    hostOptions: ["--server.address"],
    portOptions: ["--server.port"],
  },
  {
    tool: "gradio",
    framework: "gradio",
    kind: "gradio",
    port: 7860,
    verbs: { "": true },
    hostOptions: [],
    portOptions: [],
  },
  {
    tool: "chainlit",
    framework: "chainlit",
    kind: "server",
    port: 8000,
    verbs: { run: false },
    hostOptions: ["--host"],
    portOptions: ["--port", "-p"],
  },
  {
    tool: "panel",
    framework: "panel",
    kind: "server",
    port: 5006,
    verbs: { serve: false },
    hostOptions: ["--address"],
    portOptions: ["--port"],
  },
  {
    tool: "bokeh",
    framework: "bokeh",
    kind: "server",
    port: 5006,
    verbs: { serve: false },
    hostOptions: ["--address"],
    portOptions: ["--port"],
  },
  {
    tool: "voila",
    framework: "voila",
    kind: "notebook",
    port: 8866,
    verbs: { "": false },
    hostOptions: ["--Voila.ip"],
    portOptions: ["--port", "--Voila.port"],
  },
  {
    tool: "solara",
    framework: "solara",
    kind: "server",
    port: 8765,
    verbs: { run: false },
    hostOptions: ["--host"],
    portOptions: ["--port"],
  },
  {
    tool: "shiny",
    framework: "shiny",
    kind: "asgi",
    port: 8000,
    verbs: { run: false },
    hostOptions: ["--host"],
    portOptions: ["--port"],
  },
  {
    tool: "marimo",
    framework: "marimo",
    kind: "notebook",
    port: 2718,
    verbs: { run: false, edit: true },
    hostOptions: ["--host"],
    portOptions: ["--port", "-p"],
  },
  {
    tool: "mesop",
    framework: "mesop",
    kind: "server",
    port: 32123,
    verbs: { "": false },
    hostOptions: [],
    portOptions: ["--port"],
  },
  {
    tool: "reflex",
    framework: "reflex",
    kind: "server",
    port: 3000,
    verbs: { run: false },
    hostOptions: [],
    portOptions: ["--frontend-port"],
  },
  {
    tool: "datasette",
    framework: "datasette",
    kind: "server",
    port: 8001,
    verbs: { serve: false, "": false },
    hostOptions: ["--host"],
    portOptions: ["--port", "-p"],
  },
  {
    tool: "bentoml",
    framework: "bentoml",
    kind: "server",
    port: 3000,
    verbs: { serve: false },
    hostOptions: ["--host"],
    portOptions: ["--port", "-p"],
  },
  {
    tool: "serve",
    framework: "ray-serve",
    kind: "server",
    port: 8000,
    verbs: { run: false },
    hostOptions: [],
    portOptions: [],
  },
  {
    tool: "chalice",
    framework: "chalice",
    kind: "server",
    port: 8000,
    verbs: { local: false },
    hostOptions: ["--host"],
    portOptions: ["--port"],
    target: "app:app",
  },
  {
    tool: "scrapyd",
    framework: "scrapy",
    kind: "server",
    port: 6800,
    verbs: { "": false },
    hostOptions: [],
    portOptions: [],
  },
  {
    tool: "robyn",
    framework: "robyn",
    kind: "server",
    port: 8080,
    verbs: { "": false },
    hostOptions: [],
    portOptions: [],
  },
  ...["lab", "notebook", "server", "nbclassic"].map((verb): Page => ({
    tool: "jupyter",
    framework: "jupyter",
    kind: "notebook",
    port: 8888,
    verbs: { [verb]: false },
    hostOptions: ["--ip"],
    portOptions: ["--port"],
  })),
  ...["jupyter-lab", "jupyter-notebook"].map((tool): Page => ({
    tool,
    framework: "jupyter",
    kind: "notebook",
    port: 8888,
    verbs: { "": false },
    hostOptions: ["--ip"],
    portOptions: ["--port"],
  })),
];

const JUPYTER_TASKS = ["extension", "list", "password", "stop", "workspaces", "labextension", "build"];

/** `jupyter server extension enable`, `datasette publish fly`: these set something up, hand it on or end it, and serve nothing. */
const TASKS: ReadonlyMap<string, readonly string[]> = new Map([
  ["jupyter", JUPYTER_TASKS],
  ["jupyter-lab", JUPYTER_TASKS],
  ["jupyter-notebook", JUPYTER_TASKS],
  ["datasette", ["create-token", "inspect", "install", "package", "plugins", "publish", "uninstall"]],
]);

function readPage(tool: string): ReadTool {
  return (rest, words) => {
    for (const page of PAGES) {
      if (page.tool !== tool) continue;
      const verb = rest[0] !== undefined && rest[0] in page.verbs ? rest[0] : "";
      const isDevelopment = page.verbs[verb];
      if (isDevelopment === undefined) continue;
      const args = parseArguments(verb === "" ? rest : rest.slice(1), FLAGS);
      if (TASKS.get(tool)?.includes(args.positionals[0] ?? "")) continue;
      // Datasette answers one request that is given here, and ends.
      if (tool === "datasette" && args.options.has("--get")) continue;
      return reading(tool, "serve", {
        words,
        kind: page.kind,
        framework: page.framework,
        target: args.positionals[0] ?? page.target ?? "",
        host: optionOf(args, ...page.hostOptions) ?? null,
        port: portOf(optionOf(args, ...page.portOptions)) ?? page.port,
        isDevelopment: isDevelopment || ["--dev", "--reload", "--autoreload"].some(flag => args.options.has(flag)),
      });
    }
    return null;
  };
}

export const PAGE_TOOLS: Readonly<Record<string, ReadTool>> = Object.fromEntries(
  [...new Set(PAGES.map(({ tool }) => tool))].map(tool => [tool, readPage(tool)]),
);
