"""Why not: a code and figures, put into words only for a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from states.text import Text

_WORDING: dict[str, Text] = {}
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason a move is refused. Compared by code and figures."""

    code: str
    params: Mapping[str, object] = field(default_factory=lambda: _NOTHING)

    def __hash__(self) -> int:
        return hash(self.code)

    def text(self, locale: str) -> str:
        """The fact and the way out, for the person who was refused."""
        return _WORDING[self.code].to(locale, **self.params)


def word_refusal(code: str, text: Text) -> None:
    """Give a refusal its sentence. A code has one meaning: giving it another is an error."""
    if _WORDING.setdefault(code, text) != text:
        raise ValueError(f"refusal {code!r} already has another wording")


def refusal_wording(code: str) -> Text:
    return _WORDING[code]


def refusal_codes() -> tuple[str, ...]:
    return tuple(sorted(_WORDING))


NO_SUCH_MOVE = "no_such_move"
word_refusal(NO_SUCH_MOVE, Text(
    "Đang ở bước “{state}”, không làm được việc “{trigger}” ở bước này. Mở lại trang để xem việc làm được.",
    "This stands at “{state}”, where “{trigger}” cannot be done. Open the page again to see what can.",
))  # fmt: skip
word_refusal("own_case", Text(
    "Bạn là người được đề nghị trong hồ sơ này. Chuyển cho người khác có thẩm quyền làm bước này.",
    "You are the nominee of this file. Hand this step to another person with the authority.",
))  # fmt: skip
word_refusal("prepared_letter", Text(
    "Bạn là người lập tờ trình này. Chuyển thủ trưởng hoặc cấp phó khác ký trình.",
    "You prepared this letter. Hand it to the head or another deputy to sign.",
))  # fmt: skip
word_refusal("handled_file", Text(
    "Bạn đã tiếp nhận hoặc thẩm định hồ sơ này. Chuyển người khác có thẩm quyền ký quyết định.",
    "You received or appraised this file. Hand it to another person with the authority to sign.",
))  # fmt: skip
