-- migration: 0001_initial
-- parent: none
-- fingerprint: dc69818547ef2d61c14c81c3a9d97d0d802e0096e3bb5b35da54e97ac1bd9389

-- add support plumbline
create schema if not exists plumbline;

-- add support plumbline.uuid_v7
-- A UUID of version 7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, then random bits.
-- gen_random_uuid() sets the variant and version 4; bits 52 and 53 turn that into version 7.
create or replace function plumbline.uuid_v7() returns uuid
    language sql volatile parallel safe
    return encode(
        set_bit(
            set_bit(
                overlay(
                    uuid_send(gen_random_uuid())
                    placing substring(
                        int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3
                    )
                    from 1 for 6
                ),
                52, 1
            ),
            53, 1
        ),
        'hex'
    )::uuid;

-- add support plumbline.require
-- Undoes the statement with SQLSTATE `code` unless `holds` is true.
create or replace function plumbline.require(holds boolean, code text) returns void
    language plpgsql volatile
    set search_path = pg_catalog
as $$
begin
    if holds is not true then
        raise exception using errcode = code, message = code;
    end if;
end;
$$;

-- add support roles
-- The groups that rights are granted to; 'plumbline roles' prints this for an administrator, where the login
-- that migrates may not make roles.
do $$
declare name text;
begin
    foreach name in array array['plumbline_app', 'plumbline_reader'] loop
        begin
            if not exists (select from pg_roles where rolname = name) then
                execute format('create role %I nologin', name);
            end if;
        exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise insufficient_privilege using
                    message = format('the role "%s" is missing, and who migrates may not make it', name),
                    hint = 'An administrator makes it once: plumbline roles | psql';
        end;
    end loop;
end;
$$;

-- add support roles in plumbline
grant usage on schema plumbline to plumbline_app, plumbline_reader;

-- add support plumbline.caller
-- Who asks, as the setting `plumbline.caller` tells; null for nobody.
create or replace function plumbline.caller() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('plumbline.caller', true), '')::uuid;

-- add support plumbline.has_role
-- Whether who asks has one of the roles that the setting `plumbline.roles` lists with spaces between.
create or replace function plumbline.has_role(variadic roles text[]) returns boolean
    language sql stable parallel safe
    return plumbline.caller() is not null
        and coalesce(string_to_array(current_setting('plumbline.roles', true), ' ') && roles, false);

-- add support plumbline.has_scope
-- Whether the setting `plumbline.scopes` lists one of the scopes.
create or replace function plumbline.has_scope(variadic scopes text[]) returns boolean
    language sql stable parallel safe
    return coalesce(string_to_array(current_setting('plumbline.scopes', true), ' ') && scopes, false);

-- add support btree_gist
create extension if not exists btree_gist;

-- add table users (spec/identity.yaml:20)
create table users (
    id uuid not null default plumbline.uuid_v7(),
    username text collate "C" not null,
    email text collate "C" not null,
    full_name text collate "C" not null,
    role text collate "C" not null default 'client',
    is_active boolean not null default true,
    hashed_password text collate "C" not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint users_pkey primary key (id),
    constraint users_username_length check (char_length(username) between 3 and 40),
    constraint users_username_format check (username ~ E'^[A-Za-z][A-Za-z0-9._\\-]*$'),
    constraint users_email_length check (char_length(email) <= 254),
    constraint users_email_format
        check (email ~ E'^[A-Za-z0-9!#$%&''*+\\/=?^_`\\{\\|\\}~\\-]+(?:\\.[A-Za-z0-9!#$%&''*+\\/=?^_`\\{\\|\\}~\\-]+)*@[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?)+$'),
    constraint users_full_name_length check (char_length(full_name) between 1 and 120),
    constraint users_role_enum check (role in ('admin', 'staff', 'client')),
    -- spec/identity.yaml:24
    constraint users_username_key unique (username),
    -- spec/identity.yaml:31
    constraint users_email_key unique (email)
);

-- add description of table users (spec/identity.yaml:20)
comment on table users is 'Somebody who can sign in.';

-- add description of column users.id (spec/identity.yaml:20)
comment on column users.id is 'The key.';

-- add description of column users.username (spec/identity.yaml:24)
comment on column users.username is 'The name to sign in with.';

