-- The accounts of insured persons go on being theirs: the number on record is what leads from one to the other
-- (shebao_myself). Only an account of a person that had exactly the old number.
update access_user as account
set identity_number = item.new_value
from change_now as chosen
join person_changes_changeitem as item
    on item.declaration_id = %(declaration)s
    and item.line_no = chosen.line_no
    and item.item = 'social_security_number'
where account.kind = 'person'
    and item.old_value <> ''
    and upper(account.identity_number) = item.old_value
