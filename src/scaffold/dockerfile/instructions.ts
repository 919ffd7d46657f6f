import { secretMount, type InstallDesign, type InstallStep } from "../install/install-design";

/** Joins the parts of one RUN over several lines, as a person would write it. */
export function run(step: InstallStep, install: InstallDesign): readonly string[] {
  const needsIndex = step.cache !== null;
  const flags = [
    ...(step.cache === null ? [] : [`--mount=type=cache,target=${step.cache}`]),
    ...(needsIndex ? install.secrets.filter(({ reader }) => reader === "python").map(secretMount) : []),
    ...step.mounts.map(
      ({ source, target, isWritable }) =>
        `--mount=type=bind,source=${source},target=${target}${isWritable ? ",rw" : ""}`,
    ),
  ];
  const comment = step.comment === null ? [] : wrapComment(step.comment);
  const first = [...flags.map((flag, at) => `${at === 0 ? "RUN " : "    "}${flag} \\`)];
  const commands = step.commands.map((command, at) => {
    const last = at === step.commands.length - 1;
    const lead = at > 0 ? " && " : flags.length > 0 ? "    " : "RUN ";
    return `${lead}${command}${last ? "" : " \\"}`;
  });
  return [...comment, ...first, ...commands];
}

/** Comment lines of at most 100 characters. */
export function wrapComment(text: string, width = 98): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines.map(part => `# ${part}`);
}

/** One sentence an item, set in below its dash. */
export function commentList(sentences: readonly string[]): readonly string[] {
  return sentences.flatMap(sentence =>
    wrapComment(sentence, 94).map((line, at) => `#${at === 0 ? " -" : "  "}${line.slice(1)}`),
  );
}

/** apt with its archives in a cache mount, so that nothing has to be removed afterwards. */
export function aptInstall(packages: readonly string[]): readonly string[] {
  return [
    "RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\",
    "    --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \\",
    "    rm -f /etc/apt/apt.conf.d/docker-clean \\",
    " && apt-get update \\",
    ` && apt-get install -y --no-install-recommends ${packages.join(" ")}`,
  ];
}

/** `ENV` with one variable a line. */
export function env(values: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(values);
  return entries.map(
    ([name, value], at) =>
      `${at === 0 ? "ENV " : "    "}${name}=${quoted(value)}${at === entries.length - 1 ? "" : " \\"}`,
  );
}

export function quoted(value: string): string {
  return /^[\w@%+:,./-]+$/.test(value) ? value : `"${value.replace(/(["\\])/g, "\\$1")}"`;
}

/** The exec form: a JSON array, so that no shell stands between the engine and the program. */
export function execForm(words: readonly string[]): string {
  return `[${words.map(word => JSON.stringify(word)).join(", ")}]`;
}
