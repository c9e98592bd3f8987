"""An award that was given, in one phrase of both languages."""

from datetime import date

from states import Text


def award_text(name_vi: str, name_en: str, number: str, day: date | None) -> Text:
    """The award with its decision: “Giấy khen, Quyết định 2718/QĐ-UBND ngày 20/09/2023”."""
    when_vi, when_en = (f" ngày {day:%d/%m/%Y}", f" of {day:%d/%m/%Y}") if day else ("", "")
    return Text(f"{name_vi}, Quyết định {number}{when_vi}", f"{name_en}, decision {number}{when_en}")
