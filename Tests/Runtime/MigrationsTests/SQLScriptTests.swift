import PlumblineMigrations
import Testing

@Suite("Taking a script of SQL apart")
struct SQLScriptTests {
    static let scripts: [(text: String, statements: [String])] = [
        ("", []),
        (" ;; -- nothing\n/* either */", []),
        ("select 1", ["select 1"]),
        ("select 1; select 2;", ["select 1", "select 2"]),
        ("select ';'; select 2", ["select ';'", "select 2"]),
        ("select 'it''s;'; select 2", ["select 'it''s;'", "select 2"]),
        (#"select E'\';'; select 2"#, [#"select E'\';'"#, "select 2"]),
        (#"select '\'; select 2"#, [#"select '\'"#, "select 2"]),
        (#"select type'\'; select 2"#, [#"select type'\'"#, "select 2"]),
        (#"select 1 as "a;""b"; select 2"#, [#"select 1 as "a;""b""#, "select 2"]),
        ("do $$ begin; end $$; select 2", ["do $$ begin; end $$", "select 2"]),
        ("do $a$ $$;$b$ $a$; select 2", ["do $a$ $$;$b$ $a$", "select 2"]),
        ("select a$b; select c$b", ["select a$b", "select c$b"]),
        ("select $1; select $2", ["select $1", "select $2"]),
        ("select 1 -- no; end\n; select 2", ["select 1 -- no; end\n", "select 2"]),
        ("select /* a /* b; */ c; */ 1; select 2", ["select /* a /* b; */ c; */ 1", "select 2"]),
        (
            "create rule r as on insert to t do (select 1; select 2); select 3",
            ["create rule r as on insert to t do (select 1; select 2)", "select 3"]
        ),
        ("select 'never ended; select 2", ["select 'never ended; select 2"]),
        ("select 'é;'; select '🙂'", ["select 'é;'", "select '🙂'"]),
    ]

    @Test("A semicolon ends a statement only where PostgreSQL says so", arguments: scripts)
    func statements(script: (text: String, statements: [String])) {
        #expect(SQLScript(script.text).statements.map(\.text) == script.statements)
    }

    @Test("Each statement knows its line")
    func lines() {
        let script = SQLScript("-- a\n\nselect 1;\nselect $$\n$$; select 3;\n/* b\n*/ select 4")
        #expect(script.statements.map(\.line) == [3, 4, 5, 7])
    }
}
