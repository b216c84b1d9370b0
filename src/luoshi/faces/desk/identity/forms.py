"""What people fill in to sign in and to keep their account."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from luoshi.orgs.passwords import Choice, Unfit
from luoshi.orgs.policy import LONGEST, policy


class Secret(forms.CharField):
    """A password, taken as it is typed or pasted."""

    def __init__(self, label: object, use: str, **kwargs: object) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": use})
        super().__init__(label=label, max_length=LONGEST, strip=False, widget=widget, **kwargs)  # type: ignore[arg-type]


class SignInForm(forms.Form):
    """Name and password."""

    use_required_attribute = False
    name = forms.CharField(
        label=later("登录名"),
        max_length=60,
        help_text=later("您自己定的登录名，或手机号。"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
    )
    password = Secret(later("密码"), "current-password")
    remember = forms.BooleanField(required=False)


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code."""

    use_required_attribute = False
    code = forms.CharField(
        label=later("验证码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    """The fields of `Choice`, the password twice."""

    use_required_attribute = False
    name = forms.CharField(
        label=later("登录名"),
        max_length=60,
        help_text=later("手机号、工号或好记的字母，以后用它登录。"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
    )
    password = Secret(later("新密码"), "new-password")
    again = Secret(later("再填一次"), "new-password")

    def __init__(self, data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["password"].help_text = password_rules()

    def clean_again(self) -> str:
        """The second typing, when it is the same as the first."""
        again = str(self.cleaned_data["again"])
        if again != self.data.get("password"):
            raise ValidationError(_("两次填的不一样。"))
        return again

    def choice(self, words: Sequence[str]) -> Choice:
        """What the form says; for a valid form."""
        return Choice(self.cleaned_data["name"], self.cleaned_data["password"], tuple(words))

    def blame(self, unfit: Unfit) -> None:
        """Say at its field why a choice cannot be taken."""
        self.add_error(unfit.field, list(unfit.reasons))


class ChangeForm(PasswordForm):
    """The same for somebody signed in, who proves the old password first."""

    current = Secret(later("现在的密码"), "current-password")
    field_order = ("name", "current", "password", "again")


class SubjectForm(forms.Form):
    """The number of somebody's account at the provider."""

    subject = forms.CharField(label=later("统一身份编号"), max_length=200)


def password_rules() -> str:
    """What the policy asks of a password, in one sentence."""
    asked = policy()
    if asked.kinds:
        words = _(
            "至少%(n)s个字符，大写字母、小写字母、数字、其他字符里用%(kinds)s种；每%(days)s天换一次，不用最近%(kept)s次用过的。"
        )
        return words % {"n": asked.least, "kinds": asked.kinds, "days": asked.days, "kept": asked.kept}
    return _("至少%(n)s个字符，可以是一句话，中文、空格都行；可以粘贴。") % {"n": asked.least}
