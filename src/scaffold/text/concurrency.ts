import type { UnitDesign } from "../blueprint";

/** Whether `WEB_CONCURRENCY` decides how many processes serve: a start of the person's own may say so itself. */
export function readsConcurrency({ web, isForeignDockerfile, layout, dockerfile }: UnitDesign): boolean {
  if (web === null || !["gunicorn", "uvicorn"].includes(web.server)) return false;
  if (!isForeignDockerfile) return true;
  const start = layout.starts.find(({ path }) => path === dockerfile);
  const lines = [...(start?.entrypoint ?? []), ...(start?.command ?? []), ...(start?.supervised ?? [])];
  return lines.every(({ text }) => !/(?:^|[\s"])(?:--workers|-w)(?=[\s"=]|$)/.test(text));
}
