"""The form of this group, made of the input of urging."""

from django import forms
from django.utils.translation import gettext_lazy as later

from luoshi.oversight.urging.ladder import RUNGS
from luoshi.oversight.urging.preview import NewUrge

LEVELS = [("", later("按级次自动：先联络员，再负责人，再分管领导")), *((one.code, later(one.label)) for one in RUNGS)]


class UrgeForm(forms.Form):
    """The fields of `NewUrge` beside its assignments."""

    use_required_attribute = False
    level = forms.ChoiceField(label=later("催到哪一级"), required=False, choices=LEVELS)
    text = forms.CharField(
        label=later("附一句话"),
        required=False,
        max_length=500,
        help_text=later("对方登录后看得到；邮件和群消息里不带内容。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    by_hand = forms.BooleanField(
        label=later("我自己在群里说，系统只记一笔"), required=False, help_text=later("不发消息，照样计入催办次数。")
    )

    def urge(self, assignment_ids: tuple[int, ...]) -> NewUrge:
        """What the form says about these assignments; for a valid form."""
        values = self.cleaned_data
        return NewUrge(assignment_ids, values["level"], values["text"], values["by_hand"])
