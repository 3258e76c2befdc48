-- What one writes by hand for query.graphql.
select json_build_object('providers', json_build_object('nodes', json_agg(
    json_build_object('name', p.name, 'appointments', (
        select json_build_object('nodes', coalesce(json_agg(
            json_build_object(
                'id', a.id, 'startsAt', a.starts_at, 'status', upper(a.status), 'notes', a.notes,
                'client', json_build_object('fullName', u.full_name), 'service', json_build_object('name', s.name)
            ) order by a.starts_at, a.id
        ), '[]'))
        from (select * from appointments where provider_id = p.id order by starts_at, id limit 100) a
        join users u on u.id = a.client_id
        join services s on s.id = a.service_id
    )) order by p.name, p.id
)))
from (select * from providers order by name, id limit 100) p;
