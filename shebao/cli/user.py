"""`shebao user`: accounts, mandates and posts, for operators at the server."""

import argparse
import os
from datetime import date

import django

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the subcommand."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="make an account and print the link with which its owner sets a password")
    create.add_argument("username")
    create.add_argument("--name", required=True, help="name of the human being")
    create.add_argument("--kind", required=True, choices=("clerk", "officer", "operator", "person"))
    create.add_argument("--identity-number", default="", help="of an insured person: the 社会保障号码")
    create.add_argument("--mobile", default="")
    for verb, text in (
        ("link", "print a new link to set the password"),
        ("disable", "end the account's sessions and let nobody in with it"),
        ("enable", "let the account in again"),
    ):
        verbs.add_parser(verb, help=text).add_argument("username")
    provider = verbs.add_parser("provider", help="tie the account to a subject of the OpenID provider")
    provider.add_argument("username")
    provider.add_argument("subject")
    mandate = verbs.add_parser("mandate", help="let a clerk act for an employer, or end it with --until")
    mandate.add_argument("username")
    mandate.add_argument("credit_code", help="统一社会信用代码 of the employer")
    post = verbs.add_parser("post", help="give an officer a post at a district")
    post.add_argument("username")
    post.add_argument("district", help="agency code")
    post.add_argument("kind", choices=("first_review", "second_review", "auditor"))
    for dated in (mandate, post):
        dated.add_argument("--from", dest="first", type=date.fromisoformat, help="first day, by default today")
        dated.add_argument("--until", dest="last", type=date.fromisoformat, help="last day")
    mandate.add_argument("--end", action="store_true", help="end the mandate that exists with the day --until")


def run(arguments: argparse.Namespace) -> int:
    """Do it; 1 with the reason on standard error when it cannot be done."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    from shebao.cli import accounts  # noqa: PLC0415 (knows the models, which setup has loaded now)

    return accounts.do(arguments)
