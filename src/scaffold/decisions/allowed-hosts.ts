import { literalPattern } from "../../model/patterns";
import type { EnvironmentVariable } from "../../model/recon";

const HOSTS = ["localhost", "127.0.0.1"];

/** This machine's names for a list of hosts, in the form that the code takes apart. */
export function allowedHosts({ name, type, places }: EnvironmentVariable, sample: string | null): string {
  if (/json|list\[|sequence/i.test(type ?? "") && sample?.startsWith("[") === true) return JSON.stringify(HOSTS);
  const read = `[([]\\s*["']${literalPattern(name)}["'][^()]*[)\\]]`;
  for (const { text } of places) {
    const split = new RegExp(`${read}\\.split\\(\\s*(?:sep\\s*=\\s*)?(?:(["'])(.*?)\\1|\\))`).exec(text);
    if (split) return HOSTS.join(split[2] ?? " ");
    // An item of a list that stands in the code is one host.
    if (new RegExp(`[[,]\\s*(?:[\\w.]+\\.)?(?:environ|getenv|environ\\.get|config|env)${read}\\s*[\\],]`).test(text))
      return HOSTS[0] ?? "";
  }
  return HOSTS.join(sample !== null && /\S\s+\S/.test(sample) && !sample.includes(",") ? " " : ",");
}
