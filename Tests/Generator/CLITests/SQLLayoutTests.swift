import Testing

@testable import plumbline

@Suite("Laying out SQL")
struct SQLLayoutTests {
    private static let statements = [
        "select 1",
        "select a.b, 'it''s (not) a bracket', t1.\"#\" from \"a b\" a where a.b is distinct from $1::text[]",
        "select a from b where a between $1 and $2 and b = any(array(select c from d)) or not (e and f)",
        "insert into a (b, c) values ($1::uuid, default) on conflict (b) do update set c = excluded.c returning b",
        "update a t set b = case when c then left(d, 2) else e end from f where t.g = f.g",
        "with a as (select b from c for no key update) delete from d using a where d.b = a.b",
        "select a[1], b::text[], '[', ')' from c left join lateral (select 1 limit 2 offset 3) d on true",
        "select (a", "select a)", "select 'open", "case", "",
    ]

    @Test("Nothing but space changes, however narrow the page", arguments: statements, [10, 40, 100])
    func sameTokens(sql: String, width: Int) {
        let laidOut = SQLLayout.text(of: sql, width: width)
        #expect(SQLTokens.of(laidOut).map(\.text) == SQLTokens.of(sql).map(\.text))
    }

    @Test("What fits stays on its line")
    func short() {
        #expect(SQLLayout.text(of: "select  a\nfrom b") == "select a from b")
    }

    @Test("What does not is broken at clauses, conditions and brackets")
    func long() {
        let sql = """
            select a.id, concat('{"x":', to_json(a.x), '}') from a join b on b.id = a.b_id and (b.c = $1 or b.d) \
            where a.d between 1 and 2 and exists (select 1 from e where e.a_id = a.id) order by a.id
            """
        #expect(
            SQLLayout.text(of: sql, width: 40) == """
                select
                  a.id,
                  concat('{"x":', to_json(a.x), '}')
                from a
                join b
                  on b.id = a.b_id
                  and (b.c = $1 or b.d)
                where a.d between 1 and 2
                  and exists (
                    select 1 from e where e.a_id = a.id
                  )
                order by a.id
                """
        )
    }
}
