-- add foreign key appointments_service_is_the_providers (spec/scheduling.yaml:128)
alter table appointments drop constraint appointments_service_is_the_providers;

-- add foreign key appointments_service_id_fkey (spec/scheduling.yaml:104)
alter table appointments drop constraint appointments_service_id_fkey;

-- add foreign key appointments_provider_id_fkey (spec/scheduling.yaml:100)
alter table appointments drop constraint appointments_provider_id_fkey;

-- add foreign key appointments_client_id_fkey (spec/scheduling.yaml:96)
alter table appointments drop constraint appointments_client_id_fkey;

-- add foreign key services_provider_id_fkey (spec/scheduling.yaml:63)
alter table services drop constraint services_provider_id_fkey;

-- add foreign key providers_user_id_fkey (spec/scheduling.yaml:34)
alter table providers drop constraint providers_user_id_fkey;

-- add table appointments (spec/scheduling.yaml:92)
drop table appointments;

-- add table services (spec/scheduling.yaml:59)
drop table services;

-- add table providers (spec/scheduling.yaml:30)
drop table providers;

-- add table users (spec/identity.yaml:19)
drop table users;
