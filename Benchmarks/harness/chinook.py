"""The queries over the Chinook sample database that others publish figures for, or measure with."""

import tempfile
from pathlib import Path

from .database import Database
from .inputs import Inputs
from .servers import HERE, Server
from .workloads import Request, Workload, graphql

SPEC = HERE.parent / "Tests" / "EndToEnd" / "Ports" / "Chinook"

TRACKS = """(select json_agg(json_build_array(track_id::text, t.name, genre.name) order by track_id)
    from original.track t join original.genre using (genre_id) where album_id = album.album_id)"""
KINDS = """(select json_agg(json_build_array(media_type.name, genre.name) order by track_id)
    from original.track join original.genre using (genre_id) join original.media_type using (media_type_id)
    where album_id = other.album_id)"""


def artist_by_key(_: Server, values: dict[str, str]) -> Request:
    return Request("GET", f"/api/v1/artists/{values['artist']}")


def workload(name: str, document: str, variable: str | None, value: str, answer: str) -> Workload:
    return Workload(
        name,
        document.replace("_", " "),
        lambda inputs, random: {variable: value} if variable else {},
        graphql(document, lambda values: values),
        answer,
        variety=1,
        dialects=("chinook",),
    )


ALL = [
    workload(
        "first20",
        "tracks_first_20",
        None,
        "",
        """select json_agg(json_build_array(track_id::text, name))
        from (select * from original.track order by track_id limit 20) t""",
    ),
    workload(
        "albums",
        "albums_tracks_genre",
        "artist",
        "127",
        f"""select json_agg(json_build_array(artist_id::text, title, {TRACKS}) order by album_id)
        from original.album where artist_id = :'artist'""",
    ),
    workload(
        "deep",
        "deeply_nested",
        "artist",
        "127",
        f"""select json_agg(json_build_array(album_id::text, title, {TRACKS}, (
            select json_agg({KINDS} order by album_id) from original.album other where artist_id = album.artist_id
        )) order by album_id) from original.album where artist_id = :'artist'""",
    ),
    workload(
        "media",
        "tracks_media",
        "composer",
        "Kurt Cobain",
        """select json_agg(json_build_array(track_id::text, t.name, album_id::text, title, media_type.name)
        order by track_id) from original.track t join original.album using (album_id)
        join original.media_type using (media_type_id) where composer = :'composer'""",
    ),
    workload(
        "collaboration",
        "artists_collaboration",
        "composer",
        "Ludwig van Beethoven",
        """select json_agg(json_build_array(artist_id::text, name) order by artist_id) from original.artist
        where artist_id in (select artist_id from original.album join original.track using (album_id)
            where composer = :'composer')""",
    ),
    Workload(
        "artist",
        "artist by key, REST",
        lambda inputs, random: {"artist": str(random.randint(1, 275))},
        artist_by_key,
        "select json_build_array(artist_id, name) from original.artist where artist_id = :'artist'",
        variety=275,
        dialects=("chinook",),
    ),
]


def load(database: Database, schema: str, script: Path) -> None:
    """The spec's tables, with the rows of the original script, which stand beside them in the schema `original`."""
    lines = script.read_text().splitlines()
    start = next((number for number, line in enumerate(lines, 1) if line.startswith("\\c ")), 0)
    original = [line for line in lines[start:] if not line.startswith("SET ")]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("create schema original;\nset search_path to original;\n")
        file.write("\n".join(original))
        file.flush()
        database.run_file(file.name)
    database.run_file(schema)
    database.run_file(str(HERE / "data" / "chinook.sql"))


def inputs() -> Inputs:
    """The queries need no users."""
    return Inputs("", [], [], [], {}, [])
