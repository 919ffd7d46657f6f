/** Names that belong to the two languages; VS Code and other extensions know the plain ones already. */
export const languages = [
  {
    id: "dockerfile",
    aliases: ["Docker", "Dockerfile", "Containerfile"],
    extensions: [".dockerfile", ".containerfile"],
    filenames: ["Dockerfile", "Containerfile"],
    filenamePatterns: ["Dockerfile.*", "Dockerfile-*", "Containerfile.*", "Containerfile-*"],
  },
  {
    id: "dockercompose",
    aliases: ["Compose"],
    filenamePatterns: [
      "compose.yml",
      "compose.yaml",
      "compose.*.yml",
      "compose.*.yaml",
      "*docker*compose*.yml",
      "*docker*compose*.yaml",
    ],
  },
  { id: "ignore", filenamePatterns: ["*.dockerignore"], filenames: [".dockerignore"] },
] as const;
