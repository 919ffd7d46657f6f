"""Customer portal of ACME."""

__version__ = "4.11.2"
