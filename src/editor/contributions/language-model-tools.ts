const folder = {
  type: "string",
  description: "Name of the workspace folder. Left out: the first one.",
} as const;

/** Tools for language models: facts and figures with their evidence. None of them writes a file. */
export const languageModelTools = [
  {
    name: "drydock_get_recon",
    displayName: "Drydock Recon",
    toolReferenceName: "drydockRecon",
    modelDescription:
      "Facts that Drydock read in the Python workspace as JSON: modules, entry points, integration points (databases, caches, queues), dependencies, environment variables, ports, each with file and line. Runs nothing.",
    userDescription: "What Drydock found in this workspace, with file and line",
    inputSchema: {
      type: "object",
      properties: {
        folder,
        group: {
          type: "string",
          description: "Only this key of the recon JSON, such as integrations, entryPoints or environment.",
        },
      },
    },
  },
  {
    name: "drydock_get_plan",
    displayName: "Drydock Plan",
    toolReferenceName: "drydockPlan",
    modelDescription:
      "How Drydock would dockerize the workspace: each decision with its reason and evidence, and the proposed files. Writes nothing.",
    userDescription: "Decisions with reasons and the proposed Docker files",
    inputSchema: { type: "object", properties: { folder } },
  },
  {
    name: "drydock_lint_files",
    displayName: "Drydock Lint",
    toolReferenceName: "drydockLint",
    modelDescription:
      "Lint findings for the Dockerfiles and Compose files of the workspace, or for a text given, with ranges and fixes.",
    userDescription: "Findings in Dockerfiles and Compose files",
    inputSchema: {
      type: "object",
      properties: {
        folder,
        path: { type: "string", description: "Path of the file, relative to the folder. Needed when text is given." },
        text: { type: "string", description: "Text to lint in place of the file's." },
      },
    },
  },
  {
    name: "drydock_get_verification",
    displayName: "Drydock Verification",
    toolReferenceName: "drydockVerification",
    modelDescription: "The last verification: figures, thresholds, verdict, causes and when it ran.",
    userDescription: "Figures and verdict of the last verification",
    inputSchema: { type: "object", properties: { folder } },
  },
  {
    name: "drydock_open_review",
    displayName: "Drydock Review",
    toolReferenceName: "drydockReview",
    modelDescription:
      "Opens the review in which the person sees each proposed Docker file as a diff. Applying stays with the person.",
    userDescription: "Open the Dockerize review",
    inputSchema: { type: "object", properties: { folder } },
  },
  {
    name: "drydock_run_verification",
    displayName: "Drydock Verify",
    toolReferenceName: "drydockVerify",
    modelDescription: "Builds, starts, tests and measures the workspace in containers and returns the figures.",
    userDescription: "Build, start, test and measure in containers",
    inputSchema: { type: "object", properties: { folder } },
  },
] as const;
