-- The last month that was assessed: by the city, or of which the employer has a notice that went out.
select greatest(
    (
        select max(run.month)
        from contributions_run as run
        where run.kind = 'month'
            and run.employer_id is null
            and run.finished_at is not null
    ),
    (
        select max(notice.month)
        from contributions_notice as notice
        where notice.employer_id = %(employer)s
            and notice.state <> 'open'
    )
)
