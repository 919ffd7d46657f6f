// The core as one bundle: recon, scaffold, lint and the arcs over them. No dockerode, no editor.
export { createApp } from "./app";
export { nodePorts } from "./node-ports";
export { readRecon } from "../recon/read-recon";
export { rules } from "./rule-pages";
export { readSettings } from "../settings/settings";
export { addToYamlList, removeFromYamlList, setYamlPath } from "../settings/write";
