import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/streamlit";
import { detect } from "../../../kit/detect";

describe("recon/detectors/streamlit", () => {
  it("takes the start page, not its pages", async () => {
    const found = await detect(detector, {
      "app.py": 'import streamlit as st\nst.set_page_config()\nst.title("x")\n',
      "pages/one.py": 'import streamlit as st\nst.title("one")\n',
      ".streamlit/config.toml": "[server]\nport = 8502\n",
    });
    assert.deepEqual(found, [
      "framework streamlit @app.py:2",
      "route /_stcore/health @app.py:2",
      "port 8502 server-config @.streamlit/config.toml:2",
      "streamlit web app.py = streamlit run app.py --server.address 0.0.0.0 --server.port 8502 --server.headless true --browser.gatherUsageStats false :8502 @app.py:2",
    ]);
  });
});
