"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.work import (
    acts,
    course,
    handover,
    history,
    home,
    issue,
    parts,
    settings,
    targets,
    task,
    tasks,
    together,
    units,
)

AT = "campaigns/<int:campaign_id>/"
urlpatterns: list[URLPattern] = [
    path(AT, home.show, name="home"),
    path(f"{AT}tasks/", tasks.show, name="tasks"),
    path(f"{AT}tasks/export/", tasks.export, name="export"),
    path(f"{AT}tasks/urging/", tasks.urging, name="urging"),
    path(f"{AT}tasks/together/<str:act>/", together.show, name="together"),
    path(f"{AT}tasks/<int:task_id>/", task.show, name="task"),
    path(f"{AT}tasks/<int:task_id>/leads/", issue.leads, name="task_leads"),
    path(f"{AT}tasks/<int:task_id>/give/", issue.give, name="task_give"),
    path(f"{AT}assignments/<int:assignment_id>/<str:act>/", acts.make, name="assignment_act"),
    path(f"{AT}assignments/<int:assignment_id>/steps/<int:step_id>/<str:act>/", parts.step, name="step_act"),
    path(f"{AT}assignments/<int:assignment_id>/asked/<int:question_id>/", parts.opinion, name="joint_opinion"),
    path(f"{AT}tasks/<int:task_id>/waits/", parts.wait, name="task_wait"),
    path(f"{AT}tasks/<int:task_id>/rhythm/", parts.rhythm, name="task_rhythm"),
    path(f"{AT}issue/", issue.show, name="issue"),
    path(f"{AT}issue/missing/", issue.send_missing, name="issue_missing"),
    path(f"{AT}settle/", issue.settle_name, name="settle"),
    path(f"{AT}targets/", targets.show, name="targets"),
    path(f"{AT}targets/<int:target_id>/basis/", targets.basis, name="basis"),
    path(f"{AT}units/", units.index, name="units"),
    path(f"{AT}units/<int:unit_id>/", units.show, name="unit"),
    path(f"{AT}units/<int:unit_id>/handover/", handover.show, name="handover"),
    path(f"{AT}units/<int:unit_id>/handover/<int:handover_id>/undo/", handover.undo, name="handover_undo"),
    path(f"{AT}course/", course.show, name="course"),
    path(f"{AT}course/<str:act>/", course.steer, name="steer"),
    path(f"{AT}issue/requests/<int:request_id>/<str:act>/", course.answer, name="issue_answer"),
    path(f"{AT}history/", history.show, name="history"),
    path(f"{AT}settings/", settings.show, name="settings"),
    path(f"{AT}settings/work/", settings.work, name="settings_work"),
    path(f"{AT}settings/rhythm/", settings.rhythm, name="settings_rhythm"),
    path(f"{AT}sample/remove/", settings.remove, name="remove_sample"),
]
