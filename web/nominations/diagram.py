"""The drawn definition with the file's own road in it."""

from collections.abc import Sequence

from markupsafe import Markup

from states import Definition, endings, svg
from web.i18n import _, locale, words
from web.nominations.path import walked
from workflow.nominations.file_queries import EventRow, NominationFile


def diagram_of(definition: Definition, file: NominationFile, events: Sequence[EventRow]) -> dict[str, Markup | str]:
    """The picture, and below it the endings in one sentence. Everything in it is escaped by its maker."""
    names = ", ".join(words(state.short) for state in endings(definition))
    return {
        "svg": Markup(svg(definition, locale(), walked(definition, events), file.state)),
        "legend": _("Hồ sơ cũng có thể kết thúc ở: %(names)s.", names=names),
    }