-- add description of column users.email (spec/identity.yaml:31)
comment on column users.email is 'Where to reach the user; lower case.';

-- add description of column users.full_name (spec/identity.yaml:39)
comment on column users.full_name is 'The name people call the user by.';

-- add description of column users.role (spec/identity.yaml:44)
comment on column users.role is 'What the user may do.';

-- add description of column users.is_active (spec/identity.yaml:50)
comment on column users.is_active is 'Whether the user may sign in.';

-- add description of column users.hashed_password (spec/identity.yaml:56)
comment on column users.hashed_password is 'Kept as an Argon2id hash, never shown.';

-- add description of column users.created_at (spec/identity.yaml:22)
comment on column users.created_at is 'When it was made.';

-- add description of column users.updated_at (spec/identity.yaml:22)
comment on column users.updated_at is 'When it last changed.';

-- add description of column users.version (spec/identity.yaml:22)
comment on column users.version is 'Counts its changes, from 1.';

-- add description of constraint users_role_enum on users (spec/identity.yaml:44)
comment on constraint users_role_enum on users is 'admin: Runs the service; may do everything.
staff: Works with appointments of all clients.
client: Books for itself.';

-- add description of constraint users_username_key on users (spec/identity.yaml:24)
comment on constraint users_username_key on users is 'That username is already taken.';

-- add description of constraint users_email_key on users (spec/identity.yaml:31)
comment on constraint users_email_key on users is 'That email is already taken.';

-- add table providers (spec/scheduling.yaml:31)
create table providers (
    id uuid not null default plumbline.uuid_v7(),
    user_id uuid not null,
    name text collate "C" not null,
    speciality text collate "C" not null,
    time_zone text collate "C" not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint providers_pkey primary key (id),
    constraint providers_name_length check (char_length(name) between 1 and 120),
    constraint providers_speciality_length check (char_length(speciality) between 1 and 80),
    constraint providers_time_zone_format
        check (time_zone ~ E'^[A-Za-z][A-Za-z0-9._+\\-]*(?:\\/[A-Za-z0-9._+\\-]+)*$'),
    -- spec/scheduling.yaml:35
    constraint providers_user_id_key unique (user_id)
);

-- add index providers_speciality_idx (spec/scheduling.yaml:53)
create index providers_speciality_idx on providers (speciality);

-- add description of table providers (spec/scheduling.yaml:31)
comment on table providers is 'Somebody whose time can be booked.';

-- add description of column providers.id (spec/scheduling.yaml:31)
comment on column providers.id is 'The key.';

-- add description of column providers.user_id (spec/scheduling.yaml:35)
comment on column providers.user_id is 'The user who works as this provider.';

-- add description of column providers.name (spec/scheduling.yaml:41)
comment on column providers.name is 'The name that clients see.';

-- add description of column providers.speciality (spec/scheduling.yaml:44)
comment on column providers.speciality is 'What the provider does.';

-- add description of column providers.time_zone (spec/scheduling.yaml:49)
comment on column providers.time_zone is 'Where the provider works.';

-- add description of column providers.created_at (spec/scheduling.yaml:33)
comment on column providers.created_at is 'When it was made.';

-- add description of column providers.updated_at (spec/scheduling.yaml:33)
comment on column providers.updated_at is 'When it last changed.';

-- add description of column providers.version (spec/scheduling.yaml:33)
comment on column providers.version is 'Counts its changes, from 1.';

-- add description of constraint providers_user_id_key on providers (spec/scheduling.yaml:35)
comment on constraint providers_user_id_key on providers is 'That user is already taken.';

-- add table services (spec/scheduling.yaml:60)
create table services (
    id uuid not null default plumbline.uuid_v7(),
    provider_id uuid not null,
    name text collate "C" not null,
    duration_minutes integer not null,
    price_minor bigint not null,
    currency text collate "C" not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint services_pkey primary key (id),
    constraint services_name_length check (char_length(name) between 1 and 120),
    constraint services_duration_minutes_range check (duration_minutes between 5 and 1440),
    constraint services_price_minor_range check (price_minor >= 0),
    constraint services_currency_format check (currency ~ '^[A-Z]{3}$'),
    -- spec/scheduling.yaml:84
    constraint services_name_is_unique unique (provider_id, name),
    constraint services_id_provider_id_key unique (id, provider_id)
);

