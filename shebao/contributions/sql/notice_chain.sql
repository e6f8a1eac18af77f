-- A notice and those whose place it took: entries first stand on one of them.
with recursive chain as (
    select notice.id, notice.replaces
    from contributions_notice as notice
    where notice.id = %(notice)s
    union all
    select earlier.id, earlier.replaces
    from chain
    join contributions_notice as earlier on earlier.id = chain.replaces
)
select chain.id from chain
