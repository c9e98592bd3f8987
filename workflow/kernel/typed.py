"""What people type into fields, read as values."""

from datetime import date

from workflow.kernel.folding import clean


def read_date(text: str) -> date | None:
    """A day as a browser (2023-11-24) or a person (24/11/2023) writes it."""
    parts = clean(text).replace(".", "/").replace("-", "/").split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    numbers = [int(part) for part in parts]
    year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None
