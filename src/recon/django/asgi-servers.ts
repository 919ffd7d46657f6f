import type { Dependency } from "../../model/recon";

/** Whether the project declares an ASGI server and no WSGI server: then it is served by ASGI. */
export function workerLike(dependencies: readonly Dependency[]): boolean {
  const names = new Set(dependencies.filter(({ group }) => group === "main").map(({ name }) => name));
  const asgi = ["daphne", "uvicorn", "hypercorn"].some(name => names.has(name));
  const wsgi = ["gunicorn", "uwsgi", "waitress", "mod-wsgi"].some(name => names.has(name));
  return asgi && !wsgi;
}
