import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite(
    "Well-known databases as specs: Chinook",
    .enabled(if: SampleDatabase.data != nil, "PLUMBLINE_TEST_DATA names no folder with the originals")
)
struct ChinookTests {
    /// A query of ours, and the SQL that gives the same JSON from the original tables.
    struct Question: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let graphQL: String
        let sql: String
    }

    @Test("A query over the spec answers what SQL over the original answers")
    func questions() async throws {
        try await SampleDatabase.chinook.with { server in
            for question in Self.questions {
                let ours = try await server.graphQL(question.graphQL)
                let theirs = try await server.original(question.sql)
                #expect(ours.json.data == theirs, "\(question.testDescription): \(ours.text)")
            }
        }
    }

    private static let questions = [
        Question(
            testDescription: "the albums of an artist with their tracks, three relations deep",
            graphQL: """
                { artist(id: "90") { name albums(first: 100) { totalCount nodes { title tracks(first: 100) {
                  nodes { id name unitPrice mediaType { name } genre { name } } } } } } }
                """,
            sql: """
                select json_build_object('artist', json_build_object('name', name, 'albums', (
                    select json_build_object('totalCount', count(*), 'nodes', json_agg(json_build_object(
                        'title', title, 'tracks', json_build_object('nodes', (
                            select json_agg(json_build_object('id', track_id::text, 'name', t.name,
                                'unitPrice', unit_price::text, 'mediaType', json_build_object('name', m.name),
                                'genre', json_build_object('name', g.name)) order by track_id)
                            from track t join media_type m using (media_type_id) join genre g using (genre_id)
                            where t.album_id = album.album_id))) order by album_id))
                    from album where artist_id = 90))) from artist where artist_id = 90
                """
        ),
        Question(
            testDescription: "many to many: what is on a playlist, ordered by another field",
            graphQL: """
                { playlist(id: "17") { name tracks(first: 100, orderBy: [{ milliseconds: DESC }]) {
                  totalCount nodes { name milliseconds album { artist { name } } } } } }
                """,
            sql: """
                select json_build_object('playlist', json_build_object('name', p.name, 'tracks', (
                    select json_build_object('totalCount', count(*), 'nodes', json_agg(json_build_object(
                        'name', t.name, 'milliseconds', milliseconds,
                        'album', json_build_object('artist', json_build_object('name', artist.name)))
                        order by milliseconds desc, track_id desc))
                    from playlist_track join track t using (track_id) join album using (album_id)
                        join artist using (artist_id)
                    where playlist_id = 17))) from playlist p where playlist_id = 17
                """
        ),
        Question(
            testDescription: "some: the playlists that have something by an artist",
            graphQL: """
                { playlists(filter: { tracks: { some: { album: { artist: { name: { eq: "Iron Maiden" } } } } } }) {
                  totalCount nodes { id name } } }
                """,
            sql: """
                select json_build_object('playlists', json_build_object('totalCount', count(*), 'nodes',
                    json_agg(json_build_object('id', playlist_id::text, 'name', name) order by playlist_id)))
                from playlist p where exists (
                    select from playlist_track join track using (track_id) join album using (album_id)
                        join artist using (artist_id)
                    where playlist_track.playlist_id = p.playlist_id and artist.name = 'Iron Maiden')
                """
        ),
        Question(
            testDescription: "none: how many tracks nobody bought",
            graphQL: "{ tracks(filter: { invoices: { none: {} } }) { totalCount } }",
            sql: """
                select json_build_object('tracks', json_build_object('totalCount', count(*))) from track t
                where not exists (select from invoice_line l where l.track_id = t.track_id)
                """
        ),
        Question(
            testDescription: "a table that points at itself, both ways",
            graphQL: """
                { employees(filter: { reports: { some: {} } }) { nodes { lastName manager { lastName }
                  reports { nodes { lastName customers { totalCount } } } } } }
                """,
            sql: """
                select json_build_object('employees', json_build_object('nodes', json_agg(json_build_object(
                    'lastName', e.last_name,
                    'manager', (select json_build_object('lastName', m.last_name) from employee m
                        where m.employee_id = e.reports_to),
                    'reports', json_build_object('nodes', (
                        select json_agg(json_build_object('lastName', r.last_name, 'customers', json_build_object(
                            'totalCount', (select count(*) from customer where support_rep_id = r.employee_id)))
                            order by r.employee_id)
                        from employee r where r.reports_to = e.employee_id))) order by e.employee_id)))
                from employee e where exists (select from employee r where r.reports_to = e.employee_id)
                """
        ),
        Question(
            testDescription: "a page from the end of a list, with times and exact numbers",
            graphQL: """
                { invoices(last: 3, orderBy: [{ total: ASC }]) { nodes { id total invoiceDate
                  customer { email } lines(first: 2) { nodes { quantity track { name } } } } } }
                """,
            sql: """
                select json_build_object('invoices', json_build_object('nodes', json_agg(json_build_object(
                    'id', invoice_id::text, 'total', total::text,
                    'invoiceDate', to_char(invoice_date, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    'customer', json_build_object('email', email),
                    'lines', json_build_object('nodes', (
                        select json_agg(json_build_object('quantity', quantity, 'track', json_build_object('name', name))
                            order by invoice_line_id)
                        from (select * from invoice_line l join track using (track_id)
                            where l.invoice_id = i.invoice_id order by invoice_line_id limit 2) first)))
                    order by total, invoice_id)))
                from (select * from invoice join customer using (customer_id)
                    order by total desc, invoice_id desc limit 3) i
                """
        ),
    ]

    @Test("Rows of a join table are made, found and removed by the key of both")
    func joinRows() async throws {
        try await SampleDatabase.chinook.with { server in
            let create = """
                mutation($playlist: ID!) {
                  playlist: createPlaylist(input: { name: "New" }) { id }
                  entry: createPlaylistTrack(input: { playlistId: $playlist, trackId: 6 }) { id track { name } }
                }
                """
            let made = try await server.graphQL(create, variables: #"{"playlist": "19"}"#)
            #expect(made.json.data.playlist.id.string == "19", "\(made.text)")
            #expect(made.json.data.entry.id.string == "19,6")
            let again = try await server.send(
                "POST",
                "/api/v1/playlist-tracks",
                body: #"{"playlistId": 19, "trackId": 6}"#
            )
            #expect(again.status == 409 && again.json.code.string == "NOT_UNIQUE", "\(again.text)")
            let row = try await server.send("GET", "/api/v1/playlist-tracks/19,6")
            #expect(row.text == #"{"id":"19,6","playlistId":19,"trackId":6}"#)
            let gone = try await server.send("DELETE", "/api/v1/playlist-tracks/19,6")
            #expect(gone.status == 204, "\(gone.text)")
        }
    }
}