-- add description of table services (spec/scheduling.yaml:60)
comment on table services is 'Something a provider offers, with its length and price.';

-- add description of column services.id (spec/scheduling.yaml:60)
comment on column services.id is 'The key.';

-- add description of column services.provider_id (spec/scheduling.yaml:64)
comment on column services.provider_id is 'Who offers it.';

-- add description of column services.name (spec/scheduling.yaml:68)
comment on column services.name is 'What it is called.';

-- add description of column services.duration_minutes (spec/scheduling.yaml:71)
comment on column services.duration_minutes is 'How long it takes.';

-- add description of column services.price_minor (spec/scheduling.yaml:76)
comment on column services.price_minor is 'The price in minor units of the currency, such as cents.';

-- add description of column services.currency (spec/scheduling.yaml:80)
comment on column services.currency is 'The currency of the price.';

-- add description of column services.created_at (spec/scheduling.yaml:62)
comment on column services.created_at is 'When it was made.';

-- add description of column services.updated_at (spec/scheduling.yaml:62)
comment on column services.updated_at is 'When it last changed.';

-- add description of column services.version (spec/scheduling.yaml:62)
comment on column services.version is 'Counts its changes, from 1.';

-- add description of constraint services_name_is_unique on services (spec/scheduling.yaml:84)
comment on constraint services_name_is_unique on services is 'The provider already offers a service of that name.';

-- add table appointments (spec/scheduling.yaml:93)
create table appointments (
    id uuid not null default plumbline.uuid_v7(),
    client_id uuid not null,
    provider_id uuid not null,
    service_id uuid not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    status text collate "C" not null default 'requested',
    notes text collate "C",
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint appointments_pkey primary key (id),
    constraint appointments_status_enum
        check (status in ('requested', 'confirmed', 'checked_in', 'completed', 'cancelled', 'no_show')),
    constraint appointments_notes_length check (char_length(notes) <= 2000),
    -- spec/scheduling.yaml:126
    constraint appointments_ends_after_it_starts check (ends_at > starts_at),
    -- spec/scheduling.yaml:132
    constraint appointments_no_double_booking
        exclude using gist (provider_id with =, tstzrange(starts_at, ends_at) with &&)
        where (status in ('requested', 'confirmed', 'checked_in'))
);

-- add index appointments_provider_id_starts_at_idx (spec/scheduling.yaml:139)
create index appointments_provider_id_starts_at_idx on appointments (provider_id, starts_at);

-- add index appointments_client_id_starts_at_idx (spec/scheduling.yaml:140)
create index appointments_client_id_starts_at_idx on appointments (client_id, starts_at);

-- add index appointments_service_id_idx (spec/scheduling.yaml:105)
create index appointments_service_id_idx on appointments (service_id);

-- add description of table appointments (spec/scheduling.yaml:93)
comment on table appointments is 'A client''s claim on a provider''s time.';

-- add description of column appointments.id (spec/scheduling.yaml:93)
comment on column appointments.id is 'The key.';

-- add description of column appointments.client_id (spec/scheduling.yaml:97)
comment on column appointments.client_id is 'Who comes.';

-- add description of column appointments.provider_id (spec/scheduling.yaml:101)
comment on column appointments.provider_id is 'Whose time it is.';

-- add description of column appointments.service_id (spec/scheduling.yaml:105)
comment on column appointments.service_id is 'What is booked; one of the provider''s.';

-- add description of column appointments.starts_at (spec/scheduling.yaml:109)
comment on column appointments.starts_at is 'When it begins.';

-- add description of column appointments.ends_at (spec/scheduling.yaml:112)
comment on column appointments.ends_at is 'When it ends; the service''s duration after the start unless given.';

-- add description of column appointments.status (spec/scheduling.yaml:116)
comment on column appointments.status is 'Where it is in its life.';

-- add description of column appointments.notes (spec/scheduling.yaml:120)
comment on column appointments.notes is 'What the provider should know beforehand.';

-- add description of column appointments.created_at (spec/scheduling.yaml:95)
comment on column appointments.created_at is 'When it was made.';

-- add description of column appointments.updated_at (spec/scheduling.yaml:95)
comment on column appointments.updated_at is 'When it last changed.';

-- add description of column appointments.version (spec/scheduling.yaml:95)
comment on column appointments.version is 'Counts its changes, from 1.';

