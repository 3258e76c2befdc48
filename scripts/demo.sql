-- Demo data of the reference application: who signs in, who offers what, and some weeks of appointments around
-- today. Run again it adds what is missing: keys follow from names and times, so nothing is there twice.

-- A key that is the same on every machine: version 8 (RFC 9562 §5.8), made from a name.
create function pg_temp.demo_id(name text) returns uuid language sql immutable as $$
    select overlay(overlay(md5('plumbline demo ' || name) placing '8' from 13) placing '8' from 17)::uuid
$$;

-- A number below `below` that looks random and is the same on every machine.
create function pg_temp.demo_pick(name text, below integer) returns integer language sql immutable as $$
    select get_byte(sha256(convert_to(name, 'UTF8')), 0) % below
$$;

-- Everybody's password is plumbline-demo.
insert into users (id, username, email, full_name, role, is_active, hashed_password)
select pg_temp.demo_id(username), username, username || '@example.org', full_name, role, true,
    '$argon2id$v=19$m=19456,t=2,p=1$Dwu4yMU61dGjxdmVsGNihw$f+VBlYAugcZPn9bzcQzBfUVZf61a5uRP0/kg9JNEPYs'
from (
    values
        ('admin', 'Ada Admin', 'admin'),
        ('staff', 'Stefan Staff', 'staff'),
        ('client', 'Clara Client', 'client'),
        -- Providers see their own appointments because these are theirs, whatever the role.
        ('nora', 'Nora Novak', 'client'),
        ('omar', 'Omar Oduya', 'client'),
        ('petra', 'Petra Paulsen', 'client'),
        ('quentin', 'Quentin Quist', 'client'),
        ('amelia', 'Amelia Adler', 'client'), ('bruno', 'Bruno Bauer', 'client'),
        ('carla', 'Carla Conti', 'client'), ('david', 'David Dvorak', 'client'),
        ('elena', 'Elena Ernst', 'client'), ('felix', 'Felix Fischer', 'client'),
        ('greta', 'Greta Gruber', 'client'), ('hugo', 'Hugo Huber', 'client'),
        ('ines', 'Ines Ivanova', 'client'), ('jonas', 'Jonas Jansen', 'client'),
        ('katja', 'Katja Keller', 'client'), ('liam', 'Liam Lang', 'client'),
        ('maria', 'Maria Moser', 'client'), ('nils', 'Nils Nilsson', 'client'),
        ('olga', 'Olga Orlova', 'client'), ('paul', 'Paul Pichler', 'client'),
        ('rosa', 'Rosa Ricci', 'client'), ('samir', 'Samir Sadek', 'client'),
        ('tanja', 'Tanja Tomic', 'client'), ('ugo', 'Ugo Urban', 'client'),
        ('vera', 'Vera Vogel', 'client'), ('willem', 'Willem Weber', 'client'),
        ('xenia', 'Xenia Xanthou', 'client'), ('yusuf', 'Yusuf Yilmaz', 'client'),
        ('zoe', 'Zoe Zimmer', 'client'), ('anton', 'Anton Auer', 'client'),
        ('berta', 'Berta Brandt', 'client'), ('cem', 'Cem Celik', 'client'),
        ('doris', 'Doris Denk', 'client'), ('emil', 'Emil Eder', 'client')
) as person (username, full_name, role)
on conflict do nothing;

insert into providers (id, user_id, name, speciality, time_zone)
select pg_temp.demo_id('provider ' || username), pg_temp.demo_id(username), name, speciality, time_zone
from (
    values
        ('nora', 'Novak Physiotherapy', 'Physiotherapy', 'Europe/Vienna'),
        ('omar', 'Oduya Dental Care', 'Dentistry', 'Europe/London'),
        ('petra', 'Paulsen Hair', 'Hairdressing', 'Europe/Copenhagen'),
        ('quentin', 'Quist Tax Advice', 'Tax advice', 'America/New_York')
) as provider (username, name, speciality, time_zone)
on conflict do nothing;

insert into services (id, provider_id, name, duration_minutes, price_minor, currency)
select pg_temp.demo_id('service ' || username || name), pg_temp.demo_id('provider ' || username), name, minutes, price,
    currency
from (
    values
        ('nora', 'First assessment', 60, 9500, 'EUR'),
        ('nora', 'Treatment', 45, 7200, 'EUR'),
        ('nora', 'Short treatment', 30, 5000, 'EUR'),
        ('omar', 'Check-up', 30, 6500, 'GBP'),
        ('omar', 'Cleaning', 45, 8500, 'GBP'),
        ('omar', 'Filling', 60, 14000, 'GBP'),
        ('petra', 'Cut', 45, 45000, 'DKK'),
        ('petra', 'Cut and colour', 75, 95000, 'DKK'),
        ('petra', 'Beard', 15, 18000, 'DKK'),
        ('quentin', 'First talk', 30, 0, 'USD'),
        ('quentin', 'Tax return', 60, 18000, 'USD'),
        ('quentin', 'Advice', 45, 13500, 'USD')
) as service (username, name, minutes, price, currency)
on conflict do nothing;

-- Five starts on each working day from two weeks ago until four weeks ahead, most of them taken.
with
slot as (
    select provider.username, day + start as local_start,
        provider.username || ' ' || to_char(day + start, 'YYYY-MM-DD HH24:MI') as name
    from (values ('nora'), ('omar'), ('petra'), ('quentin')) as provider (username)
    cross join generate_series(
        date_trunc('week', now() at time zone 'UTC') - interval '14 days',
        date_trunc('week', now() at time zone 'UTC') + interval '34 days',
        interval '1 day'
    ) as day
    cross join (
        values (time '09:00'), (time '10:30'), (time '13:00'), (time '14:30'), (time '16:00')
    ) as daily (start)
    where extract(isodow from day) < 6
),
client as (
    select id, row_number() over (order by username) - 1 as number, count(*) over () as total
    from users
    where id in (
        select pg_temp.demo_id(username) from users where role = 'client'
        except
        select user_id from providers
    )
),
service as (
    select *, row_number() over (partition by provider_id order by name) - 1 as number
    from services
),
booking as (
    select slot.name, client.id as client_id, provider.id as provider_id, service.id as service_id,
        slot.local_start at time zone provider.time_zone as starts_at, service.duration_minutes
    from slot
    join providers as provider on provider.id = pg_temp.demo_id('provider ' || slot.username)
    join service on service.provider_id = provider.id
        and service.number = pg_temp.demo_pick('service ' || slot.name, 3)
    join client on client.number = pg_temp.demo_pick('client ' || slot.name, client.total::integer)
    where pg_temp.demo_pick('taken ' || slot.name, 10) < 6
)
insert into appointments (id, client_id, provider_id, service_id, starts_at, ends_at, status, notes)
select pg_temp.demo_id(name), client_id, provider_id, service_id, starts_at,
    starts_at + make_interval(mins => duration_minutes),
    case
        when pg_temp.demo_pick('cancelled ' || name, 10) = 0 then 'cancelled'
        when starts_at > now() then
            case when pg_temp.demo_pick('confirmed ' || name, 3) = 0 then 'requested' else 'confirmed' end
        when pg_temp.demo_pick('shown ' || name, 12) = 0 then 'no_show'
        else 'completed'
    end,
    case when pg_temp.demo_pick('notes ' || name, 4) = 0 then 'Please ring twice.' end
from booking
on conflict do nothing;
