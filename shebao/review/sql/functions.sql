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

-- The same for one case: 'decided' where the human being has decided at another stage of the same content (初审, 复核).
create or replace function shebao_tie_to_stage(officer_id bigint, wanted_case bigint) returns text
language sql stable security definer
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
    select coalesce(
        nullif(shebao_tie_to_filing(officer_id, reviewed.declaration_id), ''),
        case
            when exists (
                select
                from review_case as other
                join review_decision as decision on decision.case_id = other.id
                join access_user as decider on decider.id = decision.officer_id
                join access_user as officer on officer.id = shebao_tie_to_stage.officer_id
                where other.declaration_id = reviewed.declaration_id
                    and other.line_no = reviewed.line_no
                    and other.content_version = reviewed.content_version
                    and other.id <> reviewed.id
                    and (
                        decider.id = officer.id
                        or (
                            officer.identity_number <> ''
                            and upper(decider.identity_number) = upper(officer.identity_number)
                        )
                    )
            ) then 'decided'
        end,
        ''
    )
    from review_case as reviewed
    where reviewed.id = wanted_case
$$;

-- The same for the user on whose behalf the transaction runs: row-level security refuses decisions by it.
create or replace function shebao_tie_to_case(case_id bigint) returns text
language sql stable security definer
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
    select shebao_tie_to_stage(shebao_user(), case_id)
$$;
