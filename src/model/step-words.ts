/** The flags that BuildKit's RUN takes before its command. */
const runFlag = /^(?:--(?:mount|network|security)=\S+\s+)+/;

/**
 * The instruction of a build step as a person looks for it in a list, where the beginning is all that is seen: without the
 * stage before it, what RUN mounts, and the registry that every image comes from unless another one is named.
 */
export function stepWords(name: string): string {
  const [keyword = "", ...rest] = name.replace(/^\[[^\]]*\]\s*/, "").split(/\s+/);
  const words = rest.join(" ");
  if (keyword === "RUN") return `RUN ${words.replace(runFlag, "")}`;
  if (keyword === "FROM") return `FROM ${words.replace(/^docker\.io\/(?:library\/)?/, "")}`;
  return `${keyword} ${words}`.trim();
}
