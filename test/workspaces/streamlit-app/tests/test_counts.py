"""Reading the exports."""

import pandas as pd
import pytest

import counts


def test_the_sample_is_complete():
    data = counts.load()
    assert len(data) == 28
    assert set(data["place"]) == {"Bridge", "Park"}


def test_a_later_export_wins(tmp_path):
    (tmp_path / "a.csv").write_text("day,place,bicycles\n2025-06-02,Park,1\n")
    (tmp_path / "b.csv").write_text("day,place,bicycles\n2025-06-02,Park,2\n")
    assert counts.load(tmp_path)["bicycles"].tolist() == [2]


def test_no_export(tmp_path):
    with pytest.raises(FileNotFoundError, match="no export"):
        counts.load(tmp_path)


def test_weekdays_are_in_order():
    means = counts.by_weekday(counts.load())
    assert means.index[0] == "Monday"
    assert means["Sunday"] < means["Monday"]


def test_weekdays_of_one_day():
    data = pd.DataFrame({"day": pd.to_datetime(["2025-06-03"] * 2), "bicycles": [2, 3]})
    assert counts.by_weekday(data).to_dict() == {"Tuesday": 5}
