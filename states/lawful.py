"""The guard about the law: what the rule set of the file says, unless two people let it pass."""

from states.facts import NominationFacts
from states.guards import guard
from states.refusals import Refusal
from states.text import Text


@guard(
    holds=Text("Không có điều kiện nào theo luật không đạt", "No criterion of the law fails"),
    law_failed=Text(
        "Chưa đạt điều kiện theo luật: {failed}. Mở mục “Điều kiện theo luật” của hồ sơ để sửa thông tin, "
        "hoặc đề nghị ngoại lệ nếu luật cho phép.",
        "Criteria of the law not met: {failed}. Open “Criteria of the law” in the file to correct what is stated, "
        "or ask for a waiver where the law allows one.",
    ),
)
def law_met(facts: NominationFacts) -> Refusal | None:
    failed = facts.law_failed
    return Refusal("law_failed", {"failed": failed}) if failed else None
