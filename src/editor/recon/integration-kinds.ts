/** The decision of the plan that an integration feeds. */
export const kindOrder = ["database", "cache", "queue", "search", "storage", "mail", "http", "filesystem"] as const;

export const kindIcons: Readonly<Record<(typeof kindOrder)[number], string>> = {
  database: "database",
  cache: "zap",
  queue: "arrow-swap",
  search: "search",
  storage: "archive",
  mail: "mail",
  http: "globe",
  filesystem: "folder",
};
