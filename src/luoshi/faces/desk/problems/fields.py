"""Forms of this group, each made of one act's input."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from luoshi.faces.desk.problems.words import pairs_of
from luoshi.problems.closeout.apply import Application, Check, Refusal
from luoshi.problems.closeout.look_back import TERMS, Draw, Found
from luoshi.problems.closeout.strike import WeeklyList
from luoshi.problems.queries import unit_choices
from luoshi.problems.rectify.ask import Answer, Extension, Return
from luoshi.problems.rectify.plan import RectificationPlan, measures_of
from luoshi.problems.rectify.report import Report
from luoshi.problems.regime import Issued, NewRegulation
from luoshi.problems.register import Assigning, NewProblem, Why
from luoshi.problems.rules import ProblemRule

KINDS = (("establish", later("立")), ("revise", later("改")), ("abolish", later("废")))


def lines(rows: int = 3) -> forms.Textarea:
    """A text of some lines."""
    return forms.Textarea(attrs={"rows": rows})


def day_input() -> forms.DateInput:
    """A day, picked or typed."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def short() -> forms.NumberInput:
    """A small number."""
    return forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})


class UnitField(forms.TypedChoiceField):
    """A select of the organization's units; yields an id or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_units, coerce=int, empty_value=None, **kwargs)


def _units() -> list[tuple[str, str]]:
    return [("", "—"), *((str(pk), name) for pk, name in unit_choices())]


class Fields(forms.Form):
    """A form whose empty fields are the act's to refuse."""

    use_required_attribute = False


class ProblemForm(Fields):
    """The fields of `NewProblem`."""

    item = forms.CharField(
        label=later("具体表现"),
        max_length=2000,
        widget=lines(),
        error_messages={"required": later("写明问题的具体表现。")},
        help_text=later("写谁在什么事上遇到什么，一件一条。"),
    )
    source = forms.ChoiceField(label=later("问题来源"))
    area = forms.CharField(
        label=later("问题类别"), max_length=60, required=False, help_text=later("例如便民、营商、基层减负。")
    )
    concerns = UnitField(label=later("涉及单位"), required=False)
    cause = forms.CharField(label=later("原因分析"), max_length=2000, required=False, widget=lines(2))
    found_on = forms.DateField(label=later("发现时间"), required=False, widget=day_input())
    horizon = forms.ChoiceField(label=later("整改类型"))
    grade = forms.ChoiceField(label=later("等级"), help_text=later("甲类由另一单位的督导组核查。"))
    tags = forms.CharField(
        label=later("标签"),
        max_length=60,
        required=False,
        help_text=later("用顿号隔开：大事、难事、急事、实事、丑事。"),
    )
    lead_person = forms.CharField(label=later("责任领导"), max_length=40, required=False)
    remark = forms.CharField(label=later("备注"), max_length=200, required=False)
    opinions = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "horizon", "grade"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs_of(name)

    def problem(self) -> NewProblem:
        """What the form says; for a valid form."""
        said = {
            name: value for name, value in self.cleaned_data.items() if name not in ("token", "opinions", "concerns")
        }
        ids = [int(part) for part in self.cleaned_data["opinions"].split(",") if part.isascii() and part.isdigit()]
        return NewProblem(**said, concerns_id=self.cleaned_data["concerns"], opinions=tuple(ids))


class WhyForm(Fields):
    """The field of `Why`."""

    reason = forms.CharField(
        label=later("理由"),
        max_length=2000,
        error_messages={"required": later("写明理由，会记入活动记录。")},
        widget=lines(2),
    )

    def given(self) -> Why:
        """What the form says; for a valid form."""
        return Why(self.cleaned_data["reason"])


class AssignForm(Fields):
    """The fields of `Assigning`."""

    unit = UnitField(label=later("责任单位"), error_messages={"required": later("选一个责任单位。")})
    lead_person = forms.CharField(label=later("责任领导"), max_length=40, required=False)
    due = forms.DateField(label=later("整改时限"), required=False, widget=day_input())

    def given(self) -> Assigning:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        return Assigning(said["unit"], said["lead_person"], said["due"])


