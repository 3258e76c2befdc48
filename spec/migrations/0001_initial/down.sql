-- add policy may_delete on appointments (spec/scheduling.yaml:93)
drop policy may_delete on appointments;

-- add policy may_update on appointments (spec/scheduling.yaml:93)
drop policy may_update on appointments;

-- add policy may_insert on appointments (spec/scheduling.yaml:93)
drop policy may_insert on appointments;

-- add policy may_select on appointments (spec/scheduling.yaml:93)
drop policy may_select on appointments;

-- add policy may_delete on services (spec/scheduling.yaml:60)
drop policy may_delete on services;

-- add policy may_update on services (spec/scheduling.yaml:60)
drop policy may_update on services;

-- add policy may_insert on services (spec/scheduling.yaml:60)
drop policy may_insert on services;

-- add function plumbline.my_providers_by_user() (spec/scheduling.yaml:60)
drop function plumbline.my_providers_by_user();

-- add policy may_delete on providers (spec/scheduling.yaml:31)
drop policy may_delete on providers;

-- add policy may_update on providers (spec/scheduling.yaml:31)
drop policy may_update on providers;

-- add policy may_insert on providers (spec/scheduling.yaml:31)
drop policy may_insert on providers;

-- add view plumbline.readable_users (spec/identity.yaml:20)
drop view plumbline.readable_users;

-- add policy may_delete on users (spec/identity.yaml:20)
drop policy may_delete on users;

-- add policy may_update on users (spec/identity.yaml:20)
drop policy may_update on users;

-- add policy may_insert on users (spec/identity.yaml:20)
drop policy may_insert on users;

-- add policy may_select on users (spec/identity.yaml:20)
drop policy may_select on users;

-- add foreign key appointments_service_is_the_providers (spec/scheduling.yaml:129)
alter table appointments drop constraint appointments_service_is_the_providers;

-- add foreign key appointments_service_id_fkey (spec/scheduling.yaml:105)
alter table appointments drop constraint appointments_service_id_fkey;

-- add foreign key appointments_provider_id_fkey (spec/scheduling.yaml:101)
alter table appointments drop constraint appointments_provider_id_fkey;

-- add foreign key appointments_client_id_fkey (spec/scheduling.yaml:97)
alter table appointments drop constraint appointments_client_id_fkey;

-- add foreign key services_provider_id_fkey (spec/scheduling.yaml:64)
alter table services drop constraint services_provider_id_fkey;

-- add foreign key providers_user_id_fkey (spec/scheduling.yaml:35)
alter table providers drop constraint providers_user_id_fkey;

-- add table appointments (spec/scheduling.yaml:93)
drop table appointments;

-- add table services (spec/scheduling.yaml:60)
drop table services;

-- add table providers (spec/scheduling.yaml:31)
drop table providers;

-- add table users (spec/identity.yaml:20)
drop table users;
