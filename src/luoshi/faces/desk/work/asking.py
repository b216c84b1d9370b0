"""Forms of what is asked about an assignment and answered, each made of one act's input."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from luoshi.campaigns.inside.divide import LONGEST, Step
from luoshi.campaigns.inside.entrust import Entrusting
from luoshi.campaigns.joint.consult import Opinion, Question
from luoshi.campaigns.reopen import Reopening
from luoshi.campaigns.review.answer import Answer
from luoshi.campaigns.review.ask import Extension, Request, Return
from luoshi.campaigns.verify import Settlement
from luoshi.faces.desk.organization.fields import UnitField
from luoshi.orgs.queries import UnitRow

if TYPE_CHECKING:
    from luoshi.campaigns.models import Review

MOST = 2000
STANCES = (("agree", later("同意")), ("amend", later("有修改意见")), ("object", later("不同意")))


def words(rows: int = 3) -> forms.Textarea:
    """A field for a few sentences."""
    return forms.Textarea(attrs={"rows": rows})


def day() -> forms.DateInput:
    """A field for a day, as browsers offer it."""
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """One reason, which the act may not go without."""

    use_required_attribute = False
    reason = forms.CharField(
        label=later("理由"),
        max_length=MOST,
        error_messages={"required": later("写明理由，答复的人据此决定。")},
        widget=words(),
    )

    def request(self) -> Request:
        """What the form asks for; for a valid form."""
        return Request(self.cleaned_data["reason"])

    def reopening(self) -> Reopening:
        """Why work is taken up again; for a valid form."""
        return Reopening(self.cleaned_data["reason"])


class ReturnForm(ReasonForm):
    """The fields of `Return`."""

    def __init__(self, units: Sequence[UnitRow], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.offered = units
        self.fields["reason"].help_text = _("写明为什么不属于本单位职责。")
        self.fields["unit"] = UnitField(
            units,
            label=_("应当由哪家承办"),
            help_text=_("填单位名称，从列表里选。"),
            error_messages={"required": _("选一个您认为应当承办的单位。")},
        )

    def wanted(self) -> Return:
        """What the form asks for; for a valid form."""
        return Return(self.cleaned_data["reason"], self.cleaned_data["unit"])


class ExtensionForm(ReasonForm):
    """The fields of `Extension`."""

    due = forms.DateField(
        label=later("延到哪一天"),
        help_text=later("写具体日期，要晚于现定期限；同意以前仍按现定期限算。"),
        error_messages={"required": later("选一个晚于现定期限的具体日期。")},
        widget=day(),
    )
    field_order = ("due", "reason")

    def wanted(self) -> Extension:
        """What the form asks for; for a valid form."""
        return Extension(self.cleaned_data["reason"], self.cleaned_data["due"])


class AnswerForm(forms.Form):
    """The fields of `Answer` to one request; only an extension has a day."""

    reason = forms.CharField(
        label=later("答复意见"),
        required=False,
        max_length=MOST,
        help_text=later("不同意必须写明理由，对方照此继续办理；同意可以不写。"),
        widget=words(),
    )
    review = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: "Review | None", data: object = None) -> None:
        known = {"review": asked.pk, "due": asked.asked_due} if asked else {}
        super().__init__(data, initial=known)  # type: ignore[arg-type]
        if asked and asked.kind == "change":
            self.fields["due"] = forms.DateField(
                label=_("同意延到"), required=False, help_text=_("已带出申请的日期，可以改。"), widget=day()
            )
            self.order_fields(["due", "reason"])

    def answer(self) -> Answer:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        return Answer(said["reason"], said.get("due"), said["review"])


class SettleForm(forms.Form):
    """The field of `Settlement`."""

    use_required_attribute = False
    said = forms.CharField(
        label=later("怎样办完的"),
        max_length=MOST,
        error_messages={"required": later("写明遗留问题是怎样办完的。")},
        widget=words(2),
    )

    def settlement(self) -> Settlement:
        """What the form says; for a valid form."""
        return Settlement(self.cleaned_data["said"])


class EntrustForm(forms.Form):
    """The field of `Entrusting`."""

    def __init__(self, people: Sequence[tuple[int, str]], data: object = None, now: int | None = None) -> None:
        super().__init__(data, initial={"person": now})  # type: ignore[arg-type]
        self.fields["person"] = _person(people, _("不指定"))

    def entrusting(self) -> Entrusting:
        """What the form says; for a valid form."""
        return Entrusting(self.cleaned_data["person"])


class StepForm(forms.Form):
    """The fields of `Step`."""

    use_required_attribute = False
    title = forms.CharField(
        label=later("要做什么"),
        max_length=LONGEST,
        error_messages={"required": later("写明要做什么。")},
        widget=forms.TextInput,
    )
    due = forms.DateField(label=later("期限"), required=False, widget=day())

    def __init__(self, people: Sequence[tuple[int, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["person"] = _person(people, _("不指定"))
        self.order_fields(["title", "person", "due"])

    def step(self) -> Step:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        return Step(said["title"], said["person"], said["due"])


class QuestionForm(forms.Form):
    """The fields of `Question`; of all joint units where none is ticked off."""

    use_required_attribute = False
    question = forms.CharField(
        label=later("请配合单位就什么提意见"),
        max_length=MOST,
        error_messages={"required": later("写明请配合单位就什么提意见。")},
        widget=words(),
    )
    due = forms.DateField(
        label=later("几号以前答复"), error_messages={"required": later("定一个答复的日期。")}, widget=day()
    )

    def __init__(self, units: Sequence[tuple[int, str]], data: object = None) -> None:
        super().__init__(data, initial={"units": [pk for pk, _name in units]})  # type: ignore[arg-type]
        self.fields["units"] = forms.TypedMultipleChoiceField(
            label=_("问哪几家"),
            choices=units,
            coerce=int,
            error_messages={"required": _("从这项任务的配合单位里选，至少选一个。")},
            widget=forms.CheckboxSelectMultiple,
        )

    def asked(self) -> Question:
        """What the form asks; for a valid form."""
        said = self.cleaned_data
        return Question(said["question"], said["due"], tuple(said["units"]))


class OpinionForm(forms.Form):
    """The fields of `Opinion`; the unit is asked for only of who answers for several."""

    use_required_attribute = False
    stance = forms.ChoiceField(
        label=later("意见"),
        choices=STANCES,
        error_messages={"required": later("选同意、有修改意见或不同意。")},
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=later("具体意见"),
        required=False,
        max_length=MOST,
        help_text=later("同意可以不写；其余写明意见是什么、为什么。"),
        widget=words(2),
    )

    def __init__(self, units: Sequence[tuple[int, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if len(units) > 1:
            self.fields["unit"] = forms.TypedChoiceField(label=_("代表哪家答复"), choices=units, coerce=int)

    def opinion(self) -> Opinion:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        return Opinion(said["stance"], said["said"], said.get("unit"))


def _person(people: Sequence[tuple[int, str]], nobody: str) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("经办人"), required=False, choices=[("", nobody), *people], coerce=int, empty_value=None
    )
