"""The form of an arrival, as it travels over the queue."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True)
class Arrival:
    """A ship that will come."""

    imo: int
    """Number of the ship by the International Maritime Organization."""
    ship: str
    expected: datetime
    draught: float
    """In metres."""

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "expected": self.expected.isoformat()})

    @classmethod
    def from_json(cls, text: str | bytes) -> "Arrival":
        """Raises ValueError if the text is not an arrival."""
        try:
            data = json.loads(text)
            data["expected"] = datetime.fromisoformat(data["expected"])
            return cls(**data)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an arrival: {text!r}") from error


def imo_is_valid(number: int) -> bool:
    """Check the last digit of an IMO number."""
    digits = [int(digit) for digit in str(number)]
    if len(digits) != 7:
        return False
    return sum(d * w for d, w in zip(digits, range(7, 1, -1), strict=False)) % 10 == digits[-1]
