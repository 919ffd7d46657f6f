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

  it("says nothing of routes below a prefix that only the running program knows", async () => {
    const found = await detect(detector, {
      "config.py": 'class Settings:\n    API: str = "/v2"\n\nsettings = Settings()\n',
      "app.py":
        'from fastapi import APIRouter, FastAPI\nfrom config import settings\nfrom checks import near, far\n\ndef create_app(prefix):\n    app = FastAPI()\n    app.include_router(far, prefix=f"{prefix}/far")\n    app.include_router(near, prefix=settings.API)\n    return app\n',
      "checks.py":
        'from fastapi import APIRouter\nnear = APIRouter(prefix=None)\nfar = APIRouter()\n\n@near.get("/health")\ndef health():\n    pass\n\n@far.get("/")\ndef items():\n    pass\n',
    });
    assert.deepEqual(found, ["route /v2/health @checks.py:5"]);
  });
});
