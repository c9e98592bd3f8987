"""What may stand in an address: numbers that a database can hold, codes without surprises."""

from typing import Final

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

LARGEST: Final = 2**31 - 1
LONGEST: Final = 64


class RowNumber(IntegerConverter):
    """A row's number; one that no database holds is an address that does not exist."""

    def to_python(self, value: str) -> int:
        if len(value) > 10 or int(value) > LARGEST:
            raise ValidationError
        return int(value)


class Code(UnicodeConverter):
    """A code that people quote: short, and nothing in it that cannot be seen."""

    def to_python(self, value: str) -> str:
        if len(value) > LONGEST or not value.isprintable():
            raise ValidationError
        return value


def init_addresses(app: Flask) -> None:
    app.url_map.converters.update(int=RowNumber, default=Code, string=Code)
