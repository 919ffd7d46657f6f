import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/airflow";
import { detect } from "../../../kit/detect";

describe("recon/detectors/airflow", () => {
  it("is found by a DAG, made or decorated", async () => {
    assert.deepEqual(
      await detect(detector, {
        "dags/orders.py": 'from airflow.decorators import dag\n\n@dag(schedule="@daily")\ndef orders():\n    pass\n',
      }),
      ["framework airflow @dags/orders.py:3"],
    );
    assert.deepEqual(
      await detect(detector, { "dags/users.py": 'from airflow import DAG\nwith DAG("users") as users:\n    pass\n' }),
      ["framework airflow @dags/users.py:2"],
    );
  });
  it("is not found by a hook alone", async () => {
    assert.deepEqual(
      await detect(detector, { "hook.py": "from airflow.hooks.base import BaseHook\nBaseHook.get_connection('x')\n" }),
      [],
    );
  });
});
