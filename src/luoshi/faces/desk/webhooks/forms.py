"""Forms of this group, each made of one act's input."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as later

from luoshi.orgs.webhooks import NewWebhook, WebhookChange

KINDS = {
    "campaign.": later("活动进程"),
    "task.": later("任务"),
    "assignment.": later("任务办理"),
    "opinion.": later("意见建议"),
    "problem.": later("问题整改"),
    "unit.": later("单位"),
    "person.": later("人员"),
}
"""Beginning of an act → what such acts are about; any other beginning can be asked for by a program."""


class WebhookForm(forms.Form):
    """The fields of `WebhookChange`."""

    use_required_attribute = False
    name = forms.CharField(label=later("名称"), max_length=60, help_text=later("谁来收，例如县数据共享平台。"))
    url = forms.CharField(
        label=later("地址"),
        max_length=500,
        widget=forms.URLInput(),
        help_text=later("对方给的 https:// 地址，须在外网。"),
    )
    kinds = forms.MultipleChoiceField(
        label=later("推送哪些事"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=later("一项不选就全部推送。"),
    )
    more = forms.CharField(
        label=later("别的事项代号"),
        required=False,
        max_length=400,
        help_text=later("写代号的开头，空格隔开，例如 problem.strike_off。"),
    )

    def said(self) -> WebhookChange:
        """What the form says; for a valid form."""
        values = self.cleaned_data
        acts = (*values["kinds"], *values["more"].split())
        return WebhookChange(values["name"], values["url"], tuple(acts))


class NewWebhookForm(WebhookForm):
    """The fields of `NewWebhook` but the secret, which is made here."""

    field_order = ("name", "url", "chain", "kinds", "more")

    def __init__(self, campaigns: Sequence[tuple[str, str]], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        choices = [("", later("全部活动和机构人员")), *campaigns]
        self.fields["chain"] = forms.ChoiceField(label=later("哪个活动"), required=False, choices=choices)
        self.order_fields(self.field_order)

    def new(self, secret: str) -> NewWebhook:
        """What the form says, with that secret; for a valid form."""
        said, chain = self.said(), self.cleaned_data["chain"]
        return NewWebhook(said.name or "", said.url or "", secret, said.acts or (), chain)


def initial(name: str, url: str, acts: Sequence[str]) -> dict[str, object]:
    """What the form says of a webhook as it stands."""
    rest = [act for act in acts if act not in KINDS]
    return {"name": name, "url": url, "kinds": [act for act in acts if act in KINDS], "more": " ".join(rest)}
