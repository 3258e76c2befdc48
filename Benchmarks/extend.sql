-- Makes the peers' tables those of Benchmarks/spec, for them as for us: enums as text, and the composite key by which the
-- database itself keeps an appointment's service with its provider.
alter table users alter role drop default, alter role type text, alter role set default 'client';
alter table appointments drop constraint appointments_no_overlap;
alter table appointments alter status drop default, alter status type text, alter status set default 'pending';
alter table appointments add constraint appointments_no_overlap
    exclude using gist (provider_id with =, tstzrange(starts_at, ends_at) with &&) where (status <> 'cancelled');
alter table services add unique (id, provider_id);
alter table appointments add constraint appointments_service_is_the_providers
    foreign key (service_id, provider_id) references services (id, provider_id);
analyze users, providers, services, appointments;
