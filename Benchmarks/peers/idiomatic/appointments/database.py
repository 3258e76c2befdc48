from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from .settings import settings

engine = create_async_engine(
    settings.database_url.replace("postgresql://", "postgresql+asyncpg://", 1),
    pool_size=settings.database_connections,
    max_overflow=0,
    pool_use_lifo=True,
)

# A single SELECT needs no BEGIN and no ROLLBACK around it.
reading = async_sessionmaker(engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False)
writing = async_sessionmaker(engine, expire_on_commit=False)
