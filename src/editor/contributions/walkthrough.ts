/** "Dockerize a Python workspace": five steps, each with one button; never opened by itself. */
export const walkthroughs = [
  {
    id: "dockerize",
    title: "Dockerize a Python workspace",
    description: "From existing Python code to containers that are proved to work.",
    icon: "media/drydock.svg",
    featuredFor: ["pyproject.toml", "requirements.txt", "manage.py", "Pipfile", "environment.yml"],
    steps: [
      {
        id: "recon",
        title: "See what Drydock finds",
        description:
          "Drydock reads the code and shows modules, integration points, dependencies and variables, each with its file and line. It runs nothing.\n[Open Recon](command:drydock.recon.focus)",
        media: { svg: "media/walkthrough/recon.svg", altText: "A tree of findings, each with a file and a line." },
        completionEvents: ["onView:drydock.recon"],
      },
      {
        id: "dockerize",
        title: "Dockerize",
        description:
          "Drydock decides and says why. You see each file before it is written, and one undo takes all back.\n[Dockerize Workspace](command:drydock.workspace.dockerize)",
        media: { svg: "media/walkthrough/review.svg", altText: "A list of decisions beside a diff of the new files." },
        completionEvents: ["onContext:drydock.hasApplied"],
      },
      {
        id: "lint",
        title: "Keep it right",
        description:
          "Dockerfiles and Compose files are checked while you type, against your code. Many findings have a fix.\n[Open Dockerfile](command:workbench.action.quickOpen?%22Dockerfile%22)",
        media: { svg: "media/walkthrough/lint.svg", altText: "A Dockerfile with an underlined word and a light bulb." },
        completionEvents: ["onCommand:drydock.workspace.lint", "onLanguage:dockerfile"],
      },
      {
        id: "run",
        title: "Build and run",
        description:
          "Build the image with its steps and times, start the services, read their logs. This needs Docker: get [Docker Engine or Docker Desktop](https://docs.docker.com/get-started/get-docker/).\n[Show Containers](command:drydock.panel.show)",
        media: { svg: "media/walkthrough/run.svg", altText: "Bars of build steps above lines of a log." },
        completionEvents: ["onCommand:drydock.panel.show"],
      },
      {
        id: "verify",
        title: "Prove it",
        description:
          "Build, start, test and measure against thresholds you agree on, and keep the report.\n[Verify Workspace](command:drydock.workspace.verify)",
        media: { svg: "media/walkthrough/verify.svg", altText: "A table of measured figures, each beside its limit." },
        completionEvents: ["onCommand:drydock.workspace.verify"],
      },
    ],
  },
] as const;
