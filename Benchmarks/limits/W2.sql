\set n random(1, 50000)
select id, username, email, full_name, role from users where id = md5('user ' || :n)::uuid;
