import type { Evidence } from "../../model/evidence";
import { portOf } from "../commands/arguments";
import { defineDetector } from "../define-detector";

const NAMES =
  /^(?:PORT|APP_PORT|WEB_PORT|SERVER_PORT|HTTP_PORT|API_PORT|BACKEND_PORT|FLASK_RUN_PORT|UVICORN_PORT|GUNICORN_PORT|LISTEN_PORT|STREAMLIT_SERVER_PORT|GRADIO_SERVER_PORT|WEBSITES_PORT)$/;

/** The application's own port in environment files and their samples. */
export const detector = defineDetector({
  id: "environment-file-ports",
  title: "Ports in environment files",
  reads: { files: [".env", ".env.*", "*.env", "env.example", "env.sample", ".flaskenv", "sample.env", "example.env"] },
  detect: context =>
    context.files.flatMap((path): readonly Evidence[] => {
      const text = context.workspace.text(path) ?? "";
      let offset = 0;
      return text.split("\n").flatMap((line): readonly Evidence[] => {
        const start = offset;
        offset += line.length + 1;
        const match = /^\s*(?:export\s+)?([A-Z_]+)\s*=\s*["']?(\d{2,5})["']?\s*(?:#.*)?$/.exec(line.replace(/\r$/, ""));
        const port = match && NAMES.test(match[1] ?? "") ? portOf(match[2]) : null;
        return port === null
          ? []
          : [{ claim: "port", port, source: "env", place: context.workspace.place(path, start, "medium") }];
      });
    }),
});
