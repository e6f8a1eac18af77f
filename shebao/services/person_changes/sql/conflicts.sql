-- Looked at again under the lock: whether the persons are still employed here, whether the values are still those that
-- were shown as the old ones, and whether a new number is still nobody else's.
with
    conflict as (
        select
            chosen.line_no,
            case
                when not %(employer_open)s then 'employer_closed'
                when not exists (
                    select
                    from employment_contract as contract
                    where contract.person_id = chosen.person_id
                        and contract.employer_id = %(employer)s
                        and not contract.voided
                        and (contract.ended_on is null or contract.ended_on >= %(today)s)
                ) then 'not_employed_now'
                when changed.another then 'value_changed_now'
                when changed.taken then 'number_taken_now'
            end as code
        from change_now as chosen
        join persons_person as person
            on person.id = chosen.person_id
        join lateral (
            select
                bool_or(
                    item.old_value <> case item.item
                        when 'payer_category' then coalesce(wage.payer_category, '')
                        else coalesce(to_jsonb(person) ->> item.item, '')
                    end
                ) as another,
                bool_or(
                    item.item in ('document_number', 'social_security_number')
                    and exists (
                        select
                        from persons_person as other
                        where other.id <> person.id
                            and (
                                (
                                    item.item = 'document_number'
                                    and other.document_number = item.new_value
                                    and other.document_type = coalesce(kind.new_value, person.document_type)
                                )
                                or (
                                    item.item = 'social_security_number'
                                    and other.social_security_number = item.new_value
                                )
                            )
                    )
                ) as taken
            from person_changes_changeitem as item
            left join person_changes_changeitem as kind
                on kind.declaration_id = item.declaration_id
                and kind.line_no = item.line_no
                and kind.item = 'document_type'
            left join lateral (
                -- the category that was shown: of the wage here that counts from the same month on
                select counted.payer_category
                from contributions_wage as counted
                where item.item = 'payer_category'
                    and counted.employer_id = %(employer)s
                    and counted.contract_id = (
                        select max(held.id)
                        from employment_contract as held
                        where held.person_id = chosen.person_id
                            and held.employer_id = %(employer)s
                            and not held.voided
                            and (held.ended_on is null or held.ended_on >= %(today)s)
                    )
                    and not counted.voided
                    and coalesce(counted.to_month, 999999) >= %(category_month)s
                order by counted.from_month
                limit 1
            ) as wage on true
            where item.declaration_id = %(declaration)s
                and item.line_no = chosen.line_no
        ) as changed on true
    ),
    withdrawn as (
        delete from change_now as chosen
        using conflict
        where conflict.line_no = chosen.line_no
            and conflict.code is not null
    ),
    failed as (
        update person_changes_changeline as line
        set state = 'failed'
        from conflict
        where line.declaration_id = %(declaration)s
            and line.line_no = conflict.line_no
            and conflict.code is not null
    )
insert into declarations_finding (declaration_id, line_no, code, severity, field, params)
select
    %(declaration)s, conflict.line_no, conflict.code, 'hard',
    case conflict.code
        when 'employer_closed' then ''
        when 'value_changed_now' then 'items'
        else 'document_number'
    end,
    '{}'::jsonb
from conflict
where conflict.code is not null
