"""`luoshi key add|list|revoke`: keys by which programs act for a person."""

from argparse import ArgumentParser, Namespace

from luoshi.faces.console.say import Halt, say
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.keys import NewKey, end_key, give_key
from luoshi.orgs.queries import meant_by
from luoshi.platform.keys.keep import MOST_DAYS, SCOPES, keys


def arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    add = acts.add_parser("add", help="新密钥，只显示一次 A new key, shown once")
    add.add_argument("person", help="姓名、电话或编号 The person's name, phone or id")
    add.add_argument("--name", default="api", help="用途 What it is for")
    add.add_argument("--scopes", default="read", help=",".join(SCOPES))
    add.add_argument("--days", type=int, default=90, help=f"1-{MOST_DAYS}")
    acts.add_parser("list", help="现有密钥 The keys there are")
    ending = acts.add_parser("revoke", help="作废 End a key")
    ending.add_argument("key", type=int)


def run(args: Namespace) -> int:
    """Do what is asked. Raises Halt for a person who is unknown or one of several, and for an unknown scope or key."""
    if args.act == "list":
        for row in keys():
            state = "已作废 revoked" if row.revoked_at else f"至 until {row.good_until:%Y-%m-%d}"
            used = f"{row.used_at:%Y-%m-%d %H:%M}" if row.used_at else "-"
            say(f"{row.pk}  {row.name}  人员 person {row.person_id}  {','.join(row.scopes)}  {state}  用于 used {used}")
    elif args.act == "revoke":
        if not end_key(args.key, by=INSTALLER):
            raise Halt(f"没有这个密钥：{args.key}", "there is no such key in force")
    else:
        _add(args)
    return 0


def _add(args: Namespace) -> None:
    meant = meant_by(args.person)
    if not meant:
        raise Halt(f"没有这个人：{args.person}", "there is no such person")
    if len(meant) > 1:
        ids = "、".join(f"{row.pk}（{row.phone or '无电话'}）" for row in meant)
        raise Halt(f"叫 {args.person} 的不止一人，请用编号：{ids}", "several are called so: name one by the number")
    try:
        token = give_key(NewKey(meant[0].pk, args.name, tuple(args.scopes.split(",")), args.days), by=INSTALLER)
    except ValueError as error:
        raise Halt(f"写法不对：{error}", str(error)) from error
    say(token)
