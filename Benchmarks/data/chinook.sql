-- Copies every row of the original Chinook tables, which stand in the schema `original`, to the spec's. Targets of
-- references come first; columns go by name.
do $$
declare
    "table" text;
    columns text;
begin
    foreach "table" in array array['artist', 'album', 'genre', 'media_type', 'track', 'playlist', 'playlist_track',
        'employee', 'customer', 'invoice', 'invoice_line']
    loop
        select string_agg(quote_ident(column_name), ', ') into columns
        from information_schema.columns where table_schema = 'public' and table_name = "table";
        execute format('insert into public.%1$I (%2$s) select %2$s from original.%1$I', "table", columns);
    end loop;
end;
$$;
analyze;
