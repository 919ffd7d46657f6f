// The core as one bundle: recon, scaffold, lint and the arcs over them. No dockerode, no editor.
export { createApp } from "./app";
export { nodePorts } from "./node-ports";
export { openFactsCache } from "./facts-cache";
export { patchBetween } from "./recon-patch";
export { emptyMemory } from "../recon/recon-memory";
export { rereadRecon } from "../recon/reread-recon";
export { rules } from "./rule-pages";
export { quantity, readSettings } from "../settings/settings";
export { addToYamlList, removeFromYamlList, setYamlPath } from "../settings/write";
