\set user random(1, 50000)
select username, full_name, email, role, id from users where id = md5('user ' || :user)::uuid;
