"""Who asks: the key in the Authorization header, the person that it acts for, and how much it may ask."""

from collections import OrderedDict
from time import monotonic

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer

from luoshi.orgs.access import Standing, standing
from luoshi.orgs.queries import person
from luoshi.platform.keys.keep import check

RATE, BURST = 20.0, 200.0
"""Requests a second that a key may ask for ever, and at once, in each process."""
MOST_BUCKETS = 10_000


class Keyed(HttpBearer):
    """A key with that scope, of somebody who may sign in."""

    openapi_description = "luoshi key add"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Standing | None:
        """The person's standing; None for a key that is unknown, ended or revoked. Raises HttpError 403 and 429."""
        key = check(token)
        held = person(key.person_id) if key else None
        if key is None or held is None or not held.is_active:
            return None
        if self.scope not in key.scopes:
            raise HttpError(403, _("这个密钥没有“%(scope)s”的权限。") % {"scope": self.scope})
        if not _take(key.digest):
            raise HttpError(429, _("请求太密，请稍后再试。"))
        request.key = key  # type: ignore[attr-defined]
        return standing(held)


_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()


def _take(digest: str) -> bool:
    """Take one request out of the key's bucket; False if it is empty."""
    now = monotonic()
    left, at = _buckets.pop(digest, (BURST, now))
    left = min(BURST, left + (now - at) * RATE)
    _buckets[digest] = (max(0.0, left - 1), now)
    if len(_buckets) > MOST_BUCKETS:
        _buckets.popitem(last=False)
    return left >= 1


READ, WORK, PLAN, ORGANIZE = Keyed("read"), Keyed("work"), Keyed("plan"), Keyed("organize")
