#!/usr/bin/env python3
"""Django 3.2 over psycopg2: migrate with the contrib applications, the queries of its admin, inspectdb, schema changes."""
import io
import os
import sys
import types

import django
from django.conf import settings

from checks import check, same

e = os.environ
settings.configure(
    SECRET_KEY="of the tests",
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": e["PGDATABASE"], "USER": e["PGUSER"],
                           "PASSWORD": e["PGPASSWORD"], "HOST": e["PGHOST"], "PORT": e["PGPORT"]}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
                    "django.contrib.messages", "django.contrib.admin"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                                   "django.contrib.auth.context_processors.auth",
                                                   "django.contrib.messages.context_processors.messages"]}}],
    ROOT_URLCONF="urls_of_the_tests", ALLOWED_HOSTS=["*"], USE_TZ=True, STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

urls = types.ModuleType("urls_of_the_tests")
urls.urlpatterns = [path("admin/", admin.site.urls)]
sys.modules["urls_of_the_tests"] = urls

TABLES = ["auth_group", "auth_group_permissions", "auth_permission", "auth_user", "auth_user_groups",
          "auth_user_user_permissions", "django_admin_log", "django_content_type", "django_migrations", "django_session"]


def quietly(*command, **options):
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=out, **options)
    return out.getvalue()


with connection.cursor() as c:
    for t in TABLES:
        c.execute(f"DROP TABLE IF EXISTS {t} CASCADE")
with check("migrate with contenttypes, auth, sessions and admin"):
    text = quietly("migrate", interactive=False, verbosity=1)
    same(text.count(" OK"), 18)
with check("nothing is left to migrate"):
    assert "No migrations to apply" in quietly("migrate", interactive=False, verbosity=1)
    quietly("migrate", check_unapplied=True)
with check("tables that migrate made"):
    have = set(connection.introspection.table_names())
    same(sorted(have & set(TABLES)), TABLES)
with check("permissions after migrate"):
    same(Permission.objects.count(), 24)
with check("a superuser and a group"):
    user = User.objects.create_superuser("root", "root@example.org", "secret")
    user.groups.add(Group.objects.create(name="editors"))
    Group.objects.get().permissions.set(Permission.objects.filter(codename__startswith="add_"))
    same(User.objects.filter(groups__permissions__codename="add_user").distinct().get().username, "root")
with check("the ORM groups, annotates and locks"):
    rows = list(Permission.objects.values("content_type__app_label").annotate(n=Count("id")).order_by("-n", "content_type__app_label"))
    same(rows[0], {"content_type__app_label": "auth", "n": 12})
    with transaction.atomic():
        same(User.objects.select_for_update().filter(Q(username="root") & ~Q(email="")).update(first_name=F("username")), 1)
with check("savepoints"):
    with transaction.atomic():
        try:
            with transaction.atomic():
                User.objects.create(username="root")
        except django.db.IntegrityError:
            pass
        User.objects.create(username="second")
    same(User.objects.count(), 2)

client = Client()
with check("the admin lets in and shows its pages"):
    assert client.login(username="root", password="secret")
    for page in ("/admin/", "/admin/auth/user/", "/admin/auth/user/?is_staff__exact=1&q=root&o=1.-2", "/admin/auth/user/1/change/",
                 "/admin/auth/user/1/history/", "/admin/auth/group/add/", "/admin/auth/user/1/delete/"):
        same((page, client.get(page).status_code), (page, 200))
