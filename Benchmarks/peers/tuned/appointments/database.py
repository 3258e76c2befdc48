import os

import asyncpg

pool: asyncpg.Pool


async def connect() -> None:
    global pool
    pool = await asyncpg.create_pool(
        os.environ["DATABASE_URL"],
        min_size=10,
        max_size=10,
        init=texts_for_keys,
        # The session has no state to undo between two requests.
        reset=lambda _: no_reset(),
        max_inactive_connection_lifetime=0,
    )


async def texts_for_keys(connection: asyncpg.Connection) -> None:
    """Keys stay the texts that GraphQL and JSON have: no object is made of each."""
    await connection.set_type_codec("uuid", schema="pg_catalog", encoder=str, decoder=str, format="text")


async def no_reset() -> None:
    return None


async def close() -> None:
    await pool.close()
