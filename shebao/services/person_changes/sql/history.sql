-- What every value was and became, on whose word. The old ones are those on record, which the lock has just proven.
insert into persons_valuechange (
    person_id, field, old_value, new_value, effective_on, reason, filed_by_name, approved_by_name, employer_id,
    declaration_id, line_no, number, recorded_at, action_id
)
select
    chosen.person_id, item.item, item.old_value, item.new_value,
    case item.item when 'payer_category' then %(category_day)s::date else %(today)s::date end,
    line.reason, %(filed_by)s, chosen.officer_name, %(employer)s, %(declaration)s, item.line_no, %(number)s, %(now)s,
    (select shebao_action())
from change_now as chosen
join person_changes_changeline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
join person_changes_changeitem as item
    on item.declaration_id = %(declaration)s
    and item.line_no = chosen.line_no
order by item.line_no, item.item
