"""Least-squares fit of tidal constituents."""

import numpy as np
import pandas as pd
from scipy import linalg

# Period in hours.
CONSTITUENTS = {"M2": 12.4206012, "S2": 12.0, "K1": 23.9344721, "O1": 25.8193387}


def design(hours: np.ndarray) -> np.ndarray:
    """One column for the mean and two for each constituent."""
    columns = [np.ones_like(hours)]
    for period in CONSTITUENTS.values():
        phase = 2 * np.pi * hours / period
        columns += [np.cos(phase), np.sin(phase)]
    return np.column_stack(columns)


def fit(record: pd.Series) -> tuple[pd.Series, dict[str, float]]:
    """The fitted level, and the amplitude of each constituent in the record's unit.

    Gaps in the record are left out of the fit.
    """
    hours = (record.index - record.index[0]) / pd.Timedelta(hours=1)
    matrix = design(np.asarray(hours, dtype=float))
    known = record.notna().to_numpy()
    if known.sum() < matrix.shape[1]:
        raise ValueError("the record is too short")
    solution = linalg.lstsq(matrix[known], record.to_numpy()[known])[0]
    amplitudes = {
        name: float(np.hypot(*solution[1 + 2 * i : 3 + 2 * i]))
        for i, name in enumerate(CONSTITUENTS)
    }
    return pd.Series(matrix @ solution, index=record.index), amplitudes