with check("the admin adds, changes and deletes"):
    same(client.post("/admin/auth/group/add/", {"name": "readers", "permissions": ["1", "2"]}).status_code, 302)
    group = Group.objects.get(name="readers")
    same(group.permissions.count(), 2)
    same(client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "writers", "permissions": ["3"]}).status_code, 302)
    same(client.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"}).status_code, 302)
    same(Group.objects.filter(name="writers").count(), 0)

with check("inspectdb"):
    text = quietly("inspectdb", "auth_user", "auth_user_groups", "django_admin_log")
    for line in ("password = models.CharField(max_length=128)", "last_login = models.DateTimeField(blank=True, null=True)",
                 "username = models.CharField(unique=True, max_length=150)", "user = models.ForeignKey(AuthUser, models.DO_NOTHING)",
                 "unique_together = (('user', 'group'),)", "action_flag = models.SmallIntegerField()",
                 "content_type = models.ForeignKey('DjangoContentType', models.DO_NOTHING, blank=True, null=True)"):
        assert line in text, line + " is not in\n" + text


class Thing(models.Model):
    name = models.CharField(max_length=20, db_index=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True)

    class Meta:
        app_label = "checks"
        db_table = "dj_thing"


with check("the schema editor makes, alters and drops"):
    with connection.cursor() as c:
        c.execute("DROP TABLE IF EXISTS dj_thing")
    with connection.schema_editor() as editor:
        editor.create_model(Thing)
    Thing.objects.create(name="a", amount="1.50")
    with connection.schema_editor() as editor:
        field = models.IntegerField(default=7)
        field.set_attributes_from_name("number")
        editor.add_field(Thing, field)
        wide = models.CharField(max_length=60, db_index=True)
        wide.set_attributes_from_name("name")
        editor.alter_field(Thing, Thing._meta.get_field("name"), wide)
        editor.add_constraint(Thing, models.CheckConstraint(check=Q(amount__gt=0), name="thing_amount"))
        editor.alter_unique_together(Thing, [], [("name", "amount")])
        editor.add_index(Thing, models.Index(fields=["-amount"], name="thing_down"))
    with connection.cursor() as c:
        found = connection.introspection.get_constraints(c, "dj_thing")
        same(found["thing_amount"]["check"], True)
        same(found["thing_down"]["orders"], ["DESC"])
        c.execute("SELECT name, number FROM dj_thing")
        same(c.fetchall(), [("a", 7)])
    with connection.schema_editor() as editor:
        editor.delete_model(Thing)


class Team(models.Model):
    name = models.CharField(max_length=20)
    lead = models.ForeignKey("Member", models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "checks"
        db_table = "dj_team"


class Member(models.Model):
    name = models.CharField(max_length=20)
    team = models.ForeignKey(Team, models.CASCADE)
    weight = models.FloatField(default=1)

    class Meta:
        app_label = "checks"
        db_table = "dj_member"


with connection.cursor() as c:
    c.execute("DROP TABLE IF EXISTS dj_team, dj_member CASCADE")
with check("tables that refer to each other are made, filled, flushed"):
    with connection.schema_editor() as editor:
        editor.create_model(Team)
        editor.create_model(Member)
    with transaction.atomic():
        team = Team.objects.create(name="a")
        team.lead = Member.objects.create(name="m", team=team)
        team.save()
    with connection.cursor() as c:
        for sql in connection.ops.sql_flush(no_style(), ["dj_team", "dj_member"], reset_sequences=True):
            c.execute(sql)
    same((Team.objects.count(), Member.objects.count()), (0, 0))
    same(Team.objects.create(name="b").pk, 1)
with check("a sub-query is grouped by"):
    team = Team.objects.get()
    Member.objects.bulk_create(Member(name=n, team=team) for n in "xyz")
    of = Team.objects.filter(pk=OuterRef("team__pk"), name=OuterRef("team__name")).values("name")[:1]
    same(list(Member.objects.annotate(of=Subquery(of)).values("of").annotate(n=Count("id")).values_list("of", "n")), [("b", 3)])
    led = Exists(Member.objects.filter(team=OuterRef("pk")))
    same([t.led for t in Team.objects.annotate(led=led).distinct().order_by(led.desc())], [True])
with check("a migration that drops a key and changes rows"):
    with connection.schema_editor() as editor:
        plain = models.IntegerField(null=True)
        plain.set_attributes_from_name("lead_id")
        editor.alter_field(Team, Team._meta.get_field("lead"), plain)
        with connection.cursor() as c:
            c.execute("UPDATE dj_team SET lead_id = 77")
            c.execute("SET CONSTRAINTS ALL IMMEDIATE")
            c.execute("UPDATE dj_member SET name = name || '!'")
            c.execute("SET CONSTRAINTS ALL DEFERRED")
    with connection.cursor() as c:
        c.execute("SELECT lead_id FROM dj_team")
        same(c.fetchall(), [(77,)])
with check("conditions over floating point numbers"):
    with connection.schema_editor() as editor:
        editor.add_constraint(Member, models.CheckConstraint(check=Q(weight__gte=0.1) | Q(weight__lt=0), name="dj_weight"))
        editor.add_constraint(Member, models.UniqueConstraint(fields=["name"], condition=Q(weight__gt=5.5), name="dj_heavy"))
    try:
        with transaction.atomic():
            Member.objects.update(weight=0.05)
        raise AssertionError("no error")
    except django.db.IntegrityError as x:
        same(x.__cause__.diag.constraint_name, "dj_weight")
with check("one migration of many steps, each with a look at the catalogs"):
    with connection.schema_editor() as editor:
        for i in range(60):
            wide, narrow = models.CharField(max_length=60 + i), models.CharField(max_length=20 + i)
            for f in (wide, narrow):
                f.set_attributes_from_name("name")
            editor.alter_field(Member, wide, narrow)
            with connection.cursor() as c:
                same("dj_weight" in connection.introspection.get_constraints(c, "dj_member"), True)
    with connection.schema_editor() as editor:
        editor.delete_model(Member)
        editor.delete_model(Team)
with check("migrate back to nothing"):
    for app in ("admin", "auth", "sessions", "contenttypes"):
        quietly("migrate", app, "zero", interactive=False, verbosity=0)
    same(sorted(set(connection.introspection.table_names()) & set(TABLES)), ["django_migrations"])
with connection.cursor() as c:
    c.execute("DROP TABLE django_migrations")