-- add description of constraint appointments_status_enum on appointments (spec/scheduling.yaml:116)
comment on constraint appointments_status_enum on appointments is 'requested: Waits for the provider''s word.
confirmed: Both sides hold the time.
checked_in: The client has arrived.
completed: It took place.
cancelled: Called off by either side.
no_show: The client did not come.';

-- add description of constraint appointments_ends_after_it_starts on appointments (spec/scheduling.yaml:126)
comment on constraint appointments_ends_after_it_starts on appointments is 'An appointment ends after it starts.';

-- add description of constraint appointments_no_double_booking on appointments (spec/scheduling.yaml:132)
comment on constraint appointments_no_double_booking on appointments is 'That time is already taken.';

-- add foreign key providers_user_id_fkey (spec/scheduling.yaml:35)
alter table providers
    add constraint providers_user_id_fkey foreign key (user_id) references users (id) on delete restrict;

-- add foreign key services_provider_id_fkey (spec/scheduling.yaml:64)
alter table services
    add constraint services_provider_id_fkey
        foreign key (provider_id) references providers (id) on delete cascade;

-- add foreign key appointments_client_id_fkey (spec/scheduling.yaml:97)
alter table appointments
    add constraint appointments_client_id_fkey
        foreign key (client_id) references users (id) on delete restrict;

-- add foreign key appointments_provider_id_fkey (spec/scheduling.yaml:101)
alter table appointments
    add constraint appointments_provider_id_fkey
        foreign key (provider_id) references providers (id) on delete restrict;

-- add foreign key appointments_service_id_fkey (spec/scheduling.yaml:105)
alter table appointments
    add constraint appointments_service_id_fkey
        foreign key (service_id) references services (id) on delete restrict;

-- add foreign key appointments_service_is_the_providers (spec/scheduling.yaml:129)
alter table appointments
    add constraint appointments_service_is_the_providers
        foreign key (service_id, provider_id) references services (id, provider_id) on delete no action;

-- add description of constraint appointments_service_is_the_providers on appointments (spec/scheduling.yaml:129)
comment on constraint appointments_service_is_the_providers on appointments is 'The service is not one of this provider''s.';

-- add row-level security of users (spec/identity.yaml:20)
alter table users enable row level security;

-- add rights of plumbline_app on users (spec/identity.yaml:20)
grant select, insert, update, delete on users to plumbline_app;

-- add policy service on users (spec/identity.yaml:20)
create policy service on users to plumbline_app using (true);

-- add rights of plumbline_reader on users (spec/identity.yaml:20)
grant select (id, username, full_name, role, is_active, created_at,
    updated_at, version) on users to plumbline_reader;

-- add policy may_select on users (spec/identity.yaml:20)
create policy may_select on users for select to plumbline_reader
    using ((select plumbline.has_role('admin', 'staff')) or id = (select plumbline.caller()));

-- add policy may_insert on users (spec/identity.yaml:20)
create policy may_insert on users for insert to plumbline_reader
    with check ((select plumbline.has_role('admin')));

-- add policy may_update on users (spec/identity.yaml:20)
create policy may_update on users for update to plumbline_reader
    using ((select plumbline.has_role('admin')) or id = (select plumbline.caller()));

-- add policy may_delete on users (spec/identity.yaml:20)
create policy may_delete on users for delete to plumbline_reader
    using ((select plumbline.has_role('admin')));

-- add view plumbline.readable_users (spec/identity.yaml:20)
create view plumbline.readable_users with (security_barrier) as
    select
        id,
        username,
        case when (select plumbline.has_role('admin', 'staff')) or users.id = (select plumbline.caller())
            then users.email end as email,
        full_name,
        role,
        is_active,
        created_at,
        updated_at,
        version
    from users
    where (select plumbline.has_role('admin', 'staff')) or users.id = (select plumbline.caller());
grant select on plumbline.readable_users to plumbline_reader;

-- add row-level security of providers (spec/scheduling.yaml:31)
alter table providers enable row level security;

-- add rights of plumbline_app on providers (spec/scheduling.yaml:31)
grant select, insert, update, delete on providers to plumbline_app;

-- add policy service on providers (spec/scheduling.yaml:31)
create policy service on providers to plumbline_app using (true);

