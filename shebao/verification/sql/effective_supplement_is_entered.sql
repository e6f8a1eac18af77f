-- I6: a month and scheme was made up, and nothing was ever entered for it.
select 'supplement_item:' || item.id as subject
from supplements_supplementitem as item
where item.state = 'effective'
    and not exists (
        select
        from contributions_charge as charge
        where charge.month = item.month
            and charge.employer_id = item.employer_id
            and charge.person_id = item.person_id
            and charge.scheme = item.scheme
    )
