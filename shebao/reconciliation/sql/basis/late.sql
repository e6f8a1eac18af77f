-- What the late fee of each payment should be.
insert into reconcile_late
select late.notice_id, late.fen
from unnest(%(notices)s::bigint[], %(fees)s::bigint[]) as late (notice_id, fen)
