"""缴费通知单: the paper of a payment notice."""

from shebao.contributions.papers.notice import facts_of, notice_paper

__all__ = ["facts_of", "notice_paper"]
