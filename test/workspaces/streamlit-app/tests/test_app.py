"""The page itself, without a browser."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parents[1] / "app.py")


def test_start_page():
    page = AppTest.from_file(APP, default_timeout=20).run()
    assert not page.exception
    assert page.title[0].value == "Bicycle counter"


def test_no_place_chosen():
    page = AppTest.from_file(APP, default_timeout=20).run()
    page.multiselect[0].set_value([]).run()
    assert page.metric[0].value == "0"
    assert page.info[0].value == "Choose a place."
