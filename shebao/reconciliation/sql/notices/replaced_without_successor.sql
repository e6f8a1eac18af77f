-- A notice counts as replaced, and no other has taken its place: nobody asks for the money.
-- Cause: it was written otherwise than by issuing.
-- Closes: repair_record
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
where notice.state = 'replaced'
    and not exists (
        select
        from contributions_notice as later
        where later.replaces = notice.id
    )
