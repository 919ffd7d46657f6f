"""Tides at a gauge."""
