import type { CommandReading } from "./reading";

/**
 * A `manage.py` of a project without Django (Flask-Script, click): its verbs are the project's own, so only their usual
 * words are understood.
 */
export function otherManager(read: CommandReading): CommandReading {
  const at = read.words.findIndex(word => word.endsWith("manage.py"));
  const verbs = read.words.slice(at + 1).filter(word => !word.startsWith("-"));
  const [verb = "", second = ""] = verbs;
  const script = read.words[at] ?? "manage.py";
  const facts = {
    ...read,
    framework: null,
    tool: "manager",
    target: [script.replace(/^.*\//, ""), ...verbs.slice(0, 2)].join(" "),
    isDevelopment: false,
  };
  const both = `${verb} ${second}`;
  if (verb === "db" && second === "upgrade") return { ...facts, tool: "flask", role: "migrate", kind: null };
  if (/^(?:tests?|pytest)$/.test(verb)) return { ...facts, tool: "python", role: "test", kind: null };
  if (/scheduler|beat|cron/.test(both)) return { ...facts, role: "beat", kind: "beat" };
  if (/work|consum|celery|queue/.test(both)) return { ...facts, role: "worker", kind: "worker" };
  if (/^run-?_?server$/.test(verb)) return { ...facts, role: "serve", kind: "wsgi", isDevelopment: true };
  if (/^(?:run|serve|server|start|web|api|gunicorn|prod)$/.test(verb))
    return { ...facts, role: "script", kind: "script" };
  return { ...facts, role: "other", kind: null };
}
