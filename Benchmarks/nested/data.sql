-- 100 providers with 100 appointments each, and an administrator whose password is plumbline-demo.
insert into users (id, username, email, full_name, role, hashed_password) values (
    '00000000-0000-7000-8000-0000000000a1', 'admin', 'admin@example.org', 'Ada Admin', 'admin',
    '$argon2id$v=19$m=19456,t=2,p=1$Dwu4yMU61dGjxdmVsGNihw$f+VBlYAugcZPn9bzcQzBfUVZf61a5uRP0/kg9JNEPYs'
);
insert into users (id, username, email, full_name, hashed_password)
select md5('user' || i)::uuid, 'user' || i, 'user' || i || '@example.org', 'User Number ' || i, 'x'
from generate_series(1, 1000) i;
insert into providers (id, user_id, name, speciality, time_zone)
select md5('provider' || i)::uuid, md5('user' || i)::uuid, 'Practice ' || i, 'Any', 'Europe/Vienna'
from generate_series(1, 100) i;
insert into services (id, provider_id, name, duration_minutes, price_minor, currency)
select md5('service' || i)::uuid, md5('provider' || i)::uuid, 'Visit', 30, 1000, 'EUR' from generate_series(1, 100) i;
insert into appointments (id, client_id, provider_id, service_id, starts_at, ends_at, notes)
select md5('appointment' || i)::uuid, md5('user' || 1 + i % 1000)::uuid, md5('provider' || 1 + i % 100)::uuid,
    md5('service' || 1 + i % 100)::uuid, timestamptz '2031-01-01Z' + (i / 100) * interval '1 hour',
    timestamptz '2031-01-01 00:30Z' + (i / 100) * interval '1 hour', case when i % 3 = 0 then 'Bring "papers"' end
from generate_series(0, 9999) i;
analyze;
