-- What anybody who has number and check code of a certificate may know of it: the masked name and two days. A door that
-- nobody has logged in to sees no row of the table.
create or replace function shebao_certificate(asked_number text, asked_code text)
returns table (shown_name text, issued_at timestamptz, valid_until date)
language sql stable security definer
set search_path = public, pg_temp as $$
    select certificate.shown_name, certificate.issued_at, certificate.valid_until
    from certificates_certificate as certificate
    where certificate.number = asked_number and certificate.check_code = asked_code
$$;
