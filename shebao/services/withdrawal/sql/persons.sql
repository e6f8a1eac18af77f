-- Deaths that were filed, of persons not known to have died.
update persons_person as person
set died_on = chosen.ended_on
from end_now as chosen
where person.id = chosen.person_id
    and chosen.stop_reason = '211'
    and person.died_on is null
