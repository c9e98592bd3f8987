"""The style guide: every component once, with neutral sample values. Registered in the demo only."""

from flask import Blueprint, render_template

from web.styleguide.samples import SAMPLES

__all__ = ["blueprint"]

blueprint = Blueprint("styleguide", __name__)


@blueprint.get("/styleguide")
def show() -> str:
    """Show every component in one page; what is not here is not used."""
    return render_template("styleguide/index.html", **SAMPLES)
