-- add support plumbline.idempotency_keys
drop table plumbline.idempotency_keys;
