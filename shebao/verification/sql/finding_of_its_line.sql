-- I11: a finding is about a declaration or a line that does not exist. Services whose findings name lines have them here.
select 'finding:' || finding.id as subject
from declarations_finding as finding
left join declarations_declaration as declaration
    on declaration.id = finding.declaration_id
where declaration.id is null
    or (
        finding.line_no <> 0
        and not exists (
            select
            from (
                select enrolled.declaration_id, enrolled.line_no
                from enrolment_enrolmentline as enrolled
                union all
                select ended.declaration_id, ended.line_no
                from withdrawal_withdrawalline as ended
                union all
                select declared.declaration_id, declared.line_no
                from bases_wageline as declared
                union all
                select made_up.declaration_id, made_up.line_no
                from supplements_supplementline as made_up
                union all
                select given_back.declaration_id, given_back.line_no
                from refunds_refundline as given_back
                union all
                select owed.declaration_id, owed.line_no
                from arrears_arrearline as owed
                union all
                select applied.declaration_id, applied.line_no
                from cards_cardline as applied
            ) as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
    )
