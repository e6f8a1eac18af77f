-- I14: a case was decided by the human being who filed it, whatever account was used.
select 'decision:' || decision.id as subject
from review_decision as decision
join review_case as reviewed
    on reviewed.id = decision.case_id
join declarations_declaration as declaration
    on declaration.id = reviewed.declaration_id
left join access_user as maker
    on maker.id = declaration.filed_by
left join access_user as checker
    on checker.id = decision.officer_id
where decision.officer_id = declaration.filed_by
    or (maker.identity_number <> '' and upper(maker.identity_number) = upper(checker.identity_number))
