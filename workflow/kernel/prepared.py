"""Statements that SQLAlchemy writes once and the driver then runs directly.

SQL, conversion of values and errors are SQLAlchemy's; left out is what it does anew for every
execution, which takes several times as long as SQLite needs for a row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Dialect, SelectBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

CHUNK: Final = 8_192  # more than any list; SQLite takes 32,766 values in a statement, PostgreSQL twice as many
REMEMBERED: Final = 64  # an act writes the same instant and the same days into all its rows
Values: TypeAlias = Mapping[str, Any]
Convert: TypeAlias = Callable[[Any], Any]
Lists: TypeAlias = tuple[tuple[str, Sequence[str]], ...]
Source: TypeAlias = Connection | Session


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement for one dialect and lists of certain lengths, and how values go in and come out."""

    sql: str
    order: tuple[str, ...] | None  # None where the driver takes names
    constants: dict[str, Any]
    lists: Lists
    inward: tuple[tuple[str, Convert], ...]
    outward: tuple[tuple[int, Convert], ...]

    def bound(self, given: Values) -> Any:
        """The values as the driver takes them. Raises `KeyError` for one that is missing."""
        values = {**self.constants, **given}
        for name, places in self.lists:
            items = values.pop(name)
            values.update(zip(places, (*items, *items[-1:] * (len(places) - len(items))), strict=True))
        for name, convert in self.inward:
            values[name] = convert(values[name])
        return values if self.order is None else tuple([values[name] for name in self.order])

    def read(self, found: list[Any]) -> list[tuple[Any, ...]]:
        """The rows as Python knows their values."""
        if not self.outward:
            return found
        rows = [list(row) for row in found]
        for row in rows:
            for at, convert in self.outward:
                row[at] = convert(row[at])
        return [tuple(row) for row in rows]


class Prepared:
    """A query, update or insert whose parameters all have names; `columns` are those an insert fills.

    A list (`bindparam(…, expanding=True)`) must not be empty. It is filled up to the next power of two
    with its last value, so that a few texts serve every length.
    """

    def __init__(self, statement: SelectBase | UpdateBase, *, columns: Iterable[str] = ()) -> None:
        self._statement = statement
        self._columns = list(columns) or None
        self._compiled: dict[str, tuple[SQLCompiler, tuple[str, ...]]] = {}
        self._forms: dict[tuple[str, tuple[int, ...]], _Form] = {}

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """What the query finds, in plain tuples."""
        form = self._form(connection.dialect, values)
        return form.read(_on_cursor(connection, form.sql, form.bound(values), _found))

    def run(self, connection: Connection, *each: Values) -> None:
        """Once for each, and there must be one; only a single one may hold lists."""
        form = self._form(connection.dialect, each[0])
        if len(each) == 1:
            _on_cursor(connection, form.sql, form.bound(each[0]), _once)
        else:
            _on_cursor(connection, form.sql, [form.bound(values) for values in each], _each)

    def _form(self, dialect: Dialect, values: Values) -> _Form:
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect)
        compiled, lists = self._compiled[dialect.name]
        lengths = tuple([_rounded(len(values[name])) for name in lists])
        form = self._forms.get((dialect.name, lengths))
        if form is None:
            form = _form(compiled, self._statement, dict(zip(lists, lengths, strict=True)))
            self._forms[dialect.name, lengths] = form
        return form

    def _compile(self, dialect: Dialect) -> tuple[SQLCompiler, tuple[str, ...]]:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
        assert isinstance(compiled, SQLCompiler)
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise ValueError("a value that its column would fill in must be given")
        return compiled, tuple(name for name, bind in compiled.binds.items() if bind.expanding and bind.required)


def _rounded(length: int) -> int:
    """The next power of two."""
    return 1 << (length - 1).bit_length()


def _form(compiled: SQLCompiler, statement: SelectBase | UpdateBase, lengths: Mapping[str, int]) -> _Form:
    dialect, binds = compiled.dialect, compiled.binds
    blank = {name: [None] * length for name, length in lengths.items()}
    state = compiled.construct_expanded_state({**compiled.params, **blank})
    lists = {name: places for name, places in state.parameter_expansion.items() if name in lengths}
    given = {name for name, bind in binds.items() if bind.required}.union(*lists.values())
    inward: dict[str, Convert] = {**state.processors}
    for name in state.parameters.keys() & binds.keys():
        convert = binds[name].type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            inward[name] = lru_cache(maxsize=REMEMBERED, typed=True)(convert)
    constants = {name: inward.pop(name, _same)(value) for name, value in state.parameters.items() if name not in given}
    columns = statement.selected_columns if isinstance(statement, SelectBase) else ()
    outward = ((at, one.type.dialect_impl(dialect).result_processor(dialect, None)) for at, one in enumerate(columns))
    return _Form(
        sql=state.statement,
        order=None if state.positiontup is None else tuple(state.positiontup),
        constants=constants,
        lists=tuple(lists.items()),
        inward=tuple(inward.items()),
        outward=tuple((at, convert) for at, convert in outward if convert is not None),
    )


def _same(value: Any) -> Any:
    return value


def _once(cursor: Any, sql: str, values: Any) -> None:
    cursor.execute(sql, values)


def _each(cursor: Any, sql: str, values: Any) -> None:
    cursor.executemany(sql, values)


def _found(cursor: Any, sql: str, values: Any) -> Any:
    cursor.execute(sql, values)
    return cursor.fetchall()


def _on_cursor(connection: Connection, sql: str, values: Any, act: Callable[[Any, str, Any], Any]) -> Any:
    """Act on the driver's own cursor; who listens to the engine's statements hears of this one too."""
    cursor, dialect = connection.connection.cursor(), connection.dialect
    for listen in connection.dispatch.before_cursor_execute:
        listen(connection, cursor, sql, values, None, act is _each)
    try:
        return act(cursor, sql, values)
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, connection.connection.driver_connection, cursor):
            connection.invalidate(error)
        raise DBAPIError.instance(sql, values, error, dialect.loaded_dbapi.Error, dialect=dialect) from error


def connection_of(source: Source) -> Connection:
    """Where prepared statements run. What a session has not written yet is written first, as for its own queries."""
    if isinstance(source, Connection):
        return source
    if source.autoflush:
        source.flush()
    return source.connection()


def say(connection: Connection, sql: str) -> None:
    """A plain sentence to the database, without values."""
    _on_cursor(connection, sql, (), _once)
