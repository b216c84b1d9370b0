"""Forms of this group, each made of one act's input; what an act finds unanswered is said at the field."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from luoshi.campaigns.feedback import Quantity, Report, Submission, Unanswered
from luoshi.campaigns.rhythm.keep import Rounds
from luoshi.campaigns.settle import LightRules, WorkRules
from luoshi.campaigns.verify import Verification
from luoshi.faces.desk.work.words import amount, target_name
from luoshi.faces.shared.seen import SeenForm
from luoshi.oversight.gauges import Gauge

SHORT = {"class": "short", "inputmode": "numeric"}
EVERY = (
    ("none", later("不定期报送")),
    ("weekly", later("每周")),
    ("half_monthly", later("每半月")),
    ("monthly", later("每月")),
    ("quarterly", later("每季度")),
)


class ReportForm(forms.Form):
    """The fields of `Report`, opened with what was said last; one field for each target of the task."""

    use_required_attribute = False
    progress = forms.IntegerField(
        label=later("进度（%）"), min_value=0, max_value=100, widget=forms.NumberInput(attrs=SHORT)
    )
    said = forms.CharField(
        label=later("本期做了什么"),
        max_length=2000,
        error_messages={"required": later("写一句本期做成了什么；没有变化请按“沿用上期，无变化”。")},
        help_text=later("写做成了什么，不写开了几次会。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    difficulty = forms.CharField(
        label=later("难处"),
        required=False,
        max_length=2000,
        help_text=later("没有就空着。能看这项任务的人都看得到：牵头和配合单位、牵头领导、办公室、督导组。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_step = forms.CharField(
        label=later("下一步"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    token = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, targets: Sequence[Gauge], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = targets
        for target in targets:
            self.fields[quantity_field(target.target_id)] = forms.FloatField(
                label=_("本期新增（%(unit)s）") % {"unit": target.unit} if target.unit != "%" else _("现在的比率（%）"),
                required=False,
                min_value=0 if target.unit == "%" else None,
                max_value=100 if target.unit == "%" else None,
                help_text=_("%(text)s。已计%(n)s%(unit)s，没有就空着。")
                % {"text": target_name(target), "n": amount(target.amount), "unit": target.unit},
                widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "step": "any"}),
            )
        self.order_fields(["progress", *(quantity_field(t.target_id) for t in targets), "said", "difficulty"])

    def report(self) -> Report:
        """What the form says; for a valid form."""
        values = self.cleaned_data
        given = ((target.target_id, values[quantity_field(target.target_id)]) for target in self.targets)
        quantities = tuple(Quantity(target_id, number) for target_id, number in given if number is not None)
        return Report(values["progress"], values["said"], values["next_step"], values["difficulty"], quantities)


class UnchangedForm(forms.Form):
    """Beside the button of "no change": a second click on it sends the same token."""

    token = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)


class SubmitForm(forms.Form):
    """The field of `Submission`."""

    use_required_attribute = False
    result = forms.CharField(
        label=later("做成了什么"),
        max_length=4000,
        error_messages={"required": later("写明做成了什么、依据在哪里，验收的人据此核对。")},
        help_text=later("写明成果和依据在哪里，验收的人据此核对。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def submission(self) -> Submission:
        """What the form says; for a valid form."""
        return Submission(self.cleaned_data["result"])


class VerdictForm(forms.Form):
    """The fields of `Verification`, for either verdict."""

    reason = forms.CharField(
        label=later("验收意见"),
        required=False,
        max_length=4000,
        help_text=later("退回必须写明缺什么，单位照此补办；通过可以不写。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remaining = forms.CharField(
        label=later("遗留问题"),
        required=False,
        max_length=2000,
        help_text=later("通过但还有尾巴的，写明是什么、哪天办完；没有就空着。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    remaining_due = forms.DateField(
        label=later("遗留问题办完的日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )
    round = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def acceptance(self) -> Verification:
        """What the form says of a result that passes; for a valid form."""
        said = self.cleaned_data
        return Verification(said["reason"], said["round"], said["remaining"], said["remaining_due"])

    def refusal(self) -> Verification:
        """What the form says of a result that does not pass; for a valid form."""
        return Verification(self.cleaned_data["reason"], self.cleaned_data["round"])


class WorkForm(SeenForm):
    """The fields of `WorkRules`."""

    use_required_attribute = False
    return_days = forms.IntegerField(
        label=later("退件时限（工作日）"),
        help_text=later("下发后这么多个工作日内，单位可以退件。"),
        widget=forms.NumberInput(attrs=SHORT),
    )
    head_submits = forms.BooleanField(label=later("只由单位负责人提交验收"), required=False)
    leader_approves_issue = forms.BooleanField(label=later("下发要先经领导批准"), required=False)

    def rules(self) -> WorkRules:
        """What the form says; for a valid form."""
        return WorkRules(**self.cleaned_data)


class RhythmForm(forms.Form):
    """The fields of `Rounds`."""

    use_required_attribute = False
    every = forms.ChoiceField(label=later("多久报送一次"), choices=EVERY)
    day = forms.IntegerField(
        label=later("哪一天报送"),
        required=False,
        help_text=later("每周填星期几（1到7），每月、每季度填几号；每半月不用填。"),
        widget=forms.NumberInput(attrs=SHORT),
    )
    basis = forms.CharField(
        label=later("依据"),
        required=False,
        max_length=200,
        help_text=later("依据哪份文件、哪一条；没有依据，不要求定期报送。"),
        widget=forms.TextInput,
    )

    def rounds(self) -> Rounds:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        return Rounds(said["every"], said["day"] or 0, said["basis"])


class LightsForm(forms.Form):
    """The fields of `LightRules`."""

    use_required_attribute = False
    soon_days = forms.IntegerField(
        label=later("临期（自然日）"),
        help_text=later("离期限还有这么多个自然日时亮黄灯；清单里“余几个工作日”不算休息日。"),
        widget=forms.NumberInput(attrs=SHORT),
    )
    behind_yellow = forms.IntegerField(
        label=later("滞后亮黄灯（点）"),
        help_text=later("进度比序时进度落后超过这么多个百分点。"),
        widget=forms.NumberInput(attrs=SHORT),
    )
    behind_red = forms.IntegerField(
        label=later("滞后亮红灯（点）"), help_text=later("要大于黄灯的点数。"), widget=forms.NumberInput(attrs=SHORT)
    )
    returns_red = forms.IntegerField(
        label=later("退回亮红灯（次）"), help_text=later("被退回满这么多次。"), widget=forms.NumberInput(attrs=SHORT)
    )

    def rules(self) -> LightRules:
        """What the form says; for a valid form."""
        return LightRules(**self.cleaned_data)


def quantity_field(target_id: int) -> str:
    """The name of the field that takes a target's quantity."""
    return f"quantity_{target_id}"


def blame(form: forms.Form, unanswered: Unanswered) -> None:
    """Puts what an act found unanswered at its field, or above the form where it has no field for it."""
    form.add_error(unanswered.field if unanswered.field in form.fields else None, str(unanswered))


def mistakes(form: forms.Form) -> str:
    """The title's prefix for a page that shows a refused form."""
    n = len(form.errors)
    return ngettext("有%(n)s处要改", "有%(n)s处要改", n) % {"n": n}
