"""Settings: read once from the environment, checked strictly, frozen."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "THIDUA_"
SECRET_BYTES = 32


class Settings(BaseSettings):
    """Everything an installation may set; each field is the variable `THIDUA_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data_dir: Path = Field(Path("instance"), description="Folder of the database, uploads and secret key.")
    database_url: str | None = Field(None, description="SQLAlchemy address; empty means SQLite in the folder.")
    queue_url: str | None = Field(None, description="sqlite:///, postgresql:// or redis:// for the worker.")
    public_url: str = Field("http://127.0.0.1:8000", description="Address in letters and receipts; the only host.")
    secret_key: SecretStr | None = Field(None, description="Signs cookies; made in the folder when empty.")
    clock_start: datetime | None = Field(None, description="Start the product's clock at this instant.")
    config: Literal["district-2023", "commune-2025"] = Field(
        "district-2023", description="Administrative set-up: district-2023 or commune-2025."
    )
    demo: bool = Field(False, description="Shows the accounts, the captured mail and the style guide.")
    proxy_hops: int = Field(0, ge=0, le=5, description="Number of reverse proxies whose headers are trusted.")
    https_only: bool = Field(False, description="Mark cookies Secure and send HSTS.")
    upload_max_bytes: int = Field(10_000_000, ge=1_000, description="Largest single file.")

    mail_transport: Literal["smtp", "capture"] = Field("smtp", description="capture keeps letters in the outbox.")
    mail_server: str = Field("127.0.0.1", description="SMTP host.")
    mail_port: int = Field(25, ge=1, le=65535, description="SMTP port.")
    mail_username: str | None = Field(None, description="SMTP user, if any.")
    mail_password: SecretStr | None = Field(None, description="SMTP password, if any.")
    mail_use_tls: bool = Field(False, description="STARTTLS.")
    mail_timeout: float = Field(10.0, gt=0, le=120, description="Seconds before a silent SMTP server is given up.")
    mail_from: str = Field("thidua@thanhliem.example", description="Sender address.")
    mail_domain: str = Field("thanhliem.example", description="Right-hand side of message ids.")

    @classmethod
    def from_env(cls) -> "Settings":
        """Read the environment; a misspelt variable stops the start instead of being ignored."""
        known = {PREFIX + name.upper() for name in cls.model_fields}
        unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
        if unknown:
            raise ValueError(f"unknown settings: {', '.join(unknown)}; see docs/operating.md")
        return cls()

    @classmethod
    def configs(cls) -> tuple[str, ...]:
        """The administrative set-ups that ship; the first is the usual one."""
        return get_args(cls.model_fields["config"].annotation)

    @property
    def database_address(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'thidua.sqlite3'}"

    @property
    def queue_address(self) -> str:
        return self.queue_url or f"sqlite:///{self.data_dir.resolve() / 'queue.sqlite3'}"

    def signing_key(self) -> str:
        """The cookie key: the setting, or one made at first start and kept readable by the owner only."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.data_dir / "secret_key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(SECRET_BYTES))
        return path.read_text()
