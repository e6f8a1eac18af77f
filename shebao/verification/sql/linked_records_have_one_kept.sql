-- D2: a record linked to another of the same person whose kept record is not kept, or that no officers' decision linked.
select 'person:' || person.id as subject
from persons_person as person
left join persons_person as kept
    on kept.id = person.same_person
where person.same_person is not null
    and (
        kept.same_person is distinct from kept.id
        or not exists (
            select
            from persons_merger as merger
            where merger.state = 'linked'
                and person.id in (merger.person_id, merger.other_id)
        )
    )
