-- An employer with people covered in a month that was run has no notice of it.
-- Cause: it was registered, or its people were enrolled, after the run; or the run has left it out.
-- Closes: run_assess
select
    'employer:' || difference.employer_id as subject,
    difference.month,
    difference.employer_id,
    sum(difference.owed_fen) as fen
from reconcile_difference as difference
where difference.covered
    and not difference.entered
    and difference.missing is null
    and not exists (
        select
        from contributions_notice as notice
        where notice.employer_id = difference.employer_id
            and notice.month = difference.month
    )
    and (
        difference.month = %(month)s::integer
        or exists (
            select
            from contributions_run as run
            where run.month = difference.month
                and run.kind = 'month'
                and run.employer_id is null
        )
    )
group by difference.month, difference.employer_id
