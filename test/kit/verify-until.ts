import { createApp } from "../../src/app/app";
import { nodePorts } from "../../src/app/node-ports";

/** Verifies a folder and dies without a word when a phase begins: `verify-until FOLDER PHASE`. */
const [folder = "", phase = ""] = process.argv.slice(2);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const app = createApp(nodePorts({ log: silent, engine: () => import("../../src/app/engine-entry") }));
void app.verify(folder, {
  onEvent: event => {
    if (event.kind === "phase" && event.phase === phase) setTimeout(() => process.kill(process.pid, "SIGKILL"), 1500);
  },
});
