// The core as one bundle: recon, scaffold, lint and the arcs over them. No dockerode, no editor.
export { createApp } from "./app";
export { nodePorts } from "./node-ports";
export { openFactsCache } from "./facts-cache";
export { patchBetween } from "./recon-patch";
export { emptyMemory } from "../recon/recon-memory";
export { rereadRecon } from "../recon/reread-recon";
export { fixFiles } from "./fix-files";
export { configurationSchema } from "./configuration-schema";
export { decisionFault } from "../settings/check-decision";
export { completeSettings, describeSetting } from "../settings/complete";
export { readRecon } from "../recon/read-recon";
export { requestableFiles, withFiles } from "./requested-files";
export { applyFixes } from "../lint/fixes";
export { ignoreEdit } from "../lint/ignore-edit";
export { rules } from "./rule-pages";
export { quantity, readSettings } from "../settings/settings";
export { addToYamlList, removeFromYamlList, setYamlPath } from "../settings/write";
