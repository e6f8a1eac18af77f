-- On which lines the late fee of notices of one month runs: how many lines of which amount.
{late_lines}
select late_line.notice_id, late_line.fen, count(*)::integer as lines
from late_line
group by late_line.notice_id, late_line.fen
order by late_line.notice_id, late_line.fen
