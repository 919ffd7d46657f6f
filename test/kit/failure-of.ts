import assert from "node:assert/strict";
import { DrydockError } from "../../src/model/error";

/** The error that a person would see of work that has to fail. */
export async function failureOf(work: Promise<unknown>): Promise<DrydockError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof DrydockError, String(error));
    return error;
  }
  return assert.fail("it should have failed");
}
