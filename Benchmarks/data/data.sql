-- The rows of Benchmarks/spec, the same on every load: 50,000 users (10 admins, 200 staff), 200 providers,
-- 1,000 services, 500,000 appointments. Keys come from names, times from numbers; the password of everybody is plumbline-demo.
set timezone = 'UTC';
-- What is loaded holds together by how it is made: no foreign key has to be looked at for every row.
set session_replication_role = replica;

insert into users (id, username, email, hashed_password, full_name, role)
select md5('user ' || n)::uuid, 'user' || n, 'user' || n || '@example.org',
    -- bcrypt at cost 12, one salt for all, as 50,000 hashes would take hours. The last thousand are Argon2id, as
    -- Plumbline makes it.
    case when n <= 49000 then '$2b$12$p4pTaOJGfhxLr1wkYbhNaedIKjHdDpDUePBCpV4mwrS0RLO7fVN1S'
        else '$argon2id$v=19$m=19456,t=2,p=1$Dwu4yMU61dGjxdmVsGNihw$f+VBlYAugcZPn9bzcQzBfUVZf61a5uRP0/kg9JNEPYs' end,
    (array['Ada', 'Ben', 'Chloé', 'Dörte', 'Emil', 'Fanny', 'Goran'])[1 + n % 7] || ' '
        || (array['Ahn', 'Berger', 'Costa', 'Dubois', 'Eriksen'])[1 + n / 7 % 5] || ' ' || n,
    case when n <= 10 then 'admin' when n <= 210 then 'staff' else 'client' end
from generate_series(1, 50000) n;

insert into providers (id, user_id, name, speciality, time_zone)
select md5('provider ' || n)::uuid, md5('user ' || 10 + n)::uuid, 'Practice ' || to_char(n, 'FM000'),
    (array['dentistry', 'dermatology', 'cardiology', 'optometry', 'physiotherapy'])[1 + n % 5],
    (array['Europe/Vienna', 'Europe/London', 'America/New_York', 'Asia/Tokyo'])[1 + n % 4]
from generate_series(1, 200) n;

-- Five of each provider, none longer than an hour.
insert into services (id, provider_id, name, duration_minutes, price_cents)
select md5('service ' || n)::uuid, md5('provider ' || 1 + (n - 1) / 5)::uuid,
    (array['Advice', 'Check-up', 'Control', 'First visit', 'Treatment'])[1 + n % 5],
    (array[20, 30, 15, 60, 45])[1 + n % 5], 1500 + n * 31 % 12000
from generate_series(1, 1000) n;

-- 2,500 of each provider: ten a day, an hour apart. In the order of time over all providers, as they come in life, so
-- that the rows of a provider lie on different pages. Each client has ten or eleven.
insert into appointments (id, client_id, provider_id, service_id, status, starts_at, ends_at, notes)
select md5('appointment ' || n)::uuid, md5('user ' || 211 + n::bigint * 7919 % 49790)::uuid,
    md5('provider ' || provider)::uuid, md5('service ' || service)::uuid,
    case when n % 20 = 0 then 'cancelled' when slot < 1800 then 'completed' when n % 3 = 0 then 'pending'
        else 'confirmed' end,
    starts_at, starts_at + (array[20, 30, 15, 60, 45])[1 + service % 5] * interval '1 minute',
    case when n % 4 = 0 then 'Note ' || n || ': bring the papers of the "last" visit.' end
from generate_series(0, 2499) slot, generate_series(1, 200) provider,
    lateral (select slot * 200 + provider as n, 5 * provider - (slot + provider) % 5 as service,
        timestamptz '2024-01-01 08:00Z' + slot / 10 * interval '1 day' + slot % 10 * interval '1 hour' as starts_at) times
order by slot, provider;

vacuum (analyze) users, providers, services, appointments;
