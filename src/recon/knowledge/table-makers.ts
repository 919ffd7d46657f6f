/**
 * What makes missing tables and knows no versions, by its own name: told as a migration tool where nothing better keeps the
 * schema.
 */
export const TABLE_MAKERS: ReadonlySet<string> = new Set([
  "create_all",
  "create_tables",
  "CREATE TABLE",
  "executescript",
]);
