"""The form of an arrival."""

from datetime import UTC, datetime

import pytest

from harbour_common.arrivals import Arrival, imo_is_valid

ARRIVAL = Arrival(9074729, "Aurora", datetime(2025, 7, 1, 6, 30, tzinfo=UTC), 9.5)


def test_an_arrival_survives_the_journey():
    assert Arrival.from_json(ARRIVAL.to_json()) == ARRIVAL


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"imo": 1}', '{"expected": "soon"}'])
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError):
        Arrival.from_json(text)


@pytest.mark.parametrize(
    ("number", "valid"), [(9074729, True), (9074728, False), (907472, False)]
)
def test_imo_numbers(number, valid):
    assert imo_is_valid(number) is valid
