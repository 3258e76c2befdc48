extension SQLEmitter {
    /// Where the service keeps what it answered to changes that callers named by a key. Readers have no right to it: an
    /// answer may hold what only its caller may see.
    func idempotencySupport() -> SQLObject {
        support(
            "plumbline.idempotency_keys",
            """
            -- What was answered to changes that their callers named by a key, so that none is made twice.
            create table if not exists plumbline.idempotency_keys (
                caller uuid not null,
                key text collate "C" not null,
                request bytea not null,
                answer text[],
                version bigint,
                expires_at timestamptz not null,
                constraint idempotency_keys_pkey primary key (caller, key)
            );
            create index if not exists idempotency_keys_expires_at_idx on plumbline.idempotency_keys (expires_at);
            grant select, insert, update, delete on plumbline.idempotency_keys to \(roles.app);
            """,
            drop: "drop table plumbline.idempotency_keys;"
        )
    }
}
