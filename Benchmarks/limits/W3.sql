\set provider random(1, 200)
\set slot random(0, 2470)
select a.id, a.starts_at, a.ends_at, a.status, u.id, u.full_name, s.name, s.duration_minutes, p.name, p.time_zone
from appointments a
join users u on u.id = a.client_id
join services s on s.id = a.service_id
join providers p on p.id = a.provider_id
where a.provider_id = md5('provider ' || :provider)::uuid
    and a.starts_at >= timestamptz '2024-01-01 08:00Z' + :slot / 10 * interval '1 day' + :slot % 10 * interval '1 hour'
order by a.starts_at
limit 20;
