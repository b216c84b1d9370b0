"""Forms of this group, each made of one act's input."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from luoshi.campaigns.feedback import Report
from luoshi.faces.desk.work.forms import ReportForm
from luoshi.oversight.reminding.contact import NewContact

if TYPE_CHECKING:
    from luoshi.campaigns.models import Feedback

CHANNELS = {
    "mail": later("邮箱"),
    "wecom": later("企业微信群"),
    "dingtalk": later("钉钉群"),
    "feishu": later("飞书群"),
    "generic": later("单位自己的消息接口"),
}


def channel_word(channel: str) -> str:
    """What a channel is called."""
    return str(CHANNELS.get(channel, channel))


class ShortReportForm(ReportForm):
    """The fields of `Report` that can be answered on a phone in a minute; the others stay as they were said last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["difficulty"], self.fields["next_step"]
        self.fields["said"].widget.attrs["rows"] = 2

    def short(self, last: "Feedback | None") -> Report:
        """What the form says, with the difficulty and the next step of the last report; for a valid form."""
        self.cleaned_data |= {"next_step": last.next_step, "difficulty": last.difficulty} if last else {
            "next_step": "", "difficulty": ""
        }  # fmt: skip
        return self.report()


class ChannelForm(forms.Form):
    """A form with a field for one of the channels that are set up."""

    use_required_attribute = False

    def __init__(self, channels: frozenset[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, channel_word(code)) for code in sorted(channels)]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]


class ContactForm(ChannelForm):
    """The fields of `NewContact` for oneself."""

    channel = forms.ChoiceField(label=later("从哪里提醒"), required=False)
    to = forms.CharField(
        label=later("邮箱或手机号"),
        required=False,
        max_length=200,
        help_text=later("邮箱渠道填邮箱；群渠道填手机号，机器人据此点名。空着就不在系统以外提醒。"),
    )
    wants_reminders = forms.BooleanField(
        label=later("每个工作日提醒一次待办"), required=False, help_text=later("不勾也仍会收到催办。")
    )

    def contact(self, person_id: int) -> NewContact:
        """What the form says; for a valid form."""
        values = self.cleaned_data
        return NewContact(person_id, values["channel"], values["to"], values["wants_reminders"])


class TestForm(ChannelForm):
    """A channel to be tried, and where it shall reach."""

    channel = forms.ChoiceField(label=later("渠道"))
    to = forms.CharField(
        label=later("发到"),
        required=False,
        max_length=200,
        help_text=later("邮箱渠道填邮箱；群渠道可以空着，发到群里不点名。"),
    )

    def clean(self) -> dict[str, Any]:
        """A mail needs an address."""
        values = super().clean() or self.cleaned_data
        if values.get("channel") == "mail" and not values.get("to"):
            self.add_error("to", _("邮箱地址写全，例如 name@example.org。"))
        return values
