"""Rules about proof: which papers old months need, and that an officer decides on them."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard, note
from shebao.services.supplements.fields import MATERIALS
from shebao.services.supplements.rules.given import Facts, Setting
from shebao.services.supplements.rules.words import spans
from shebao.services.supplements.shape import ShapedLine


def papers(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Old months are proven by one of the papers that the law data name."""
    if not given.single:
        return
    names = given.law.codes("supplement_paper")
    for proof in given.ages.proofs_for(facts.open):
        if facts.papers.isdisjoint(proof.papers):
            months = [month for month in facts.open if given.ages.age(month) > proof.after]
            choice = "、".join(names.name_of(code) for code in proof.papers)
            yield hard("proof_missing", MATERIALS, proof=proof.name, months=spans(months), papers=choice)


def review(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """What has to be proven is decided on by an officer."""
    proofs = given.ages.proofs_for(facts.open) if given.single else []
    if proofs:
        yield note("officer_decides", MATERIALS, proof="；".join(proof.name for proof in proofs))
