-- migration: 0002_idempotency_keys
-- parent: 0001_initial 58522666f31163a2d05d0c4bf4596ff5ee9a755f110f4ca55428d1607ab15750
-- fingerprint: 8484a99526a1fc9f88b9a0b966a184fc7a6e4a21d101664ead6ef63febddfb5f

-- add support plumbline.idempotency_keys
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
grant select, insert, update, delete on plumbline.idempotency_keys to plumbline_app;
