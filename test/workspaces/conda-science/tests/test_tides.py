"""Fit, record and application."""

import numpy as np
import pandas as pd
import pytest

from tides.app import draw, server
from tides.fit import CONSTITUENTS, fit
from tides.record import load


def made(hours=24 * 30, amplitude=1.5):
    index = pd.date_range("2025-01-01", periods=hours, freq="h")
    phase = 2 * np.pi * np.arange(hours) / CONSTITUENTS["M2"]
    return pd.Series(2.0 + amplitude * np.cos(phase), index=index)


def test_a_pure_tide_is_found():
    _, amplitudes = fit(made())
    assert amplitudes["M2"] == pytest.approx(1.5)
    assert amplitudes["K1"] == pytest.approx(0, abs=1e-9)


def test_gaps_do_no_harm():
    record = made()
    record.iloc[100:150] = np.nan
    level, amplitudes = fit(record)
    assert amplitudes["M2"] == pytest.approx(1.5)
    assert level.notna().all()


def test_a_short_record_is_refused():
    with pytest.raises(ValueError, match="too short"):
        fit(made(hours=5))


def test_the_sample_is_hourly():
    record = load()
    assert record.index.freqstr == "h"
    assert len(record) == 24 * 15


def test_missing_hours_become_gaps(tmp_path):
    path = tmp_path / "gauge.csv"
    path.write_text("time,level\n2025-01-01T00:00,1\n2025-01-01T02:00,3\n")
    assert load(path).isna().tolist() == [False, True, False]


@pytest.mark.parametrize("name", ["record", "fit", "residual"])
def test_figures(name):
    assert draw(name)["data"][0]["name"] == name


def test_page():
    client = server.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/alive").json == {"hours": 360}