-- add rights of plumbline_reader on providers (spec/scheduling.yaml:31)
grant select (id, user_id, name, speciality, time_zone, created_at,
    updated_at, version) on providers to plumbline_reader;

-- add policy may_select on providers (spec/scheduling.yaml:31)
create policy may_select on providers for select to plumbline_reader using (true);

-- add policy may_insert on providers (spec/scheduling.yaml:31)
create policy may_insert on providers for insert to plumbline_reader
    with check ((select plumbline.has_role('admin')));

-- add policy may_update on providers (spec/scheduling.yaml:31)
create policy may_update on providers for update to plumbline_reader
    using ((select plumbline.has_role('admin')) or user_id = (select plumbline.caller()));

-- add policy may_delete on providers (spec/scheduling.yaml:31)
create policy may_delete on providers for delete to plumbline_reader
    using ((select plumbline.has_role('admin')));

-- add function plumbline.my_providers_by_user() (spec/scheduling.yaml:60)
create or replace function plumbline.my_providers_by_user() returns uuid[]
    language sql stable security definer
    set search_path = pg_catalog
    return array(select via1.id from providers via1 where via1.user_id = (select plumbline.caller()));
revoke execute on function plumbline.my_providers_by_user() from public;
grant execute on function plumbline.my_providers_by_user() to plumbline_reader;

-- add row-level security of services (spec/scheduling.yaml:60)
alter table services enable row level security;

-- add rights of plumbline_app on services (spec/scheduling.yaml:60)
grant select, insert, update, delete on services to plumbline_app;

-- add policy service on services (spec/scheduling.yaml:60)
create policy service on services to plumbline_app using (true);

-- add rights of plumbline_reader on services (spec/scheduling.yaml:60)
grant select (id, provider_id, name, duration_minutes, price_minor, currency,
    created_at, updated_at, version) on services to plumbline_reader;

-- add policy may_select on services (spec/scheduling.yaml:60)
create policy may_select on services for select to plumbline_reader using (true);

-- add policy may_insert on services (spec/scheduling.yaml:60)
create policy may_insert on services for insert to plumbline_reader
    with check (
        (select plumbline.has_role('admin'))
        or provider_id = any ((select plumbline.my_providers_by_user())::uuid[])
    );

-- add policy may_update on services (spec/scheduling.yaml:60)
create policy may_update on services for update to plumbline_reader
    using (
        (select plumbline.has_role('admin'))
        or provider_id = any ((select plumbline.my_providers_by_user())::uuid[])
    );

-- add policy may_delete on services (spec/scheduling.yaml:60)
create policy may_delete on services for delete to plumbline_reader
    using (
        (select plumbline.has_role('admin'))
        or provider_id = any ((select plumbline.my_providers_by_user())::uuid[])
    );

-- add row-level security of appointments (spec/scheduling.yaml:93)
alter table appointments enable row level security;

-- add rights of plumbline_app on appointments (spec/scheduling.yaml:93)
grant select, insert, update, delete on appointments to plumbline_app;

-- add policy service on appointments (spec/scheduling.yaml:93)
create policy service on appointments to plumbline_app using (true);

-- add rights of plumbline_reader on appointments (spec/scheduling.yaml:93)
grant select (id, client_id, provider_id, service_id, starts_at, ends_at,
    status, notes, created_at, updated_at, version) on appointments to plumbline_reader;

-- add policy may_select on appointments (spec/scheduling.yaml:93)
create policy may_select on appointments for select to plumbline_reader
    using (
        (select plumbline.has_role('admin', 'staff'))
        or client_id = (select plumbline.caller())
        or provider_id = any ((select plumbline.my_providers_by_user())::uuid[])
    );

-- add policy may_insert on appointments (spec/scheduling.yaml:93)
create policy may_insert on appointments for insert to plumbline_reader
    with check ((select plumbline.has_role('admin', 'staff')) or client_id = (select plumbline.caller()));

-- add policy may_update on appointments (spec/scheduling.yaml:93)
create policy may_update on appointments for update to plumbline_reader
    using (
        (select plumbline.has_role('admin', 'staff'))
        or provider_id = any ((select plumbline.my_providers_by_user())::uuid[])
    );

-- add policy may_delete on appointments (spec/scheduling.yaml:93)
create policy may_delete on appointments for delete to plumbline_reader
    using ((select plumbline.has_role('admin')));
