"""Time sheets: check, report, push."""

__version__ = "3.2.0"
