"""What a WSGI server loads."""

from web.app import create_app

application = app = create_app()
