{late_lines},
    counted as (
        select * from unnest(%(notices)s::bigint[], %(days)s::integer[]) as counted (notice_id, days)
    )
select
    late_line.notice_id,
    late_line.scheme,
    sum(late_line.fen)::bigint as owed_fen,
    sum(
        case
            when %(capped)s then least(late_line.fen, (late_line.fen * %(ppm)s * counted.days + 500000) / 1000000)
            else (late_line.fen * %(ppm)s * counted.days + 500000) / 1000000
        end
    )::bigint as fen
from late_line
join counted on counted.notice_id = late_line.notice_id
group by late_line.notice_id, late_line.scheme
order by late_line.notice_id, late_line.scheme
