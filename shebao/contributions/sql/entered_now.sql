-- What the entries just made come to, and how much of what was paid is no longer owed.
select
    count(*) filter (where entering),
    coalesce(sum(employer_fen) filter (where entering), 0),
    coalesce(sum(personal_fen) filter (where entering), 0)
from (
    select
        assessed.employer_fen,
        assessed.personal_fen,
        assessed.missing is null
            and (assessed.entry = 1 or assessed.employer_fen <> 0 or assessed.personal_fen <> 0) as entering
    from assessed_now as assessed
) as assessed
