const HEALTH = new Set([
  "health",
  "healthz",
  "healthcheck",
  "health-check",
  "health_check",
  "ready",
  "readyz",
  "readiness",
  "live",
  "livez",
  "liveness",
  "alive",
  "ping",
  "status",
  "heartbeat",
  "__heartbeat__",
  "__lbheartbeat__",
  "up",
  "ht",
  "_health",
  "_healthz",
  "__health__",
  "healthy",
  "is_alive",
  "startup",
  "startupz",
]);

/** Whether a path can be probed without arguments: a health path by its last part, or the index. */
export function isProbePath(path: string): boolean {
  if (path === "/") return true;
  if (/[<{:*(\\[]/.test(path)) return false;
  const last = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  return HEALTH.has(last.toLowerCase());
}

/** Joins a prefix and a path as the frameworks do. */
export function joinRoute(prefix: string, path: string): string {
  const joined = `${prefix.replace(/\/+$/, "")}${path === "" ? "" : `/${path.replace(/^\/+/, "")}`}`;
  return joined === "" ? "/" : joined.startsWith("/") ? joined : `/${joined}`;
}
