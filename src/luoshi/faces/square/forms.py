"""Forms of the public's pages: what is said on the first screen, how to be reached on the second."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from luoshi.opinions.codes import new_token
from luoshi.opinions.intake.receive import LONGEST, NewOpinion

WRITTEN = ("text", "place", "token")


class WriteForm(forms.Form):
    """The first screen. `website` is for machines that fill whatever they find: people do not see it."""

    use_required_attribute = False
    text = forms.CharField(
        label=later("您想说什么"),
        max_length=LONGEST,
        help_text=later("哪里、什么事、多久了。原话照录，不改一字。"),
        error_messages={"required": later("写上您想说什么，一句话也可以。")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    place = forms.CharField(
        label=later("在什么地方"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    token = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        """Raises ValidationError for what only a machine fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一栏请留空。"))
        return ""

    def clean_token(self) -> str:
        """The form's token, a fresh one where it was lost."""
        return str(self.cleaned_data["token"] or new_token())


class SendForm(forms.Form):
    """The second screen: how to be reached, if at all, and who may read it."""

    use_required_attribute = False
    phone = forms.CharField(
        label=later("电话"),
        required=False,
        max_length=40,
        help_text=later("不留也能凭查询码查到结果。留了只用来问清情况和答复，答复后30天删除。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=later("怎么称呼您"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    is_restricted = forms.BooleanField(label=later("反映的是具体的人或单位，只让督导组和组长看"), required=False)


def new_opinion(write: WriteForm, send: SendForm) -> NewOpinion:
    """What both screens say together."""
    said, reached = write.cleaned_data, send.cleaned_data
    return NewOpinion(
        text=said["text"],
        place=said["place"],
        phone=reached["phone"],
        name=reached["name"],
        is_restricted=reached["is_restricted"],
    )


class CodeForm(forms.Form):
    """The tracking code."""

    use_required_attribute = False
    code = forms.CharField(
        label=later("查询码"),
        max_length=40,
        help_text=later("提意见时得到的12位字母和数字，大小写、空格都不要紧。"),
        error_messages={"required": later("填查询码。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )
