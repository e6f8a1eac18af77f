"""The paper of a certificate."""

from shebao.certificates.paper.drawing import certificate_paper, facts_of

__all__ = ["certificate_paper", "facts_of"]
