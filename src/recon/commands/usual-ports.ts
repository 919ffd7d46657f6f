/** What a server does that its command line tells nothing (its documentation). */
interface UsualPort {
  readonly port: number;
  /** Variables that give it another port. */
  readonly portVariables: readonly string[];
  /** Variables that give it another address; null where it listens on every interface by itself. */
  readonly hostVariables: readonly string[] | null;
}

/** Servers by the name that `readCommand` gives them. */
export const USUAL_PORTS: ReadonlyMap<string, UsualPort> = new Map([
  ["uvicorn", { port: 8000, portVariables: ["UVICORN_PORT"], hostVariables: ["UVICORN_HOST"] }],
  ["flask", { port: 5000, portVariables: ["FLASK_RUN_PORT"], hostVariables: ["FLASK_RUN_HOST"] }],
  [
    "gunicorn",
    { port: 8000, portVariables: ["GUNICORN_CMD_ARGS", "PORT"], hostVariables: ["GUNICORN_CMD_ARGS", "PORT"] },
  ],
  ["hypercorn", { port: 8000, portVariables: [], hostVariables: [] }],
  ["quart", { port: 5000, portVariables: [], hostVariables: [] }],
  ["waitress-serve", { port: 8080, portVariables: [], hostVariables: null }],
  ["daphne", { port: 8000, portVariables: [], hostVariables: [] }],
  ["manage.py", { port: 8000, portVariables: [], hostVariables: [] }],
  ["streamlit", { port: 8501, portVariables: ["STREAMLIT_SERVER_PORT"], hostVariables: null }],
]);

const PORT_VARIABLES = new Set([...USUAL_PORTS.values()].flatMap(({ portVariables }) => portVariables));

/** Whether a variable gives one of the servers its port. */
export function isPortVariable(name: string): boolean {
  return PORT_VARIABLES.has(name);
}

/** Whether a server reads a file of this path unasked, which may give it another port. */
export function isReadUnasked(path: string): boolean {
  return (
    /(?:^|\/)(?:gunicorn\.conf\.py|\.flaskenv|hypercorn\.toml)$/.test(path) || path.endsWith(".streamlit/config.toml")
  );
}
