-- I14: both stages of a review were decided by the same human being, whatever accounts were used.
select 'case:' || second.id as subject
from review_case as second
join review_case as first
    on first.declaration_id = second.declaration_id
    and first.line_no = second.line_no
    and first.content_version = second.content_version
    and first.stage < second.stage
join review_decision as later on later.case_id = second.id
join review_decision as earlier on earlier.case_id = first.id
left join access_user as one on one.id = earlier.officer_id
left join access_user as other on other.id = later.officer_id
where earlier.officer_id = later.officer_id
    or (one.identity_number <> '' and upper(one.identity_number) = upper(other.identity_number))
