import type { Language } from "../model/finding";
import { nameOf } from "../model/paths";

/** Endings that make a name such as `dockerfile-mode.js` or `Dockerfile.j2` another language: code, data, text, templates of a Dockerfile. */
const FOREIGN =
  /\.(?:[cm]?[jt]sx?|map|json|ya?ml|toml|md|rst|html?|s?css|py|go|rs|rb|java|kt|php|sh|bash|ps1|lua|vim|el|svg|png|snap|log|lock|j2|jinja2?|tmpl|tpl|template|erb|mustache|hbs|in|patch|diff|orig|rej|swp)$/;

/** A sample of what is laid over a Compose file, which each person copies under its own name. */
export function isOverrideSample(path: string): boolean {
  return /^(?:docker-)?compose\.override\.ya?ml\.(?:dist|example|sample|template)$/i.test(nameOf(path));
}

/** The language of a file by its name; null for files that are not linted. */
export function languageOf(path: string): Language | null {
  const name = nameOf(path).toLowerCase();
  // A workflow may be called after the Compose file that it tests.
  if (name.endsWith(".dockerignore") || /(?:^|\/)\.(?:forgejo|gitea|github)\/workflows\//.test(path)) return null;
  if (/^(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$/.test(name)) return "compose";
  if (/^(?:dockerfile|containerfile)(?:[.\-_][^/]*)?$/.test(name)) return FOREIGN.test(name) ? null : "dockerfile";
  return /\.(?:dockerfile|containerfile)$/.test(name) ? "dockerfile" : null;
}
