import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/route-decorators";
import { detect } from "../../../kit/detect";

describe("recon/detectors/route-decorators", () => {
  it("joins prefixes of blueprints and routers", async () => {
    const found = await detect(detector, {
      "app.py":
        'from fastapi import APIRouter, FastAPI\nfrom checks import router\n\napp = FastAPI()\napi = APIRouter(prefix="/api")\napi.include_router(router, prefix="/v1")\napp.include_router(api)\n\n@app.get("/")\ndef index():\n    pass\n\n@app.post("/status")\ndef status():\n    pass\n',
      "checks.py":
        'from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.get("/health")\ndef health():\n    pass\n\n@router.get("/items/{item}/status")\ndef item():\n    pass\n',
    });
    assert.deepEqual(found, ["route / @app.py:9", "route /api/v1/health @checks.py:4"]);
  });

  it("does not take the root of a namespace for the index", async () => {
    const found = await detect(detector, {
      "api.py":
        'from flask_restx import Namespace\nfrom flask import Blueprint\n\nteams = Namespace("teams")\npages = Blueprint("pages", __name__)\n\n@teams.route("")\nclass Teams:\n    pass\n\n@pages.route("/")\ndef index():\n    pass\n',
    });
    assert.deepEqual(found, ["route / @api.py:11"]);
  });
});
