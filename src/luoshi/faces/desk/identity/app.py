"""Setting up an authenticator app: the secret as a picture and as letters, and the code that proves it arrived."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from luoshi.faces.desk.identity.forms import CodeForm
from luoshi.faces.shared.qr import qr_svg
from luoshi.orgs import mfa
from luoshi.orgs.tries import Locked, Wrong

if TYPE_CHECKING:
    from luoshi.orgs.models import Person

SECRET = "app_secret"  # noqa: S105 (the name under which the session keeps it)


class AppPage:
    """One setting up; the secret stays the same from the showing of the picture to the code that proves it."""

    def __init__(self, request: HttpRequest, person: "Person") -> None:
        self._session = request.session
        self._person = person
        self._kept = f"{SECRET}_{person.pk}"
        self._secret: str = request.session.setdefault(self._kept, mfa.new_secret())
        self.form = CodeForm(request.POST or None)
        self.codes: tuple[str, ...] = ()
        self.status = 422 if request.method == "POST" else 200

    def take(self) -> bool:
        """Whether the app is taken; its recovery codes are then in `codes`."""
        if not self.form.is_valid():
            return False
        try:
            self.codes = mfa.set_up(self._person, self._secret, self.form.cleaned_data["code"])
        except Wrong:
            self.form.add_error("code", _("验证码不对。请看手机时间是否准确，再填应用里现在的6位数。"))
            return False
        except Locked:
            self.form.add_error("code", _("试错太多，已暂停15分钟。请过15分钟再试。"))
            self.status = 429
            return False
        self._session.pop(self._kept)
        return True

    def values(self) -> dict[str, object]:
        """What the page shows."""
        letters = " ".join(self._secret[at : at + 4] for at in range(0, len(self._secret), 4))
        return {"form": self.form, "picture": qr_svg(mfa.app_address(self._person, self._secret)), "letters": letters}
