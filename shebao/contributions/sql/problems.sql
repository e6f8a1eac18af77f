-- Who could not be assessed, and why; what was a problem before and is none any more is closed.
with
    found as (
        select distinct assessed.employer_id, assessed.person_id, assessed.scheme, assessed.missing, assessed.missing_law
        from assessed_now as assessed
        where assessed.missing is not null
    ),
    closed as (
        update contributions_problem as problem
        set closed_at = %(now)s
        where problem.month = %(month)s
            and problem.closed_at is null
            and {problems}
            and not exists (
                select
                from found
                where found.employer_id = problem.employer_id
                    and found.person_id = problem.person_id
                    and found.scheme = problem.scheme
                    and found.missing = problem.code
            )
    )
insert into contributions_problem (run_id, month, employer_id, person_id, scheme, code, detail, action_id)
select
    %(run)s, %(month)s, found.employer_id, found.person_id, found.scheme, found.missing, left(found.missing_law, 300),
    (select shebao_action())
from found
where not exists (
    select
    from contributions_problem as known
    where known.month = %(month)s
        and known.closed_at is null
        and known.employer_id = found.employer_id
        and known.person_id = found.person_id
        and known.scheme = found.scheme
        and known.code = found.missing
)
order by found.employer_id, found.person_id, found.scheme
