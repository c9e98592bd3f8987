"""The guard about places: how many of an award the law, a movement's plan and the office allow."""

from states.facts import NominationFacts
from states.guards import guard
from states.refusals import Refusal
from states.text import Text


@guard(
    holds=Text("Còn chỗ trong chỉ tiêu, tỷ lệ", "A place is left under every cap"),
    no_place_left=Text(
        "Vượt chỉ tiêu. {caps}. Bỏ bớt hoặc rút tên vượt khỏi danh sách, hoặc ghi đủ số làm căn cứ ở mục "
        "“Chỉ tiêu” của tờ trình, rồi ký trình.",
        "Over the cap. {caps}. Take the names over it off the list, or withdraw them, or complete the numbers it is "
        "counted of under “Places” on the letter, then sign.",
    ),
)
def place_left(facts: NominationFacts) -> Refusal | None:
    exceeded = facts.places_exceeded
    return Refusal("no_place_left", {"caps": exceeded}) if exceeded else None
