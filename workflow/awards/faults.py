"""What is wrong with the text of a rule set: the place, and the sentence in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from states import Text

_KINDS: Final = {
    "missing": "còn thiếu", "extra_forbidden": "không có mục này", "literal_error": "không phải một giá trị được nhận",
    "int_type": "phải là số nguyên", "int_parsing": "phải là số nguyên", "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false", "string_type": "phải là chữ trong dấu ngoặc kép",
    "date_type": "phải là ngày", "date_from_datetime_parsing": "phải là ngày", "tuple_type": "phải là danh sách",
    "model_type": "phải là một bảng có tên mục", "model_attributes_type": "phải là một bảng có tên mục",
    "mapping_type": "phải là một bảng có tên mục", "decimal_parsing": "phải là số", "decimal_type": "phải là số",
    "greater_than_equal": "số quá nhỏ", "greater_than": "số quá nhỏ", "less_than_equal": "số quá lớn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. As plain text it is `place: what`, in English."""

    place: str
    what: Text

    def __str__(self) -> str:
        return f"{self.place}: {self.what.en}" if self.place else self.what.en

    @property
    def told(self) -> Text:
        return Text(f"{self.place}: {self.what.vi}", str(self)) if self.place else self.what


class Unsound(ValueError):
    """A text that cannot become a rule set."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


def misshapen(name: str, error: ValidationError) -> Unsound:
    """What does not have the shape that a rule set must have, entry by entry."""
    found = []
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"])
        found.append(Fault(f"{name}: {place}", Text(_KINDS.get(fault["type"], "giá trị không hợp lệ"), fault["msg"])))
    return Unsound(found)
