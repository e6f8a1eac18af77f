-- The later pieces of the spells that were cut.
insert into employment_coverage (person_id, scheme, from_month, to_month, employer_id, contract_id, voided, recorded_at)
select
    spell.person_id, spell.scheme, piece.first, piece.last, spell.employer_id, spell.contract_id, false, %(now)s
from refund_cut as piece
join employment_coverage as spell on spell.id = piece.spell
where piece.place > 0
order by piece.spell, piece.place
