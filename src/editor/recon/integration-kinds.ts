import type { Integration } from "../../model/recon";

export const kindIcons: Readonly<Record<Integration["kind"], string>> = {
  database: "database",
  cache: "zap",
  queue: "arrow-swap",
  search: "search",
  storage: "archive",
  mail: "mail",
  http: "globe",
  filesystem: "folder",
};
