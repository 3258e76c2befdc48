from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """What the environment says."""

    database_url: str
    jwt_secret: SecretStr
    token_lifetime: int = 3600
    database_connections: int = 10
    cors_origins: list[str] = ["http://localhost:3000"]


settings = Settings()  # type: ignore[call-arg]
