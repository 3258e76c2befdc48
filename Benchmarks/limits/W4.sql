-- A permutation of provider and hour, so that no two of the 8 clients ever meet: a conflict would end a client.
\set turn :turn + 1
\set place permute(:turn * 8 + :client_id, 35040000, 1)
\set provider 1 + :place % 200
\set service 5 * (:provider - 1) + random(1, 5)
\set client random(211, 50000)
insert into appointments (client_id, provider_id, service_id, starts_at, ends_at, notes)
select md5('user ' || :client)::uuid, provider_id, id, at, at + duration_minutes * interval '1 minute', 'Bring papers'
from services, (select timestamptz '2100-01-01Z' + :place / 200 * interval '1 hour' as at) time
where id = md5('service ' || :service)::uuid and provider_id = md5('provider ' || :provider)::uuid
returning id, starts_at, ends_at, status;
