-- Who looked at the user's own data, under any of her records, one look at her alone a row, newest first, older than a given one: with the name of
-- the employer it was for, or the districts of the officer's posts then. What the looker's account is stays untold.
create or replace function shebao_looks_at_me(older_than bigint, most integer)
returns table (
    id bigint, at timestamptz, actor_name text, door text, what text, purpose text, employer text, districts text[]
)
language sql stable security definer
set search_path = public, pg_temp as $$
    select
        looked.id, looked.at, looked.actor_name, looked.door, looked.what, looked.purpose, coalesce(employer.name, ''),
        array(
            select distinct post.district::text
            from access_post as post
            where looked.door = 'office'
                and post.user_id = looked.user_id
                and post.valid_from <= (looked.at at time zone 'Asia/Shanghai')::date
                and (post.valid_until is null or post.valid_until >= (looked.at at time zone 'Asia/Shanghai')::date)
            order by 1
        )
    from unnest(shebao_my_records()) as record (id)
    -- the newest of each record by the index; more records than one are rare
    cross join lateral (
        select one.*
        from audit_look as one
        where one.person_id = record.id
            and (older_than is null or one.id < older_than)
        order by one.id desc
        limit least(most, 200)
    ) as looked
    left join employers_employer as employer on looked.door <> 'office' and employer.id = looked.employer_id
    order by looked.id desc
    limit least(most, 200)
$$;

-- Whether the user has handed in a stored file herself. Row-level security of applications for cards asks it; a policy
-- that looked into the table would come back to applications by the policy of stored files.
create or replace function shebao_is_my_upload(stored_file bigint) returns boolean
language sql stable security definer
set search_path = public, pg_temp as $$
    select exists (select from documents_storedfile where id = stored_file and uploaded_by = shebao_user())
$$;

-- What employers filed about the user, under any of her records, the newest first: each filing that took effect, and each
-- that waits for officers or that they sent back or refused. What was typed in it and what officers said of it stays
-- untold: an employer's workbook is about others as well. Each service is found by what is kept by person: contracts for
-- 增员 and 减员 and the wages that count under them, lines that name the person for the rest; of 增员 that made no contract, only what
-- officers have to decide bears a number that is looked up.
create or replace function shebao_filings_about_me(most integer)
returns table (
    service text, number text, employer text, state text, filed_at timestamptz, finished_at timestamptz,
    first_month integer, last_month integer, ended_on date, items text[]
)
language sql stable security definer
set search_path = public, pg_temp as $$
    with
        held as materialized (
            select
                contract.id, contract.person_id, contract.employer_id, contract.declaration_id, contract.insured_from,
                contract.end_declaration_id, contract.ended_on
            from employment_contract as contract
            where contract.person_id = any ((select shebao_my_records())::bigint[])
        ),
        found as (
            select
                'enrolment' as service, held.declaration_id, 'effective' as state, held.insured_from as first_month,
                null::integer as last_month, null::date as ended_on, '{}'::text[] as items
            from held
            union all
            select 'enrolment', line.declaration_id, line.state, line.insured_from, null, null, '{}'
            from persons_person as person
            join enrolment_enrolmentline as line
                on line.document_number = person.document_number
                and line.document_type = person.document_type
                and line.needs_review
            where person.id = any ((select shebao_my_records())::bigint[])
                and line.state in ('in_review', 'returned', 'rejected', 'failed')
            union all
            select 'withdrawal', held.end_declaration_id, 'effective', null, null, held.ended_on, '{}'
            from held
            where held.end_declaration_id is not null
            union all
            select 'bases', wage.declaration_id, 'effective', min(wage.from_month), null, null, '{}'
            from held
            join contributions_wage as wage
                on wage.employer_id = held.employer_id
                and wage.contract_id = held.id
                and not wage.voided
            group by wage.declaration_id
            union all
            select 'supplements', line.declaration_id, line.state, line.first_month, line.last_month, null, '{}'
            from supplements_supplementline as line
            where line.person_id = any ((select shebao_my_records())::bigint[])
                and line.state in ('in_review', 'returned', 'rejected', 'effective', 'failed')
            union all
            select 'refunds', line.declaration_id, line.state, min(item.month), max(item.month), null, '{}'
            from (select distinct held.employer_id, held.person_id from held) as place
            join refunds_refunditem as item
                on item.employer_id = place.employer_id
                and item.person_id = place.person_id
            join refunds_refundline as line
                on line.declaration_id = item.declaration_id
                and line.line_no = item.line_no
            where line.state in ('in_review', 'returned', 'rejected', 'effective', 'failed')
            group by line.declaration_id, line.line_no, line.state
            union all
            select
                'person_changes', line.declaration_id, line.state, null, null, null,
                array(
                    select item.item::text
                    from person_changes_changeitem as item
                    where item.declaration_id = line.declaration_id
                        and item.line_no = line.line_no
                        and item.item <> 'name_initials'
                    order by item.id
                )
            from person_changes_changeline as line
            where line.person_id = any ((select shebao_my_records())::bigint[])
                and line.state in ('in_review', 'returned', 'rejected', 'effective', 'failed')
            union all
            select 'cards', application.declaration_id, application.state, null, null, null, array[application.kind::text]
            from cards_application as application
            where application.person_id = any ((select shebao_my_records())::bigint[])
                and application.source = 'employer'
        )
    select
        found.service, declaration.number, employer.name,
        case when declaration.state = 'cancelled' then 'cancelled' else found.state end,
        coalesce(declaration.confirmed_at, declaration.submitted_at, declaration.created_at), declaration.finished_at,
        found.first_month, found.last_month, found.ended_on, found.items
    from found
    join declarations_declaration as declaration on declaration.id = found.declaration_id
    join employers_employer as employer on employer.id = declaration.employer_id
    -- what an earlier system handed over nobody filed here; wages come with other filings too
    where declaration.service <> 'carry_over'
        and (found.service <> 'bases' or declaration.service = 'bases')
    order by 5 desc, declaration.id desc, found.service
    limit least(most, 200)
$$;
