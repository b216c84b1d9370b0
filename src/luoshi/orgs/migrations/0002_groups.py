import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leading", "领导小组"),
                            ("general", "综合组"),
                            ("publicity", "宣传组"),
                            ("supervising", "督导组"),
                            ("other", "其他工作组"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("duty", models.CharField(blank=True, max_length=300)),
                ("is_sample", models.BooleanField(default=False)),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seat",
                    models.CharField(
                        choices=[("head", "组长"), ("deputy", "副组长"), ("member", "成员")], max_length=20
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("place", models.PositiveIntegerField(default=0)),
                ("contacts", models.ManyToManyField(related_name="contacts", to="orgs.unit")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="orgs.group"
                    ),
                ),
            ],
            options={
                "ordering": ["place", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "name", "title"), name="one_seat_a_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="borrowed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="loans", to="orgs.post"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("post", "person"),
                        name="one_loan_of_a_post_to_a_person",
                    )
                ],
            },
        ),
    ]
