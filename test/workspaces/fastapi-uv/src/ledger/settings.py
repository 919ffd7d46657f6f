"""Settings, read from variables that start with ``LEDGER_`` and from ``.env``."""

from functools import lru_cache

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings of the ledger; a field without a default must be set."""

    model_config = SettingsConfigDict(env_prefix="LEDGER_", env_file=".env", extra="ignore")

    database_url: str = "postgresql+asyncpg://ledger:ledger@localhost:5432/ledger"
    """Where the ledger is stored."""

    api_key: SecretStr
    """What clients send as ``X-API-Key``."""

    base_currency: str = "EUR"
    """Balances of the report are converted to this currency."""

    rates_url: str = "https://api.frankfurter.dev/v1"
    """Service that publishes the rates of the European Central Bank."""

    rates_timeout: float = 10.0
    """Seconds to wait for it."""

    echo_sql: bool = False
    """Log every statement."""


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()  # type: ignore[call-arg]
