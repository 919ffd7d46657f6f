import assert from "node:assert/strict";
import { nearest } from "../../../src/model/nearest";

describe("nearest", () => {
  it("finds a name with a letter changed, added, left out or swapped, whatever its case", () => {
    for (const word of ["requirement.txt", "requirementss.txt", "reqiurements.txt", "Requirements.txt"])
      assert.equal(nearest(word, ["setup.py", "requirements.txt"]), "requirements.txt", word);
  });

  it("finds the nearest of several, whichever order they have", () => {
    assert.equal(nearest("pg_database", ["pg_data", "pg_databases", "pg_dbase"]), "pg_databases");
    assert.equal(nearest("pg_database", ["pg_databases", "pg_data"]), "pg_databases");
  });

  it("finds nothing that differs in more than a third, or is longer than a name", () => {
    assert.equal(nearest("app", ["web", "database"]), null);
    assert.equal(nearest("x".repeat(65), ["x".repeat(65)]), null);
    assert.equal(nearest("", []), null);
  });

  it("keeps its measure where lower case makes a name longer than it is compared", () => {
    assert.equal(nearest("i".repeat(64), ["İ".repeat(64)]), null);
  });
});
