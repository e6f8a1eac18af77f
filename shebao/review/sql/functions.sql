-- How an officer is tied to a filing, by human being and not by account: accounts with the same identity number are one.
-- 'filed': the filing is hers; 'clerk': she has been a clerk of its employer since it was begun; '' when neither.
create or replace function shebao_tie_to_filing(officer_id bigint, filing_id bigint) returns text
language sql stable security definer
set search_path = public, pg_temp as $$
    select case
        when bool_or(account.id = filing.filed_by) then 'filed'
        when bool_or(mandate.id is not null) then 'clerk'
        else ''
    end
    from declarations_declaration as filing
    join access_user as officer
        on officer.id = officer_id
    join access_user as account
        on account.id = officer.id
        or (officer.identity_number <> '' and upper(account.identity_number) = upper(officer.identity_number))
    left join access_mandate as mandate
        on mandate.user_id = account.id
        and mandate.employer_id = filing.employer_id
        and (mandate.valid_until is null or mandate.valid_until >= (filing.created_at at time zone 'Asia/Shanghai')::date)
    where filing.id = filing_id
$$;

-- The same for the user on whose behalf the transaction runs, and a case: row-level security refuses decisions by it.
create or replace function shebao_tie_to_case(case_id bigint) returns text
language sql stable security definer
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
    select shebao_tie_to_filing(shebao_user(), reviewed.declaration_id)
    from review_case as reviewed
    where reviewed.id = case_id
$$;
