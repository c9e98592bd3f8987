"""The shelf of rule sets: folders of readable texts, what one takes from another, and what the office settled.

A folder holds one TOML file for each group. A rule set that `inherits` another starts from its tables and says
only what differs; `absent = true` takes an entry away. Anywhere a value may be `{ setting = "name" }`: it then
is the value of that setting, the office's own or the default.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from states import Text
from workflow.awards.faults import Fault, Unsound, misshapen
from workflow.awards.law import Setting, Value

SHELF: Final = Path(__file__).with_name("rulesets")
GROUPS: Final = (
    "awards", "criteria", "votes", "deciders", "level_names", "bonus", "documents", "services", "limits", "settings",
)  # fmt: skip
FILES: Final = ("set", "awards", "criteria", "votes", "authority", "bonus", "documents", "times", "settings")

Tables = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts as they were read, by folder. `abstract` ones are only there to be inherited."""

    folders: Mapping[str, Tables]

    @property
    def set_ids(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, tables in self.folders.items() if not tables.get("abstract")))

    def resolve(self, set_id: str, given: Mapping[str, Value]) -> Tables:
        """The whole rule set in plain values."""
        tables = self._whole(set_id, ())
        tables.pop("abstract", None)
        values = _settled(set_id, tables["settings"], given)
        rules = {name: group for name, group in tables.items() if name != "settings"}
        return {**_filled(rules, values, set_id), "settings": tables["settings"], "values": values}

    def settings_of(self, set_id: str) -> frozenset[str]:
        """The names of all settings of a rule set."""
        return frozenset(self._whole(set_id, ())["settings"])

    def with_folder(self, name: str, head: Mapping[str, Any], said: Mapping[str, Any]) -> "Shelf":
        """The same texts and one more, from what its `set.toml` and its other files would say."""
        return Shelf({**self.folders, name: {**{group: {} for group in GROUPS}, **said, **head}})

    def _whole(self, name: str, seen: tuple[str, ...]) -> Tables:
        if name in seen:
            raise ValueError(f"{name}: inherits in a circle, {' → '.join((*seen, name))}")
        if name not in self.folders:
            raise ValueError(f"{seen[-1] if seen else name}: inherits {name}, which is not there")
        own = self.folders[name]
        if "inherits" not in own:
            return _merged({}, own)
        before = self._whole(own["inherits"], (*seen, name))
        before.pop("abstract", None)
        # The end of an earlier period is not the end of the one that builds on it.
        before.pop("valid_to", None)
        return _weakened(_merged(before, own), own)


def read_shelf(folder: Path) -> Shelf:
    """Every folder below, each one rule set. Raises `ValueError` naming the file that cannot be read."""
    return Shelf({each.name: _read(each) for each in sorted(folder.iterdir()) if each.is_dir()})


def fingerprint_of(tables: Mapping[str, Any]) -> str:
    """SHA-256 of everything a rule set says, whatever the order of its lines."""
    text = json.dumps(tables, ensure_ascii=False, sort_keys=True, default=_iso, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(tables: Mapping[str, Any]) -> str:
    """The same in the order of its lines, to be kept; read back it has the same fingerprint."""
    return json.dumps(tables, ensure_ascii=False, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    kind = type(value).__name__
    said = Text(f"{kind} ({value}) không dùng trong bộ quy tắc", f"a {kind} ({value}) has no place in a rule set")
    raise Unsound([Fault("", said)])


def _read(folder: Path) -> Tables:
    tables: Tables = {group: {} for group in GROUPS}
    for file in sorted(folder.glob("*.toml")):
        if file.stem not in FILES:
            raise ValueError(f"{folder.name}/{file.name}: there is no such part; there are {', '.join(FILES)}")
        try:
            read = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{folder.name}/{file.name}: {error}") from error
        # A file named like its group holds the group's entries; the others name their groups.
        for name, value in ({file.stem: read} if file.stem in GROUPS else read).items():
            tables[name] = {**tables[name], **value} if name in GROUPS else value
    return tables


def _merged(before: Mapping[str, Any], after: Mapping[str, Any]) -> Tables:
    """Both, table by table; what comes after wins, and `absent = true` takes away."""
    both = dict(before)
    for name, value in after.items():
        if not isinstance(value, dict):
            both[name] = value
        elif value.get("absent") is True:
            both.pop(name, None)
        elif _is_reference(value) or not isinstance(both.get(name), dict):
            both[name] = _merged({}, value)
        else:
            both[name] = _merged(both[name], value)
    return both


def _is_reference(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"setting"} and isinstance(value["setting"], str)


def _weakened(whole: Tables, own: Mapping[str, Any]) -> Tables:
    """What an unread law is said to keep is unsure, until the rule set says it in its own words."""
    doubt = whole.pop("inherited", None)
    if doubt is None:
        return whole
    groups = [(whole[name], own[name]) for name in ("criteria", "votes", "deciders", "documents", "services")]
    groups.append((whole["bonus"].get("rows", {}), own["bonus"].get("rows", {})))
    for entries, said in groups:
        for name in entries.keys() - said.keys():
            setting = entries[name].get("setting", doubt["setting"])
            entries[name].update(certainty=doubt["certainty"], setting=setting)
    return whole


def _settled(set_id: str, settings: Mapping[str, Any], given: Mapping[str, Value]) -> dict[str, Value]:
    if unknown := sorted(given.keys() - settings.keys()):
        raise Unsound(Fault(set_id, _no_setting(name)) for name in unknown)
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for name, table in settings.items():
        try:
            setting = Setting.model_validate(table)
        except ValidationError as error:
            raise misshapen(f"{set_id}: settings.{name}", error) from error
        values[name] = given.get(name, setting.default)
        if fault := setting.fault(values[name]):
            faults.append(Fault(f"{set_id}: setting {name}", fault))
    if faults:
        raise Unsound(faults)
    return values


def _no_setting(name: object) -> Text:
    return Text(f"không có tùy chọn {name}", f"there is no setting {name}")


def _filled(value: Any, values: Mapping[str, Value], place: str) -> Any:
    if _is_reference(value):
        if value["setting"] not in values:
            raise Unsound([Fault(place, _no_setting(value["setting"]))])
        return values[value["setting"]]
    if isinstance(value, dict):
        return {name: _filled(each, values, f"{place}.{name}") for name, each in value.items()}
    return value


def recorded_fingerprints(folder: Path) -> Mapping[str, str]:
    """The fingerprints that were written down when the texts were released; none for a shelf without them."""
    file = folder / "fingerprints.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))["shipped"] if file.exists() else {}
