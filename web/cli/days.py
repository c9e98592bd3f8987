"""By which calendar a command counts."""

from web.cli.database import of_database
from workflow.calendars.office import calendar_of
from workflow.calendars.working_days import SHIPPED, Calendar


def office_calendar() -> Calendar:
    """The calendar with the office's corrections where there is a database that answers, else as it ships."""
    return of_database(calendar_of, SHIPPED, otherwise="counted by the shipped calendar")
