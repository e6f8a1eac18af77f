-- How an officer is tied to an application for a card, by human being and not by account: 'own': it is for herself;
-- 'filed': she has entered it; 'clerk': she is a clerk of the employer that applied; '' when none of these.
create or replace function shebao_tie_to_application(officer_id bigint, wanted_application bigint) returns text
language sql stable security definer
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
    select case
        when bool_or(upper(person.document_number) = upper(officer.identity_number)) then 'own'
        when bool_or(account.id = application.asked_by) then 'filed'
        when bool_or(mandate.id is not null) then 'clerk'
        else ''
    end
    from cards_application as application
    join persons_person as person on person.id = application.person_id
    join access_user as officer on officer.id = officer_id
    join access_user as account
        on account.id = officer.id
        or (officer.identity_number <> '' and upper(account.identity_number) = upper(officer.identity_number))
    left join access_mandate as mandate
        on mandate.user_id = account.id
        and mandate.employer_id = application.employer_id
        and (
            mandate.valid_until is null
            or mandate.valid_until >= (application.asked_at at time zone 'Asia/Shanghai')::date
        )
    where application.id = wanted_application
$$;

-- The same for the user on whose behalf the transaction runs: row-level security refuses decisions by it.
create or replace function shebao_tie_to_card(application_id bigint) returns text
language sql stable security definer
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
    select shebao_tie_to_application(shebao_user(), application_id)
$$;
