"""The list of all pages, by area."""

from typing import Final

from web.admin.views import blueprint as admin
from web.councils.views import blueprint as councils
from web.decide.views import blueprint as decide
from web.decisions.views import blueprint as decisions
from web.health.views import blueprint as health
from web.home.views import blueprint as home
from web.law.views import blueprint as law
from web.mailbox.views import blueprint as mailbox
from web.movements.views import blueprint as movements
from web.nominations.views import blueprint as nominations
from web.proposals.views import blueprint as proposals
from web.public.views import blueprint as public
from web.queue.views import blueprint as queue
from web.register.views import blueprint as register
from web.sheets.views import blueprint as sheets
from web.styleguide import blueprint as styleguide

BLUEPRINTS: Final = (
    home,
    queue,
    nominations,
    proposals,
    sheets,
    councils,
    decide,
    decisions,
    movements,
    register,
    public,
    admin,
    law,
    health,
)
# Only where every person and letter is invented.
DEMO_BLUEPRINTS: Final = (mailbox, styleguide)
