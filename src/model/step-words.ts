/** The flags of RUN that say how it is run, and nothing of what. */
const runFlags = /^(?:--(?:mount|network|security)=\S+\s+)+/;
const ownStep = /^\[[^\]]*\]\s*/;

/**
 * The name of a build step, or of a layer's instruction, as a person looks for it where the beginning is all that is seen:
 * without what RUN mounts, and without the registry that every image comes from unless another one is named.
 */
export function stepWords(name: string): string {
  const stage = ownStep.exec(name)?.[0] ?? "";
  const [keyword = "", ...rest] = name.slice(stage.length).trim().split(/\s+/);
  const words = rest.join(" ");
  if (keyword === "RUN") return `${stage}RUN ${words.replace(runFlags, "")}`;
  if (keyword === "FROM") return `${stage}FROM ${words.replace(/^docker\.io\/(?:library\/)?/, "")}`;
  return `${stage}${[keyword, words].filter(Boolean).join(" ")}`;
}

/** The same without the stage before it. */
export function instructionWords(name: string): string {
  return stepWords(name).replace(ownStep, "");
}
