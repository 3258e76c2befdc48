-- Any page that is full: of 200 providers, from any of its first 2,471 appointments on.
\set page random(0, 200 * 2471 - 1)
\set practice 1 + :page % 200
\set day :page / 2000
\set hour :page / 200 % 10
select practice.name, practice.time_zone, service.name, service.duration_minutes, client.full_name, client.id,
    visit.status, visit.ends_at, visit.starts_at, visit.id
from appointments visit
    join providers practice on practice.id = visit.provider_id
    join services service on service.id = visit.service_id
    join users client on client.id = visit.client_id
where visit.starts_at >= timestamptz '2024-01-01 08:00Z' + make_interval(days => :day, hours => :hour)
    and visit.provider_id = md5('provider ' || :practice)::uuid
order by visit.starts_at
fetch first 20 rows only;