class PlanForm(Fields):
    """The fields of `RectificationPlan`; one line a remedy, another unit's name behind an upright stroke."""

    goal = forms.CharField(
        label=later("整改目标"),
        max_length=1000,
        error_messages={"required": later("四项都明确了才能开始整改。")},
        widget=lines(2),
    )
    due = forms.DateField(label=later("整改时限"), required=False, widget=day_input())
    remedies = forms.CharField(
        label=later("整改措施"),
        max_length=4000,
        error_messages={"required": later("四项都明确了才能开始整改。")},
        widget=lines(4),
        help_text=later("一行一条；由别的单位做的，行末写“|单位名”。"),
    )
    lead_person = forms.CharField(label=later("责任领导"), max_length=40, required=False)
    person = forms.CharField(label=later("责任人"), max_length=40, required=False)
    cause = forms.CharField(label=later("原因分析"), max_length=2000, required=False, widget=lines(2))

    def given(self) -> RectificationPlan:
        """What the form says; for a valid form. Raises Unanswered for a unit that is none."""
        said = self.cleaned_data
        remedies = measures_of(said["remedies"])
        return RectificationPlan(
            said["goal"], remedies, said["lead_person"], said["person"], said["due"], said["cause"]
        )


class ReportForm(Fields):
    """The fields of `Report`, with a box for each remedy that is not done."""

    percent = forms.IntegerField(label=later("完成（%）"), min_value=0, max_value=100, widget=short())
    said = forms.CharField(
        label=later("整改进展"),
        max_length=2000,
        error_messages={"required": later("写一句整改做成了什么。")},
        widget=lines(2),
    )
    done = forms.TypedMultipleChoiceField(
        label=later("这次做完的措施"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.CharField(
        label=later("佐证"),
        max_length=1000,
        required=False,
        widget=lines(2),
        help_text=later("写明依据在哪里，或贴链接；不要求照片。"),
    )
    token = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, remedies: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = self.fields["done"]
        assert isinstance(done, forms.TypedMultipleChoiceField)
        done.choices = remedies
        if not remedies:
            del self.fields["done"]

    def given(self) -> Report:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        return Report(said["percent"], said["said"], said["evidence"], tuple(said.get("done", ())))


class EvidenceForm(Fields):
    """The file of `NewEvidence`."""

    file = forms.FileField(
        label=later("佐证文件"),
        error_messages={"required": later("选一个文件。"), "empty": later("文件是空的，请换一个。")},
        help_text=later("PDF、OFD、Word、Excel、文本或图片，20 MB以内；原样保存，不能改也不能删。可以不附。"),
    )


class ApplyForm(Fields):
    """The field of `Application`."""

    self_check = forms.CharField(
        label=later("自查结论"),
        max_length=4000,
        error_messages={"required": later("写明自查结论：目标达到没有，依据在哪里。")},
        widget=lines(),
        help_text=later("目标达到没有，依据在哪里。"),
    )

    def given(self) -> Application:
        """What the form says; for a valid form."""
        return Application(self.cleaned_data["self_check"])


class CheckForm(Fields):
    """The fields of `Check`."""

    seen_on = forms.DateField(
        label=later("现场核查日期"),
        error_messages={"required": later("填现场核查的日期，不晚于今天。")},
        widget=day_input(),
    )
    note = forms.CharField(
        label=later("核查意见"),
        max_length=4000,
        error_messages={"required": later("写明现场看到了什么、问了谁。")},
        widget=lines(),
        help_text=later("写看到了什么、问了谁。"),
    )
    signature = forms.CharField(
        label=later("签字"),
        max_length=40,
        error_messages={"required": later("谁核查谁负责：填您自己的姓名。")},
        help_text=later("谁核查谁负责：填您自己的姓名。"),
    )
    closeout = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def given(self) -> Check:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        return Check(said["note"], said["signature"], said["seen_on"], said["closeout"])


class RefusalForm(WhyForm):
    """The fields of `Refusal`."""

    closeout = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def given(self) -> Refusal:  # type: ignore[override]
        """What the form says; for a valid form."""
        return Refusal(self.cleaned_data["reason"], self.cleaned_data["closeout"])


class FoundForm(Fields):
    """The field of `Found`."""

    note = forms.CharField(
        label=later("回头看情况"),
        max_length=2000,
        error_messages={"required": later("写明回头看看到了什么。")},
        widget=lines(2),
    )

    def given(self) -> Found:
        """What the form says; for a valid form."""
        return Found(self.cleaned_data["note"])


class ReturnForm(WhyForm):
    """The fields of `Return`."""

    unit = UnitField(label=later("应当整改的单位"), error_messages={"required": later("选一个您认为应当整改的单位。")})

    def given(self) -> Return:  # type: ignore[override]
        """What the form says; for a valid form."""
        return Return(self.cleaned_data["reason"], self.cleaned_data["unit"])


class ExtensionForm(WhyForm):
    """The fields of `Extension`."""

    due = forms.DateField(
        label=later("延到"), error_messages={"required": later("选一个晚于现定期限的具体日期。")}, widget=day_input()
    )

    def given(self) -> Extension:  # type: ignore[override]
        """What the form says; for a valid form."""
        return Extension(self.cleaned_data["reason"], self.cleaned_data["due"])


class AnswerForm(WhyForm):
    """The fields of `Answer`."""

    reason = forms.CharField(label=later("答复"), max_length=2000, required=False, widget=lines(2))
    request = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def given(self) -> Answer:  # type: ignore[override]
        """What the form says; for a valid form."""
        return Answer(self.cleaned_data["reason"], request=self.cleaned_data["request"])


class WeeklyForm(Fields):
    """The field of `WeeklyList`."""

    note = forms.CharField(
        label=later("核对情况"),
        max_length=2000,
        error_messages={"required": later("写明这一批是怎样核对的。")},
        widget=lines(2),
    )

    def given(self) -> WeeklyList:
        """What the form says; for a valid form."""
        return WeeklyList(self.cleaned_data["note"])


class DrawForm(Fields):
    """The fields of `Draw`."""

    days = forms.TypedChoiceField(label=later("销号后"), coerce=int)
    seed = forms.CharField(
        label=later("种子"),
        max_length=40,
        error_messages={"required": later("写一个种子，例如当众报出的几位数字；照它人人都能重抽。")},
        help_text=later("当众报出的几位数字；照它人人都能重抽。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.fields["days"]
        assert isinstance(days, forms.TypedChoiceField)
        days.choices = [(term, _("%(n)s天") % {"n": term}) for term in TERMS]

    def given(self) -> Draw:
        """What the form says; for a valid form."""
        return Draw(self.cleaned_data["days"], self.cleaned_data["seed"])


class RulesForm(Fields):
    """The fields of `ProblemRule`."""

    notice_days = forms.IntegerField(label=later("公示（工作日）"), widget=short(), help_text=later("0为不公示。"))
    share = forms.IntegerField(label=later("回头看抽查比例（%）"), widget=short())
    is_weak = forms.BooleanField(
        label=later("乙类问题由办公室按周销号"), required=False, help_text=later("小单位用；台账上会印明销号方式。")
    )

    def given(self) -> ProblemRule:
        """What the form says; for a valid form."""
        return ProblemRule(**self.cleaned_data)


class RegulationForm(Fields):
    """The fields of `NewRegulation`; problems by their numbers."""

    kind = forms.ChoiceField(label=later("立改废"), choices=KINDS)
    title = forms.CharField(
        label=later("制度名称"), max_length=200, error_messages={"required": later("写明制度的名称。")}
    )
    unit = UnitField(label=later("责任单位"), error_messages={"required": later("选一个责任单位。")})
    due = forms.DateField(label=later("完成时限"), required=False, widget=day_input())
    problems = forms.CharField(
        label=later("防止哪些问题"),
        max_length=200,
        error_messages={"required": later("写明防止哪些问题，填问题编号，用顿号隔开。")},
        help_text=later("问题编号，用顿号隔开。"),
    )

    def given(self) -> NewRegulation:
        """What the form says; for a valid form."""
        said = self.cleaned_data
        parts = said["problems"].replace(",", "、").replace("，", "、").split("、")
        numbers = tuple(int(part) for part in map(str.strip, parts) if part.isascii() and part.isdigit())[:50]
        return NewRegulation(said["kind"], said["title"], said["unit"], said["due"], numbers)


class IssuedForm(Fields):
    """The fields of `Issued`."""

    done_on = forms.DateField(
        label=later("印发或废止日期"), error_messages={"required": later("填印发或废止的日期。")}, widget=day_input()
    )
    document_number = forms.CharField(label=later("文号"), max_length=60, required=False)

    def given(self) -> Issued:
        """What the form says; for a valid form."""
        return Issued(self.cleaned_data["done_on"], self.cleaned_data["document_number"])
