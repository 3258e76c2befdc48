-- Providers and hours follow each other as in harness/inputs.py: a step without a factor in common with their number
-- meets each pair once. The 8 clients take the numbers in turn, as an hour that is taken would end a client.
\set made :made + 8
\set pair (:made + :client_id) * 7919 % (200 * 175200)
\set hour :pair / 200
\set practice 1 + :pair % 200
\set service 5 * :practice - random(0, 4)
\set client random(211, 50000)
insert into appointments (provider_id, service_id, client_id, notes, starts_at, ends_at)
select provider_id, id, md5('user ' || :client)::uuid, 'Bring papers', hour, hour + make_interval(mins => duration_minutes)
from (values (timestamptz '2100-01-01 00:00Z' + make_interval(hours => :hour))) free (hour), services
where provider_id = md5('provider ' || :practice)::uuid and id = md5('service ' || :service)::uuid
returning id, status, starts_at, ends_at;
